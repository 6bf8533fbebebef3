// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace maury::io {

/// Returns `version`, the version of a file's format, if this program can read it: 1 to `newest`. Otherwise throws
/// Error(Format) with a message to which the caller adds the file's name in front.
int requireReadableVersion(std::int64_t version, int newest);

}  // namespace maury::io
