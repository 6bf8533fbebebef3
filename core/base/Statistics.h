// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

// Statistics for the whole program. Free functions of plain values, thread-safe. A result that is undefined, such as
// the mean of no values, is NaN.
namespace maury {

// The next four functions ignore pairs with a value that is not finite. If the lengths differ, they ignore the surplus
// values of the longer span.

/// Returns the root mean square of the differences.
double rms(std::span<const float> predicted, std::span<const float> reference);
/// Returns the coefficient of determination, R² = 1 − Σ(p − r)² / Σ(r − mean)².
double r2(std::span<const float> predicted, std::span<const float> reference);
/// Returns Pearson's correlation coefficient.
double correlation(std::span<const float> a, std::span<const float> b);
double correlation(std::span<const float> a, std::span<const double> b);
/// Returns Spearman's rank correlation; ties share their mean rank. Both vectors have the same length and no NaN.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

double meanOf(std::span<const double> values);
struct MeanScatter {
  double mean = 0.0;
  double scatter = 0.0;  ///< standard deviation (÷ (n − 1))
};
MeanScatter meanScatter(std::span<const double> values);
/// Returns the standard deviation (÷ n) of `count` values from their sum and the sum of their squares; 0 if rounding
/// makes the variance negative.
double scatterFromSums(double count, double sum, double squares);

/// Returns the value with index floor(share × (n − 1)) of the n values in ascending order, without interpolation.
/// Reorders `values`.
double orderStatistic(std::vector<double>& values, double share);
/// Returns the lower and the upper quartile, as orderStatistic() of 0.25 and 0.75. Reorders `values`.
std::pair<double, double> quartiles(std::vector<double>& values);
/// Returns the minimum and maximum that remain without the `outer` lowest and the `outer` highest values. Reorders
/// `values`.
std::pair<double, double> innerRange(std::vector<double>& values, std::size_t outer);
/// Returns the quantile `share` (0 … 1) of values in ascending order, linearly interpolated like numpy's default.
double quantileOfSorted(std::span<const float> sorted, double share);

/// Returns the median; of an even number of values, the upper of the two middle ones. Reorders `values`.
template <typename Value>
double upperMedian(std::vector<Value>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}
/// Returns the median; of an even number of values, the mean of the two middle ones. Reorders `values`.
template <typename Value>
double median(std::vector<Value>& values) {
  const double upper = upperMedian(values);
  if (values.size() % 2 == 1 || values.empty()) return upper;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  return 0.5 * (upper + static_cast<double>(*std::max_element(values.begin(), middle)));
}
/// Returns 1.4826 × median |value − median|: the standard deviation of a Gaussian with this median absolute deviation
/// (1.4826 = 1 / Φ⁻¹(3/4)). Overwrites `values`.
double robustSigma(std::vector<double>& values);

}  // namespace maury
