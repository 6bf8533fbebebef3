// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/Density.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/Error.h"
#include "base/Statistics.h"
#include "galaxy/density/CellKernel.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kMaxForScatter = 1 << 12;

struct WeightedValue {
  double value, weight;
};

/// Returns a quantile of weighted values, which must ascend: the value at `fraction` of the total weight without the
/// last value, which for equal weights is the order statistic at fraction × (N − 1).
double quantileOf(const std::vector<WeightedValue>& ascending, double fraction) {
  double total = 0.0;
  for (const WeightedValue& each : ascending)
    total += each.weight;
  double left = fraction * (total - ascending.back().weight);
  for (const WeightedValue& each : ascending) {
    left -= each.weight;
    if (left < 0.0) return each.value;
  }
  return ascending.back().value;
}

/// Returns min(σ, IQR/1.349), or σ if the quartiles coincide. 1.349 is the interquartile range of a Gaussian with a
/// standard deviation of 1.
double smallerScatter(double sigma, double lowerQuartile, double upperQuartile) {
  const double fromQuartiles = (upperQuartile - lowerQuartile) / 1.349;
  return fromQuartiles > 0.0 ? std::min(sigma, fromQuartiles) : sigma;
}

/// Returns the scatter s of scottBandwidth(). The values must not contain NaN; they are sorted.
double robustScatter(std::vector<WeightedValue>& values) {
  double total = 0.0, sum = 0.0, squares = 0.0;
  for (const WeightedValue& each : values) {
    total += each.weight;
    sum += each.weight * each.value;
  }
  for (const WeightedValue& each : values)
    squares += each.weight * std::pow(each.value - sum / total, 2);
  const double count = static_cast<double>(values.size()), sigma = std::sqrt(squares / total * count / (count - 1.0));
  std::sort(values.begin(), values.end(),
            [](const WeightedValue& a, const WeightedValue& b) { return a.value < b.value; });
  return smallerScatter(sigma, quantileOf(values, 0.25), quantileOf(values, 0.75));
}

/// Returns the same for values of equal weight, which are reordered.
double robustScatter(std::vector<double>& values) {
  const double sigma = meanScatter(values).scatter;
  const auto [lower, upper] = quartiles(values);
  return smallerScatter(sigma, lower, upper);
}

/// Calls visitor(index, x, y) for every k-th point, with k such that about kMaxForScatter points are visited, except
/// for those with a NaN.
template <typename Visitor>
void visitSample(const Points& points, const Visitor& visitor) {
  const std::size_t stride = 1 + points.size() / (kMaxForScatter + 1);
  for (std::size_t i = 0; i < points.size(); i += stride)
    if (const double x = points.x[i], y = points.y[i]; std::isfinite(x) && std::isfinite(y)) visitor(i, x, y);
}

Bandwidth weightedBandwidth(const Points& points) {
  std::vector<WeightedValue> x, y;
  visitSample(points, [&](std::size_t i, double xValue, double yValue) {
    if (!(points.weights[i] > 0.0F)) return;
    x.push_back({xValue, points.weights[i]});
    y.push_back({yValue, points.weights[i]});
  });
  if (x.size() < 2) return {};
  double total = 0.0, squares = 0.0;
  for (const float weight : points.weights) {
    total += weight;
    squares += static_cast<double>(weight) * weight;
  }
  const double factor = std::pow(total * total / squares, -1.0 / 6.0);
  return {factor * robustScatter(x), factor * robustScatter(y)};
}

}  // namespace

Points Points::part(std::size_t first, std::size_t count) const {
  return {x.part(first, count), y.part(first, count), weights.empty() ? weights : weights.subspan(first, count)};
}

void Points::validate() const {
  if (x.size() != y.size())
    throw Error(ErrorKind::Usage, fmt::format("The number of x values, {}, differs from the number of y values, {}.",
                                              x.size(), y.size()));
  if (!weights.empty() && weights.size() != x.size())
    throw Error(ErrorKind::Usage, fmt::format("The number of weights, {}, differs from the number of points, {}.",
                                              weights.size(), x.size()));
}

