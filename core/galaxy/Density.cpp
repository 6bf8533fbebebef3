// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/Density.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "base/Error.h"

namespace maury::galaxy {
namespace {

/// Bounds a kernel's reach (in multiples of the picture) so that a zoomed view stays cheap.
constexpr std::size_t kReachInPictures = 4;
/// Reach of a kernel in standard deviations: beyond it lies 6e-7 of its mass.
constexpr double kReachInSigmas = 5.0;
constexpr std::size_t kMostForScatter = 1 << 15;

void requireEqualLengths(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size())
    throw Error(ErrorKind::Usage,
                fmt::format("A density of {} x values cannot be made with {} y values.", x.size(), y.size()));
}

/// Counts over `cells` and a margin of whole cells on each side, (rows + 2 my) × (columns + 2 mx), row-major.
struct Counts {
  std::vector<std::uint32_t> values;
  std::size_t columns = 0, rows = 0;
  std::size_t inside = 0;  ///< in the rectangle itself
};

/// The cell of a value along one axis, shifted by the margin; `total` where it lies beyond the margins.
std::size_t cellOf(double value, double low, double high, double perCell, std::size_t cells, std::size_t margin) {
  const std::size_t total = cells + 2 * margin;
  if (value >= low && value <= high)
    return margin + std::min(cells - 1, static_cast<std::size_t>((value - low) * perCell));
  const double cell = std::floor((value - low) * perCell) + static_cast<double>(margin);
  if (!(cell >= 0.0 && cell < static_cast<double>(total))) return total;
  const auto index = static_cast<std::size_t>(cell);
  // Rounding must not bring an outside value in: such a value belongs to the nearest cell of the margin.
  if (value < low) return std::min(index, margin - 1);
  return std::max(index, margin + cells);
}

Counts countWithMargin(std::span<const double> x, std::span<const double> y, const CellGrid& cells, std::size_t marginX,
                       std::size_t marginY) {
  Counts counts;
  counts.columns = cells.columns + 2 * marginX;
  counts.rows = cells.rows + 2 * marginY;
  counts.values.assign(counts.columns * counts.rows, 0);
  const double perX = 1.0 / cells.cellWidth(), perY = 1.0 / cells.cellHeight();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    const std::size_t column = cellOf(x[i], cells.xLow, cells.xHigh, perX, cells.columns, marginX);
    const std::size_t row = cellOf(y[i], cells.yLow, cells.yHigh, perY, cells.rows, marginY);
    if (column >= counts.columns || row >= counts.rows) continue;
    ++counts.values[row * counts.columns + column];
    counts.inside +=
        column >= marginX && column < marginX + cells.columns && row >= marginY && row < marginY + cells.rows;
  }
  return counts;
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

/// Half of a symmetric kernel, [0] its centre: a Gaussian integrated over cells of the given size.
std::vector<double> kernelOverCells(double sigma, double cellSize, std::size_t cells) {
  // A star counted in a cell is as if spread evenly over it, with variance cellSize²/12 (Sheppard): do not smooth
  // twice.
  const double variance = sigma * sigma - cellSize * cellSize / 12.0;
  if (!(variance > 0.0)) return {1.0};
  const double scale = cellSize / std::sqrt(2.0 * variance);
  const double reach =
      std::min(kReachInSigmas * std::numbers::sqrt2 / scale, static_cast<double>(kReachInPictures * cells));
  std::vector<double> kernel(static_cast<std::size_t>(std::ceil(reach)) + 1);
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const double offset = static_cast<double>(k);
    kernel[k] = 0.5 * (std::erf((offset + 0.5) * scale) - std::erf((offset - 0.5) * scale));
  }
  return kernel;
}

/// Adds `weight` × `input` to `output`, element by element.
void addScaled(std::span<double> output, const double* input, double weight) {
  for (std::size_t i = 0; i < output.size(); ++i)
    output[i] += weight * input[i];
}

/// Counts with margins → smoothed values of the inner rectangle.
std::vector<float> blur(const Counts& counts, const CellGrid& cells, const std::vector<double>& kernelX,
                        const std::vector<double>& kernelY) {
  const std::size_t marginX = kernelX.size() - 1, marginY = kernelY.size() - 1;
  std::vector<double> alongX(counts.rows * cells.columns, 0.0);
  for (std::size_t row = 0; row < counts.rows; ++row) {
    const std::uint32_t* line = &counts.values[row * counts.columns];
    double* output = &alongX[row * cells.columns];
    for (std::size_t source = 0; source < counts.columns; ++source) {
      if (line[source] == 0) continue;  // most cells are empty
      const std::size_t first = source > 2 * marginX ? source - 2 * marginX : 0;
      const std::size_t end = std::min(cells.columns, source + 1);
      for (std::size_t column = first; column < end; ++column) {
        const std::size_t target = column + marginX;
        output[column] += line[source] * kernelX[target > source ? target - source : source - target];
      }
    }
  }
  std::vector<double> result(cells.rows * cells.columns, 0.0);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const std::span<double> output(&result[row * cells.columns], cells.columns);
    const std::size_t centre = row + marginY;
    addScaled(output, &alongX[centre * cells.columns], kernelY[0]);
    for (std::size_t k = 1; k <= marginY; ++k) {
      addScaled(output, &alongX[(centre - k) * cells.columns], kernelY[k]);
      addScaled(output, &alongX[(centre + k) * cells.columns], kernelY[k]);
    }
  }
  return {result.begin(), result.end()};
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
  return {cells, blur(counts, cells, kernelX, kernelY), counts.inside};
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
  const std::size_t marginX = kernelX.size() - 1, marginY = kernelY.size() - 1;
  const Counts counts = countWithMargin(x, y, cells, marginX, marginY);
  DensityPair pair{{cells, {}, counts.inside}, {cells, blur(counts, cells, kernelX, kernelY), counts.inside}};
  pair.counts.values.reserve(cells.columns * cells.rows);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const auto line = counts.values.begin() + static_cast<std::ptrdiff_t>((row + marginY) * counts.columns + marginX);
    pair.counts.values.insert(pair.counts.values.end(), line, line + static_cast<std::ptrdiff_t>(cells.columns));
  }
  return pair;
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
