// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as figures and lines of text write them: a point, a true minus sign, never the locale's comma. UTF-8.
#pragma once

#include <cstddef>
#include <string>

namespace maury::workbench {

/// Returns a number of `digits` significant digits: "854.444", "−0.31"; "–" for what is not finite.
std::string numberText(double value, int digits = 4);
/// Returns the same with a plus before what is above 0.
std::string signedText(double value, int digits = 4);
/// Returns a number with `decimals` digits after the point; "–" for what is not finite, and no "−0.00".
std::string valueText(double value, int decimals);
/// Returns a count in groups of three, parted by narrow spaces: "886 080".
std::string countText(std::size_t count);
/// Returns a count with its noun: "1 star", "2 310 stars".
std::string countedText(std::size_t count, const std::string& singular, const std::string& plural);
/// Returns a name (UTF-8), or its two ends around "…" where it is longer than `longest` characters.
std::string shortName(const std::string& name, std::size_t longest);

}  // namespace maury::workbench
