// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace maury::io {

/// Returns true if both paths lead to one file, by any spelling, symbolic link or hard link: existing files are
/// compared by device and inode. A file that does not exist yet is compared by its folder and name. Never throws an
/// error of the file system; a path that cannot be examined equals no other.
bool isSameFile(const std::filesystem::path& one, const std::filesystem::path& other);

/// Throws Error(Usage) if writing `output` would replace the file `input`, which is read.
void requireOtherFile(const std::filesystem::path& output, const std::filesystem::path& input);

}  // namespace maury::io
