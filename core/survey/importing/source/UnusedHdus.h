// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "io/tables/Table.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Returns the images and tables that were not used, in the order of the file; none if no HDU was used.
std::vector<UnusedPart> unusedParts(SourceFile& file);
/// Returns the arrays of an HDF5, .npy or .npz file that are not in the table that was read from it; none for others.
std::vector<UnusedPart> unusedArrays(const io::Table& table);
/// Returns the entry of an array that was not used; `description` is "name (shape)" or "name: reason".
UnusedPart unusedArray(const std::string& description);
/// Returns the labels of the HDUs that were used: "HDU 2 (FLUX), HDU 3 (IVAR)"; empty for other files.
std::string usedHdus(SourceFile& file);

/// Returns a sentence that names the images and tables that were not used; empty if all were used. Sets `key` to a text
/// that is equal for files of the same kind. `parts` are those of unusedParts().
std::string unusedHdus(SourceFile& file, const std::vector<UnusedPart>& parts, std::string& key);

}  // namespace maury::survey
