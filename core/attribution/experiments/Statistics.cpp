// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Statistics.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace maury::attribution {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Pairs {
  std::vector<double> a, b;
};

Pairs finitePairs(std::span<const float> a, std::span<const float> b) {
  Pairs pairs;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) continue;
    pairs.a.push_back(static_cast<double>(a[i]));
    pairs.b.push_back(static_cast<double>(b[i]));
  }
  return pairs;
}

double meanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double pearson(const std::vector<double>& a, const std::vector<double>& b) {
  const double meanA = meanOf(a), meanB = meanOf(b);
  double aa = 0.0, bb = 0.0, ab = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - meanA) * (a[i] - meanA);
    bb += (b[i] - meanB) * (b[i] - meanB);
    ab += (a[i] - meanA) * (b[i] - meanB);
  }
  return aa > 0.0 && bb > 0.0 ? ab / std::sqrt(aa * bb) : kNone;
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

}  // namespace

double rms(std::span<const float> predicted, std::span<const float> reference) {
  const Pairs pairs = finitePairs(predicted, reference);
  double sum = 0.0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i)
    sum += (pairs.a[i] - pairs.b[i]) * (pairs.a[i] - pairs.b[i]);
  return pairs.a.empty() ? kNone : std::sqrt(sum / static_cast<double>(pairs.a.size()));
}

double r2(std::span<const float> predicted, std::span<const float> reference) {
  const Pairs pairs = finitePairs(predicted, reference);
  if (pairs.b.empty()) return kNone;
  const double mean = meanOf(pairs.b);
  double residual = 0.0, variance = 0.0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i) {
    residual += (pairs.a[i] - pairs.b[i]) * (pairs.a[i] - pairs.b[i]);
    variance += (pairs.b[i] - mean) * (pairs.b[i] - mean);
  }
  return variance > 0.0 ? 1.0 - residual / variance : kNone;
}

double correlation(std::span<const float> a, std::span<const float> b) {
  const Pairs pairs = finitePairs(a, b);
  return pairs.a.empty() ? kNone : pearson(pairs.a, pairs.b);
}

double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b) {
  return a.empty() ? kNone : pearson(ranksOf(a), ranksOf(b));
}

MeanScatter meanScatter(const std::vector<double>& values) {
  if (values.empty()) return {kNone, kNone};
  const double mean = meanOf(values);
  double square = 0.0;
  for (const double value : values)
    square += (value - mean) * (value - mean);
  return {mean, values.size() > 1 ? std::sqrt(square / static_cast<double>(values.size() - 1)) : kNone};
}

PartialSlope partialSlope(std::span<const float> predicted, std::span<const float> reference,
                          std::span<const float> companion) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (std::isfinite(predicted[i]) && std::isfinite(reference[i]) && std::isfinite(companion[i])) rows.push_back(i);
  }
  constexpr std::size_t kTerms = 3;
  if (rows.size() <= kTerms + 2) return {kNone, kNone};
  const auto count = static_cast<Eigen::Index>(rows.size());
  Eigen::MatrixXd powers(count, 3);
  Eigen::VectorXd y(count), x(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const std::size_t row = rows[static_cast<std::size_t>(i)];
    const auto c = static_cast<double>(companion[row]);
    powers.row(i) << 1.0, c, c * c;
    y[i] = static_cast<double>(predicted[row]);
    x[i] = static_cast<double>(reference[row]);
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(powers);
  y -= powers * solver.solve(y).eval();
  x -= powers * solver.solve(x).eval();
  const double variance = x.squaredNorm();
  if (!(variance > 0.0)) return {kNone, kNone};
  const double slope = x.dot(y) / variance;
  const double residual = (y - slope * x).squaredNorm() / static_cast<double>(rows.size() - kTerms - 1);
  return {slope, std::sqrt(residual / variance)};
}

}  // namespace maury::attribution
