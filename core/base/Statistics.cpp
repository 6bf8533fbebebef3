// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Statistics.h"

#include <cmath>
#include <numeric>

namespace maury {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct Pairs {
  std::vector<double> a, b;
};

template <typename A, typename B>
Pairs finitePairs(std::span<const A> a, std::span<const B> b) {
  Pairs pairs;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) continue;
    pairs.a.push_back(static_cast<double>(a[i]));
    pairs.b.push_back(static_cast<double>(b[i]));
  }
  return pairs;
}

double sumOfSquares(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

double sumOfSquares(std::span<const double> values, double mean) {
  double sum = 0.0;
  for (const double value : values)
    sum += (value - mean) * (value - mean);
  return sum;
}

double pearson(const Pairs& pairs) {
  if (pairs.a.empty()) return kUnknown;
  const double meanA = meanOf(pairs.a), meanB = meanOf(pairs.b);
  double product = 0.0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i)
    product += (pairs.a[i] - meanA) * (pairs.b[i] - meanB);
  const double squaresA = sumOfSquares(pairs.a, meanA), squaresB = sumOfSquares(pairs.b, meanB);
  return squaresA > 0.0 && squaresB > 0.0 ? product / std::sqrt(squaresA * squaresB) : kUnknown;
}

std::vector<double> ranksOf(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]])
      ++last;
    for (std::size_t i = first; i < last; ++i)
      ranks[order[i]] = 0.5 * static_cast<double>(first + last - 1);
    first = last;
  }
  return ranks;
}

/// Returns the value with this index in ascending order. Reorders `values`.
double nthSmallest(std::vector<double>& values, std::size_t index) {
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

double rms(std::span<const float> predicted, std::span<const float> reference) {
  const Pairs pairs = finitePairs(predicted, reference);
  if (pairs.a.empty()) return kUnknown;
  return std::sqrt(sumOfSquares(pairs.a, pairs.b) / static_cast<double>(pairs.a.size()));
}

double r2(std::span<const float> predicted, std::span<const float> reference) {
  const Pairs pairs = finitePairs(predicted, reference);
  if (pairs.b.empty()) return kUnknown;
  const double variance = sumOfSquares(pairs.b, meanOf(pairs.b));
  return variance > 0.0 ? 1.0 - sumOfSquares(pairs.a, pairs.b) / variance : kUnknown;
}

double correlation(std::span<const float> a, std::span<const float> b) {
  return pearson(finitePairs(a, b));
}

double correlation(std::span<const float> a, std::span<const double> b) {
  return pearson(finitePairs(a, b));
}

double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  return pearson({ranksOf(a), ranksOf(b)});
}

double meanOf(std::span<const double> values) {
  if (values.empty()) return kUnknown;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

MeanScatter meanScatter(std::span<const double> values) {
  const double mean = meanOf(values);
  if (values.size() < 2) return {mean, kUnknown};
  return {mean, std::sqrt(sumOfSquares(values, mean) / static_cast<double>(values.size() - 1))};
}

double scatterFromSums(double count, double sum, double squares) {
  const double mean = sum / count;
  return std::sqrt(std::max(squares / count - mean * mean, 0.0));
}

double orderStatistic(std::vector<double>& values, double share) {
  if (values.empty()) return kUnknown;
  return nthSmallest(values, static_cast<std::size_t>(share * static_cast<double>(values.size() - 1)));
}

std::pair<double, double> quartiles(std::vector<double>& values) {
  if (values.empty()) return {kUnknown, kUnknown};
  const auto iteratorAt = [&](double share) {
    return values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  };
  const auto lower = iteratorAt(0.25), upper = iteratorAt(0.75);
  std::nth_element(values.begin(), upper, values.end());
  if (lower != upper) std::nth_element(values.begin(), lower, upper);  // the lower quartile now lies before `upper`
  return {*lower, *upper};
}

std::pair<double, double> innerRange(std::vector<double>& values, std::size_t outer) {
  if (values.size() <= 2 * outer) return {kUnknown, kUnknown};
  const double low = nthSmallest(values, outer);
  return {low, nthSmallest(values, values.size() - 1 - outer)};
}

double quantileOfSorted(std::span<const float> sorted, double share) {
  if (sorted.empty()) return kUnknown;
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double low = static_cast<double>(sorted[below]), high = static_cast<double>(sorted[above]);
  return low + (position - static_cast<double>(below)) * (high - low);
}

double robustSigma(std::vector<double>& values) {
  constexpr double kGaussianSigmaPerMad = 1.4826;
  const double middle = median(values);
  for (double& value : values)
    value = std::abs(value - middle);
  return kGaussianSigmaPerMad * median(values);
}

}  // namespace maury
