// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/importing/ImportFiles.h"
#include "survey/importing/SpectraCollector.h"

namespace maury::survey {

/// Reads every file with the format that it is recognised to have, on several threads, and gives what they hold to
/// `collector` in the order of the files; rebinned where options.grid or options.gridOfFirst says so. A file that is
/// damaged or of no format goes to report.leftOut, or is an error where it was named. `alignedIds` as in ReadContext.
/// Throws Error(Cancelled), MediumUnknown and the collector's Error(Mismatch) at once.
void readFiles(const std::vector<ImportFile>& files, const ImportOptions& options,
               const std::vector<std::string>* alignedIds, SpectraCollector& collector, ImportReport& report, Job& job);

}  // namespace maury::survey
