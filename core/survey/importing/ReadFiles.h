// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/importing/ImportFiles.h"
#include "survey/importing/SpectraCollector.h"

namespace maury::survey {

/// Reads all files on several threads, each in the format recognised from its content, and passes their spectra and
/// inputs to `collector` in the order of the files, rebinned as set by options.grid and options.usesFirstGrid. A file
/// that is damaged or of unknown format is added to report.leftOut, or is an error if the user named it. `alignedIds`
/// is that of ReadContext. Of notes that differ only in numbers, report.notes gets the first and a count. Stops with
/// the first Error(Cancelled), MediumUnknown, UnitUnknown with several choices, or Error(Mismatch) of the collector.
void readFiles(const std::vector<ImportFile>& files, const ImportOptions& options,
               const std::vector<std::string>* alignedIds, RoleMap& roles, SpectraCollector& collector,
               ImportReport& report, Job& job);

}  // namespace maury::survey
