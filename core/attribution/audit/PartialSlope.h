// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace maury::attribution {

/// Slope of a straight line through predicted against reference values at a fixed companion, and its standard error.
struct PartialSlope {
  double slope = 0.0, error = 0.0;
};
/// Subtracts a quadratic in `companion` from both by least squares, then fits the line. Stars with a NaN are left out;
/// returns NaN if too few remain. Thread-safe.
PartialSlope partialSlope(std::span<const float> predicted, std::span<const float> reference,
                          std::span<const float> companion);

}  // namespace maury::attribution
