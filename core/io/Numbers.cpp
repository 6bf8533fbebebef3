// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Numbers.h"

#include <locale.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace maury::io {
namespace {

bool equalsAnyCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

/// Returns the text without a leading '+', which std::from_chars() does not accept.
std::string_view stripPlus(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  return plus ? text.substr(1) : text;
}

constexpr std::size_t kLongestNumber = 64;  // characters; longer strings are not rewritten to be read as a number

/// Reads a number in Fortran's double precision, "5.0D+03". `exponent` is the index at which std::from_chars() stopped.
/// Fortran always writes a decimal point; without one, "2D10" is more likely a name.
std::optional<double> parseFortran(std::string_view text, std::size_t exponent) {
  const bool isInside = exponent > 0 && exponent + 1 < text.size();
  if (!isInside || text.size() > kLongestNumber || (text[exponent] != 'D' && text[exponent] != 'd'))
    return std::nullopt;
  if (text.substr(0, exponent).find('.') == std::string_view::npos) return std::nullopt;
  std::string rewritten(text);
  rewritten[exponent] = 'e';
  return parseReal(rewritten);
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool isMissingText(std::string_view text) {
  return text.empty() || text == "-" || text == "--" || equalsAnyCase(text, "nan") || equalsAnyCase(text, "null");
}

bool isMissingNumber(std::string_view text) {
  if (isMissingText(text)) return true;
  constexpr std::size_t kLongestWord = 9;
  if (text.size() > kLongestWord) return text.find_first_not_of('*') == std::string_view::npos;
  for (const char filler : {'*', '?', '-', '.'})
    if (text.find_first_not_of(filler) == std::string_view::npos) return true;
  // pandas: the default na_values of read_csv(); astropy: the fill values of its readers of CDS, IPAC and Daophot.
  static constexpr std::array<std::string_view, 16> kWords = {
      "n/a",    "na",        "<na>",    "#n/a",    "#na",    "#n/a n/a", "none",     "indef",
      "masked", "undefined", "missing", "-1.#ind", "1.#ind", "1.#qnan",  "-1.#qnan", "-nan"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return equalsAnyCase(text, word); });
}

std::optional<std::int64_t> parseInteger(std::string_view text) {
  text = stripPlus(text);
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool isPlainInteger(std::string_view text) {
  text = stripPlus(text);
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<double> parseReal(std::string_view text) {
  text = stripPlus(text);
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty()) return std::nullopt;
  if (end != text.data() + text.size()) return parseFortran(text, static_cast<std::size_t>(end - text.data()));
  // from_chars() does not say whether the number is too large or too small; strtod() returns infinity or 0.
  if (code == std::errc::result_out_of_range) {
    static const locale_t plain = ::newlocale(LC_ALL_MASK, "C", nullptr);
    return ::strtod_l(std::string(text).c_str(), nullptr, plain);
  }
  if (code != std::errc{}) return std::nullopt;
  return value;
}

std::optional<double> parseDecimalComma(std::string_view text) {
  const std::size_t comma = text.find(',');
  const bool isDigit = comma + 1 < text.size() && text[comma + 1] >= '0' && text[comma + 1] <= '9';
  if (comma == std::string_view::npos || !isDigit || text.size() > kLongestNumber) return std::nullopt;
  if (text.find('.') != std::string_view::npos) return std::nullopt;
  std::string plain(text);
  plain[comma] = '.';
  return parseReal(plain);
}

bool mayHaveThousandsComma(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t comma = text.find(',');
  return comma >= 1 && comma <= 3 && text.size() == comma + 4 && text.front() != '0';
}

bool parseBool(std::string_view text, bool& value) {
  value = equalsAnyCase(text, "true");
  return value || equalsAnyCase(text, "false");
}

bool parseNumberList(std::string_view text, std::vector<double>& into) {
  constexpr std::string_view kOpening = "([";
  constexpr std::string_view kClosing = ")]";
  constexpr std::string_view kBetween = "()[], \t\r\n";
  if (text.size() < 2) return false;
  const std::size_t bracket = kOpening.find(text.front());
  if (bracket == std::string_view::npos || text.back() != kClosing[bracket]) return false;
  int depth = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (kBetween.find(c) != std::string_view::npos) {
      if (c == kOpening[bracket]) ++depth;
      if (c == kClosing[bracket] && --depth == 0) return text.size() == 1;
      if (c == kOpening[1 - bracket] || c == kClosing[1 - bracket]) return false;
      text.remove_prefix(1);
      continue;
    }
    const std::string_view item = text.substr(0, text.find_first_of(kBetween));
    text.remove_prefix(item.size());
    const bool isMissing = isMissingText(item);
    const std::optional<double> value = isMissing ? std::nullopt : parseReal(item);
    if (!isMissing && !value) return false;
    into.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return false;
}

namespace {

template <typename Real>
std::string shortest(Real value) {
  if (std::isnan(value)) return {};
  std::array<char, 32> text;
  const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), code == std::errc{} ? end : text.data()};
}

}  // namespace

std::string shortestText(double value) {
  return shortest(value);
}

std::string shortestFloatText(double value) {
  return shortest(static_cast<float>(value));
}

}  // namespace maury::io
