// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace maury::io {

/// Returns the path in a form that CFITSIO 4.2 takes as it is. CFITSIO skips leading blanks even of a disk file, and
/// expands a leading `~` to a home folder; an unknown user or a user name of 80 bytes and more crashes it. A relative
/// path therefore begins with "./".
inline std::string cfitsioPath(const std::filesystem::path& path) {
  return path.is_absolute() ? path.string() : "./" + path.string();
}

}  // namespace maury::io
