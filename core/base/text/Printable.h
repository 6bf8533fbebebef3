// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text from files may contain anything: terminal escape sequences, line breaks, marks that reverse the direction of
/// writing, bytes that are not UTF-8. These functions make it safe to show. Thread-safe.
namespace maury {

/// Returns the text with control characters, invisible formatting characters and invalid UTF-8 written as escapes:
/// "\n", "\t", "\x1b", "\u202e". Other characters stay as they are, backslashes too, so that a second call changes
/// nothing.
std::string printable(std::string_view text);

/// Returns the text like printable(), but keeps its line breaks. For texts of several lines.
std::string printableLines(std::string_view text);

constexpr std::size_t kExcerptCharacters = 40;

/// Returns the first kExcerptCharacters characters of the text like printable(), followed by "…" if there are more. For
/// messages that quote a file.
std::string excerpt(std::string_view text);

}  // namespace maury
