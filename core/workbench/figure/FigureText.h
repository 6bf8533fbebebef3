// SPDX-License-Identifier: GPL-3.0-or-later
// Formats numbers and counts for figures and messages: decimal point in every
// locale, and a true minus sign (U+2212). Strings are UTF-8.
#pragma once

#include <cstddef>
#include <string>

namespace maury::workbench {

/// Returns a number with `digits` significant digits: "854.444", "−0.31"; "–" if it is not finite.
std::string numberText(double value, int digits = 4);
/// Returns the text of numberText(), with a plus sign for positive numbers.
std::string signedText(double value, int digits = 4);
/// Returns a number with `decimals` digits after the point; "–" if it is not finite, and never "−0.00".
std::string valueText(double value, int decimals);
/// Returns a count in groups of three digits, separated by narrow spaces: "886 080".
std::string countText(std::size_t count);
/// Returns a count with its noun: "1 star", "2 310 stars".
std::string countWithNoun(std::size_t count, const std::string& singular, const std::string& plural);
/// Shortens a UTF-8 name of more than `maxLength` characters to its two ends around "…"; returns other names unchanged.
std::string shortName(const std::string& name, std::size_t maxLength);

}  // namespace maury::workbench
