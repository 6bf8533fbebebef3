// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/Density.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/Error.h"
#include "galaxy/CellKernel.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kMostForScatter = 1 << 14;

void requireEqualLengths(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size())
    throw Error(ErrorKind::Usage,
                fmt::format("A density of {} x values cannot be made with {} y values.", x.size(), y.size()));
}

/// Scatter of values without NaN; reorders them. See scottBandwidth().
double robustScatter(std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  const double sigma = std::sqrt(squares / (count - 1.0));
  const auto place = [&](double fraction) {
    return values.begin() + static_cast<std::ptrdiff_t>(fraction * (count - 1.0));
  };
  const auto lower = place(0.25), upper = place(0.75);
  std::nth_element(values.begin(), upper, values.end());
  if (lower != upper)
    std::nth_element(values.begin(), lower, upper);  // the smaller three quarters are all on this side
  // 1.349 is the interquartile range of a Gaussian of standard deviation 1.
  const double fromQuartiles = (*upper - *lower) / 1.349;
  return fromQuartiles > 0.0 ? std::min(sigma, fromQuartiles) : sigma;
}

}  // namespace

void CellGrid::validate() const {
  if (columns == 0 || rows == 0)
    throw Error(ErrorKind::Usage, "A density needs at least one column and one row of cells.");
  const auto increases = [](double low, double high) {
    return std::isfinite(low) && std::isfinite(high) && low < high;
  };
  if (!increases(xLow, xHigh))
    throw Error(ErrorKind::Usage,
                fmt::format("The x range of a density must increase, but it is {} to {}.", xLow, xHigh));
  if (!increases(yLow, yHigh))
    throw Error(ErrorKind::Usage,
                fmt::format("The y range of a density must increase, but it is {} to {}.", yLow, yHigh));
}

Density histogram(std::span<const double> x, std::span<const double> y, const CellGrid& cells) {
  return smoothed(x, y, cells, Bandwidth{});
}

Bandwidth scottBandwidth(std::span<const double> x, std::span<const double> y) {
  requireEqualLengths(x, y);
  const std::size_t stride = 1 + x.size() / (kMostForScatter + 1);
  std::vector<double> finiteX, finiteY;
  finiteX.reserve(x.size() / stride + 1);
  finiteY.reserve(x.size() / stride + 1);
  for (std::size_t i = 0; i < x.size(); i += stride) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    finiteX.push_back(x[i]);
    finiteY.push_back(y[i]);
  }
  if (finiteX.size() < 2) return {};
  const double factor = std::pow(static_cast<double>(finiteX.size() * stride), -1.0 / 6.0);
  return {factor * robustScatter(finiteX), factor * robustScatter(finiteY)};
}

Density smoothed(std::span<const double> x, std::span<const double> y, const CellGrid& cells,
                 const Bandwidth& bandwidth) {
  requireEqualLengths(x, y);
  cells.validate();
  const auto kernelX = kernelOverCells(bandwidth.x, cells.cellWidth(), cells.columns);
  const auto kernelY = kernelOverCells(bandwidth.y, cells.cellHeight(), cells.rows);
  const Counts counts = countWithMargin(x, y, cells, kernelX.size() - 1, kernelY.size() - 1);
  return {cells, blurred(counts, cells, kernelX, kernelY), counts.inside};
}

Density smoothed(std::span<const double> x, std::span<const double> y, const CellGrid& cells, double factor) {
  const Bandwidth scott = scottBandwidth(x, y);
  return smoothed(x, y, cells, Bandwidth{factor * scott.x, factor * scott.y});
}

DensityPair countedAndSmoothed(std::span<const double> x, std::span<const double> y, const CellGrid& cells,
                               double factor) {
  cells.validate();
  const Bandwidth scott = scottBandwidth(x, y);
  const auto kernelX = kernelOverCells(factor * scott.x, cells.cellWidth(), cells.columns);
  const auto kernelY = kernelOverCells(factor * scott.y, cells.cellHeight(), cells.rows);
  const Counts counts = countWithMargin(x, y, cells, kernelX.size() - 1, kernelY.size() - 1);
  return {{cells, innerCounts(counts, cells), counts.inside},
          {cells, blurred(counts, cells, kernelX, kernelY), counts.inside}};
}

std::vector<double> levelsForFractions(const Density& density, std::span<const double> fractions) {
  for (const double fraction : fractions)
    if (!(fraction > 0.0 && fraction <= 1.0))
      throw Error(ErrorKind::Usage,
                  fmt::format("A mass fraction must be above 0 and at most 1, but one is {}.", fraction));
  std::vector<double> values;
  for (const float value : density.values)
    if (value > 0.0f && std::isfinite(value)) values.push_back(value);
  if (values.empty()) return {};
  std::sort(values.begin(), values.end(), std::greater<>());
  std::vector<double> mass(values.size());
  std::partial_sum(values.begin(), values.end(), mass.begin());
  std::vector<double> levels;
  for (const double fraction : fractions) {
    const auto reached = std::lower_bound(mass.begin(), mass.end(), fraction * mass.back());
    levels.push_back(values[static_cast<std::size_t>(reached - mass.begin())]);
  }
  return levels;
}

}  // namespace maury::galaxy
