// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace maury::io {

/// Returns the version of a file's format if this program reads it: 1 to `newest`. Throws Error(Format), in words that
/// go on from the name of the file, for that of a newer program and for what is no version.
int requireReadableVersion(std::int64_t version, int newest);

}  // namespace maury::io
