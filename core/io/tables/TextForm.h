// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maury::io {

/// True for text in UTF-16 (a spreadsheet's "Unicode text"): told by its byte order mark or, without one, by Latin
/// letters with a zero byte beside nearly every one. `bytes` are the first of a file.
bool isUtf16(std::string_view bytes);

/// Text as the readers take it: UTF-16 becomes UTF-8 (what is no character becomes U+FFFD), and lines that end in a
/// carriage return alone (classic Mac OS) end in a newline. Other text is given back as it is.
std::string plainText(std::string bytes);

}  // namespace maury::io
