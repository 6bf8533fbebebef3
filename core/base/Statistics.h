// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

/// The one home of statistics. Free functions of plain values: safe on any thread. What cannot be told is NaN.
namespace maury {

/// Statistics of pairs; pairs of which one is not finite are left out. Lengths may differ: the rest is left out too.
double rms(std::span<const float> predicted, std::span<const float> reference);  ///< of the differences
double r2(std::span<const float> predicted, std::span<const float> reference);  ///< 1 − Σ(p − r)² / Σ(r − mean)²
double correlation(std::span<const float> a, std::span<const float> b);         ///< Pearson's
double correlation(std::span<const float> a, std::span<const double> b);
/// Spearman's, of equally many values without NaN; ties share their mean rank.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

double meanOf(std::span<const double> values);
struct MeanScatter {
  double mean = 0.0, scatter = 0.0;  ///< standard deviation (÷ (n − 1))
};
MeanScatter meanScatter(std::span<const double> values);
/// Returns the standard deviation (÷ n) of `count` values from their sum and the sum of their squares; 0 where rounding
/// leaves less.
double scatterFromSums(double count, double sum, double squares);

/// Returns the value at floor(share × (n − 1)) of n sorted values, without interpolation. Reorders `values`.
double orderStatistic(std::vector<double>& values, double share);
/// Returns the order statistics of the shares 0.25 and 0.75. Reorders `values`.
std::pair<double, double> quartiles(std::vector<double>& values);
/// Returns the range without the `outer` lowest and the `outer` highest values. Reorders `values`.
std::pair<double, double> innerRange(std::vector<double>& values, std::size_t outer);
/// Returns the quantile of values in rising order, linear between order statistics (as numpy's default).
double quantileOfSorted(std::span<const float> rising, double share);

/// Returns the median, of an even count the upper of the two middle values. Reorders `values`.
template <typename Value>
double upperMedian(std::vector<Value>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}
/// Returns the median, of an even count the mean of the two middle values. Reorders `values`.
template <typename Value>
double median(std::vector<Value>& values) {
  const double upper = upperMedian(values);
  if (values.size() % 2 == 1 || values.empty()) return upper;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  return 0.5 * (upper + static_cast<double>(*std::max_element(values.begin(), middle)));
}
/// Returns 1.4826 × median |value − median|: the standard deviation of a Gaussian with this median deviation
/// (1 / Φ⁻¹(3/4)). Overwrites `values`.
double robustSigma(std::vector<double>& values);

}  // namespace maury
