// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

/// Returns a sentence about the images and tables that were not used, for the report; empty if all were. `key` is equal
/// for files of the same kind.
std::string unusedHdus(SourceFile& file, std::string& key);

}  // namespace maury::survey