void CellGrid::validate() const {
  if (columns == 0 || rows == 0)
    throw Error(ErrorKind::Usage, "A density needs at least one column and one row of cells.");
  const auto increases = [](double low, double high) {
    return std::isfinite(low) && std::isfinite(high) && low < high;
  };
  if (!increases(xLow, xHigh))
    throw Error(ErrorKind::Usage, fmt::format("The x range of a density must increase, but is {} to {}.", xLow, xHigh));
  if (!increases(yLow, yHigh))
    throw Error(ErrorKind::Usage, fmt::format("The y range of a density must increase, but is {} to {}.", yLow, yHigh));
}

Density histogram(const Points& points, const CellGrid& cells) {
  return smoothDensity(points, cells, Bandwidth{});
}

Bandwidth scottBandwidth(const Points& points) {
  points.validate();
  if (!points.weights.empty()) return weightedBandwidth(points);
  std::vector<double> x, y;
  visitSample(points, [&](std::size_t, double xValue, double yValue) {
    x.push_back(xValue);
    y.push_back(yValue);
  });
  if (x.size() < 2) return {};
  const std::size_t stride = 1 + points.size() / (kMaxForScatter + 1);
  const double factor = std::pow(static_cast<double>(x.size() * stride), -1.0 / 6.0);
  return {factor * robustScatter(x), factor * robustScatter(y)};
}

Density smoothDensity(const Points& points, const CellGrid& cells, const Bandwidth& bandwidth) {
  points.validate();
  cells.validate();
  const auto kernelX = kernelOverCells(bandwidth.x, cells.cellWidth(), cells.columns);
  const auto kernelY = kernelOverCells(bandwidth.y, cells.cellHeight(), cells.rows);
  const Counts counts = countWithMargin(points, cells, kernelX.size() - 1, kernelY.size() - 1);
  return {cells, smoothCounts(counts, cells, kernelX, kernelY), innerCounts(counts, cells).inside};
}

Density smoothDensity(const Points& points, const CellGrid& cells, double factor) {
  const Bandwidth scott = scottBandwidth(points);
  return smoothDensity(points, cells, Bandwidth{factor * scott.x, factor * scott.y});
}

DensityPair kernelDensity(const Points& points, const CellGrid& cells, double factor) {
  cells.validate();
  const Bandwidth scott = scottBandwidth(points);
  const auto kernelX = kernelOverCells(factor * scott.x, cells.cellWidth(), cells.columns);
  const auto kernelY = kernelOverCells(factor * scott.y, cells.cellHeight(), cells.rows);
  const Counts counts = countWithMargin(points, cells, kernelX.size() - 1, kernelY.size() - 1);
  Density inner = innerCounts(counts, cells);
  Density smooth{cells, smoothCounts(counts, cells, kernelX, kernelY), inner.inside};
  return {std::move(inner), std::move(smooth)};
}

namespace {

/// Returns the largest of `values` such that all values of at least this size sum to at least `mass`. Reorders them.
/// Quickselect: halves the range in each step, so it takes linear time.
double levelEnclosing(std::vector<float>& values, double mass) {
  auto begin = values.begin(), end = values.end();
  while (end - begin > 1) {
    const auto middle = begin + (end - begin) / 2;
    std::nth_element(begin, middle, end, std::greater<>());
    const double upper = std::accumulate(begin, middle, 0.0);
    if (upper >= mass) {
      end = middle;
    } else {
      mass -= upper;
      begin = middle;
    }
  }
  return *begin;
}

}  // namespace

std::vector<double> levelsForFractions(const Density& density, std::span<const double> fractions) {
  for (const double fraction : fractions)
    if (!(fraction > 0.0 && fraction <= 1.0))
      throw Error(ErrorKind::Usage,
                  fmt::format("A mass fraction must be above 0 and at most 1, but one is {}.", fraction));
  std::vector<float> values;
  for (const float value : density.values)
    if (value > 0.0f && std::isfinite(value)) values.push_back(value);
  if (values.empty()) return {};
  const double mass = std::accumulate(values.begin(), values.end(), 0.0);
  std::vector<double> levels;
  for (const double fraction : fractions)
    levels.push_back(levelEnclosing(values, fraction * mass));
  return levels;
}

}  // namespace maury::galaxy
