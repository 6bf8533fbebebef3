// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/FigureText.h"

#include <fmt/format.h>

#include <cmath>

namespace maury::workbench {

namespace {

const std::string kMinus = "\u2212", kDash = "\u2013", kNarrowSpace = "\u202F";

}  // namespace

std::string numberText(double value, int digits) {
  if (!std::isfinite(value)) return kDash;
  std::string text = fmt::format("{:.{}g}", std::abs(value), digits);
  if (const auto exponent = text.find("e-"); exponent != std::string::npos) text.replace(exponent, 2, "e" + kMinus);
  return value < 0.0 && text != "0" ? kMinus + text : text;
}

std::string signedText(double value, int digits) {
  return value > 0.0 ? '+' + numberText(value, digits) : numberText(value, digits);
}

std::string valueText(double value, int decimals) {
  if (!std::isfinite(value)) return kDash;
  const std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool isZero = text.find_first_of("123456789") == std::string::npos;  // −0.0004 to three digits is 0.000
  return std::signbit(value) && !isZero ? kMinus + text : text;
}

std::string countText(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, kNarrowSpace);
  }
  return digits;
}

std::string countedText(std::size_t count, const std::string& singular, const std::string& plural) {
  return countText(count) + ' ' + (count == 1 ? singular : plural);
}

}  // namespace maury::workbench
