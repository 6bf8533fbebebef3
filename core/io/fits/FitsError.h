// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace maury::io {

/// Throws the Error for a CFITSIO status: "/path/x.fits, HDU 2 (STARS): cannot … (reason)". `location` is the HDU, or
/// empty; `problem` is the text after the colon. The reason is CFITSIO's status text and the oldest message on its
/// error stack, which is cleared; neither ends in punctuation. `systemCode` is FitsStorage::errorCode(), or 0; if the
/// status says that the file could not be opened, read or written, the system's reason precedes that of CFITSIO.
[[noreturn]] void throwFitsError(const std::filesystem::path& path, const std::string& location,
                                 std::string_view problem, int status, int systemCode = 0);

}  // namespace maury::io
