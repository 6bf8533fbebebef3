// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace maury::validation {

/// Statistics of prediction − reference over the pairs of finite values, in the label's unit. Without such a pair the
/// count is 0 and the other numbers are NaN.
struct ResidualStatistics {
  std::size_t count = 0;
  double bias = 0.0;         ///< mean
  double sigma = 0.0;        ///< standard deviation about the bias (÷ N, like numpy)
  double robustSigma = 0.0;  ///< 1.4826 × median |residual − median|
  double rms = 0.0;          ///< root mean square about zero
};

/// Returns the statistics of two lists whose elements are paired by position; join them by id first. Throws
/// Error(Mismatch) if the lengths differ. Thread-safe.
ResidualStatistics residualStatistics(std::span<const double> prediction, std::span<const double> reference);

}  // namespace maury::validation
