// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace maury::io {

/// Returns true for text in UTF-16 (a spreadsheet's "Unicode text"), recognised by its byte order mark or, without one,
/// by the fact that nearly every 16-bit unit is a printable ASCII character. `bytes` is the start of a file.
bool isUtf16(std::string_view bytes);

/// Converts text to the form that the readers expect: UTF-16 becomes UTF-8 (with U+FFFD for invalid units), and
/// carriage returns become newlines if the text has no newline (classic Mac OS). Returns other text unchanged.
std::string normaliseText(std::string bytes);

/// Appends a Unicode character in UTF-8. `code` is at most 0x10FFFF.
void appendUtf8(std::string& text, std::uint32_t code);

}  // namespace maury::io
