// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/FigureText.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace maury::workbench {

namespace {

const std::string kMinus = "\u2212", kDash = "\u2013", kNarrowSpace = "\u202F", kEllipsis = "\u2026";

/// Returns the byte offset of each character of a UTF-8 text, followed by its length in bytes.
std::vector<std::size_t> characterOffsets(const std::string& text) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) offsets.push_back(i);
  offsets.push_back(text.size());
  return offsets;
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
  const bool isZero = text.find_first_of("123456789") == std::string::npos;  // avoids "−0.000" for −0.0004
  return std::signbit(value) && !isZero ? kMinus + text : text;
}

std::string countText(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t digit = digits.size(); digit > 3;) {
    digit -= 3;
    digits.insert(digit, kNarrowSpace);
  }
  return digits;
}

std::string countWithNoun(std::size_t count, const std::string& singular, const std::string& plural) {
  return countText(count) + ' ' + (count == 1 ? singular : plural);
}

std::string shortName(const std::string& name, std::size_t maxLength) {
  const std::vector<std::size_t> offsets = characterOffsets(name);
  const std::size_t characters = offsets.size() - 1, end = maxLength / 2 - 2;
  if (characters <= maxLength) return name;
  return name.substr(0, offsets[end]) + kEllipsis + name.substr(offsets[characters - end]);
}

}  // namespace maury::workbench
