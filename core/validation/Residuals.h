// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace maury::validation {

/// Statistics of prediction − reference over the pairs where both are finite, in the label's unit. With no such pair
/// the count is 0 and every number is NaN.
struct ResidualStatistics {
  std::size_t count = 0;
  double bias = 0.0;         ///< mean
  double sigma = 0.0;        ///< standard deviation about the bias (÷ N, as numpy)
  double robustSigma = 0.0;  ///< 1.4826 × median |residual − median|
  double rms = 0.0;          ///< about zero
};

/// Pairs are matched by position: join by id before. Throws Error(Mismatch) when the lengths differ. Thread-safe.
ResidualStatistics residualStatistics(std::span<const double> prediction, std::span<const double> reference);

}  // namespace maury::validation
