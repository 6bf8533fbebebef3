// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace maury::io {

/// The one place where a CFITSIO status becomes an Error: "/path/x.fits, HDU 2 (STARS): cannot … (reason)". Takes the
/// reason from CFITSIO's status text and its oldest stacked message, and clears that stack. `where` may be empty.
[[noreturn]] void throwFitsError(const std::filesystem::path& path, const std::string& where, std::string_view what,
                                 int status);

}  // namespace maury::io
