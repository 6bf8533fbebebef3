// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/FigureText.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace maury::workbench {

namespace {

const std::string kMinus = "\u2212", kDash = "\u2013", kNarrowSpace = "\u202F", kEllipsis = "\u2026";

/// Where each character of a UTF-8 text begins, and its end.
std::vector<std::size_t> characterStarts(const std::string& text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
  starts.push_back(text.size());
  return starts;
}

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

std::string shortName(const std::string& name, std::size_t longest) {
  const std::vector<std::size_t> starts = characterStarts(name);
  const std::size_t characters = starts.size() - 1, end = longest / 2 - 2;
  if (characters <= longest) return name;
  return name.substr(0, starts[end]) + kEllipsis + name.substr(starts[characters - end]);
}

}  // namespace maury::workbench
