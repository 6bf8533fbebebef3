// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace maury::io {

/// Returns the contents of a text file of at most `maxBytes`, which limits the memory for a file that grows or that
/// states a wrong size. Throws the errors of requireReadableFile(), and Error(Format) with the limit if the file is
/// larger.
std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes);

}  // namespace maury::io
