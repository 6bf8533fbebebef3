// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// Largest integer such that a double represents it and every smaller one exactly: 2^53.
inline constexpr std::int64_t kLargestExactInteger = std::int64_t{1} << 53;

/// Returns `text` without leading and trailing spaces, tabs and carriage returns.
std::string_view trim(std::string_view text);

/// Returns true if the text denotes a missing value: empty, "-", "--", and "null" and "nan" in any case.
bool isMissingText(std::string_view trimmedText);
/// Returns true if the text denotes a missing number: isMissingText(), or one of the further words that astropy, pandas
/// and IRAF take for one ("N/A", "None", "INDEF", "masked" …), or consists only of '*' (a number that did not fit into
/// Fortran's format), '?', '-' or '.'. In a column of text these are values.
bool isMissingNumber(std::string_view trimmedText);

// The parsers read the whole text or return std::nullopt. They do not depend on the locale.

/// Reads an integer: an optional sign, then digits. Returns std::nullopt for anything else and if it is too large.
std::optional<std::int64_t> parseInteger(std::string_view trimmedText);
/// Returns true for an optional sign followed by digits, even if the number is too large for parseInteger().
bool isPlainInteger(std::string_view trimmedText);

/// Reads a real number, including "inf" and Fortran's "5.0D3". A number outside the range of double becomes infinite or
/// 0.
std::optional<double> parseReal(std::string_view trimmedText);

/// Reads a real number with a decimal comma: "5,3", "1,0e-3". Returns std::nullopt if there is no comma.
std::optional<double> parseDecimalComma(std::string_view trimmedText);
/// Returns true if the comma may separate thousands, so that the text may also be an integer: "1,234".
bool mayHaveThousandsComma(std::string_view trimmedText);

/// Returns true if the text is "true" or "false" in any case, and sets `value` to it.
bool parseBool(std::string_view trimmedText, bool& value);

/// Reads a list of numbers in parentheses or brackets, "(1.0, 2.0, NaN)" or "[1.0,null]", separated by commas or
/// blanks; nested lists are flattened. Appends them to `into`, NaN for a missing number, and returns true. Returns
/// false if the text is no such list; the numbers appended until then stay in `into`.
bool parseNumberList(std::string_view trimmedText, std::vector<double>& into);

/// Returns the shortest text that reads back as the same number; empty for NaN.
std::string shortestText(double value);
/// Returns the shortest text that reads back as the same 32-bit number: "0.1" rather than "0.10000000149011612".
std::string shortestFloatText(double value);

}  // namespace maury::io
