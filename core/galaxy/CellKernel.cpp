// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/CellKernel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maury::galaxy {
namespace {

/// Bounds a kernel's reach (in multiples of the picture) so that a zoomed view stays cheap.
constexpr std::size_t kReachInPictures = 4;
/// Reach of a kernel in standard deviations: beyond it lies 6e-7 of its mass.
constexpr double kReachInSigmas = 5.0;

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

/// Adds `weight` × `input` to `output`, element by element.
void addScaled(std::span<double> output, const double* input, double weight) {
  for (std::size_t i = 0; i < output.size(); ++i)
    output[i] += weight * input[i];
}

}  // namespace

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

std::vector<float> innerCounts(const Counts& counts, const CellGrid& cells) {
  const std::size_t marginX = (counts.columns - cells.columns) / 2, marginY = (counts.rows - cells.rows) / 2;
  std::vector<float> inner;
  inner.reserve(cells.columns * cells.rows);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const auto line = counts.values.begin() + static_cast<std::ptrdiff_t>((row + marginY) * counts.columns + marginX);
    inner.insert(inner.end(), line, line + static_cast<std::ptrdiff_t>(cells.columns));
  }
  return inner;
}

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

std::vector<float> blurred(const Counts& counts, const CellGrid& cells, const std::vector<double>& kernelX,
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

}  // namespace maury::galaxy
