// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Returns a sentence that names the images and tables that were not used; empty if all were used. Sets `key` to a text
/// that is equal for files of the same kind.
std::string unusedHdus(SourceFile& file, std::string& key);

}  // namespace maury::survey
