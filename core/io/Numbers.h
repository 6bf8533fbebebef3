// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// Largest integer up to which every integer is a double too: 2^53.
inline constexpr std::int64_t kLargestExactInteger = std::int64_t{1} << 53;

/// `text` without spaces, tabs and carriage returns at both ends.
std::string_view trimmed(std::string_view text);

/// True for what stands for a missing value: empty, "null" and "nan" in any case, "-", "--".
bool meansMissing(std::string_view trimmedText);

/// The whole of `trimmedText` as an integer: an optional sign, then digits; none if it is something else or too large.
/// isPlainInteger() tells the two apart. None of these looks at the locale.
std::optional<std::int64_t> parseInteger(std::string_view trimmedText);
bool isPlainInteger(std::string_view trimmedText);

/// The whole of `trimmedText` as a real number; "inf" is one, Fortran's "5.0D3" too, and what is beyond double becomes
/// infinite or 0.
std::optional<double> parseReal(std::string_view trimmedText);

/// The whole of `trimmedText` as a real number with a comma for its point, "5,3" or "1,0e-3"; none without a comma.
std::optional<double> parseDecimalComma(std::string_view trimmedText);
/// True where such a number may also be a whole one with its thousands apart: "1,234".
bool mayBeThousands(std::string_view trimmedText);

/// True where `trimmedText` is "true" or "false" in any case; `value` then says which.
bool parseTruth(std::string_view trimmedText, bool& value);

/// True if `trimmedText` is a list of numbers in parentheses or brackets, "(1.0, 2.0, NaN)" or "[1.0,null]", with
/// commas or blanks between them (lists inside a list are flattened). They are appended to `into`, NaN where missing;
/// what was appended stays there when the answer is false.
bool parseNumberList(std::string_view trimmedText, std::vector<double>& into);

/// The shortest text that reads back as the same number; empty for NaN.
std::string shortestText(double value);
/// Likewise as the same 32-bit number: "0.1" where shortestText() would say "0.10000000149011612".
std::string shortestSingleText(double value);

}  // namespace maury::io
