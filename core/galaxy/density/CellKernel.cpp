// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/CellKernel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <utility>

#include "galaxy/density/PointPieces.h"

namespace maury::galaxy {
namespace {

/// Maximum reach of a kernel in multiples of the grid, so that a zoomed-in view remains fast.
constexpr std::size_t kReachInGrids = 4;
/// Reach of a kernel in standard deviations; 6e-7 of its mass is outside.
constexpr double kReachInSigmas = 5.0;
/// Largest integer up to which a float represents all integers exactly (2²⁴).
constexpr std::size_t kMaxExactFloat = std::size_t{1} << 24;

/// One axis of the grid, divided into parts, with a margin at both ends.
struct CountedAxis {
  double low, high, perCell;
  std::size_t cells, parts, margin;

  std::size_t total() const { return cells * parts + 2 * margin; }
  bool contains(double value) const { return value >= low && value <= high; }

  /// Returns the part that contains a value; total() if the value is outside the margins or NaN.
  std::size_t partOf(double value) const {
    const double cell = (value - low) * perCell;
    if (contains(value)) {
      const std::size_t whole = std::min(cells - 1, static_cast<std::size_t>(cell));
      if (parts == 1) return margin + whole;
      const double within = (cell - static_cast<double>(whole)) * static_cast<double>(parts);
      return margin + whole * parts + std::min(parts - 1, static_cast<std::size_t>(within));
    }
    const double part = std::floor(cell * static_cast<double>(parts)) + static_cast<double>(margin);
    if (!(part >= 0.0 && part < static_cast<double>(total()))) return total();
    const auto index = static_cast<std::size_t>(part);
    // Rounding must not move an outside value inside; assign it to the nearest part of the margin.
    if (value < low) return std::min(index, margin - 1);
    return std::max(index, margin + cells * parts);
  }

  /// Finds the part of each value inside the grid; −1 for all other values. The loop has no branches, so it is
  /// vectorised.
  void findInsideParts(std::span<const double> values, std::int32_t* result) const {
    const auto lastCell = static_cast<std::int32_t>(cells) - 1, ofCell = static_cast<std::int32_t>(parts),
               first = static_cast<std::int32_t>(margin);
    const auto perPart = static_cast<double>(parts);
    if (parts == 1) {
      AxisBins{low, high, perCell, cells}.findBins(values, result);
      for (std::size_t i = 0; i < values.size(); ++i)
        result[i] += result[i] < 0 ? 0 : first;
      return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool isInside = bool(int{values[i] >= low} & int{values[i] <= high});
      const double cell = isInside ? (values[i] - low) * perCell : 0.0;
      const std::int32_t whole = std::min(lastCell, static_cast<std::int32_t>(cell));
      const std::int32_t part = std::min(ofCell - 1, static_cast<std::int32_t>((cell - whole) * perPart));
      result[i] = isInside ? first + whole * ofCell + part : -1;
    }
  }
};

/// Adds `weight` × `input` to `output`, element by element.
void addScaled(std::span<double> output, const double* input, double weight) {
  for (std::size_t i = 0; i < output.size(); ++i)
    output[i] += weight * input[i];
}

}  // namespace

Counts countWithMargin(const Points& points, const CellGrid& cells, std::size_t marginX, std::size_t marginY,
                       const CellParts& parts) {
  const CountedAxis alongX{cells.xLow, cells.xHigh, 1.0 / cells.cellWidth(), cells.columns, parts.x, marginX};
  const CountedAxis alongY{cells.yLow, cells.yHigh, 1.0 / cells.cellHeight(), cells.rows, parts.y, marginY};
  Counts counts{{}, alongX.total(), alongY.total()};
  counts.values.assign(counts.columns * counts.rows, 0.0F);
  const auto add = [&](const Points& chunk) {
    visitPieces(chunk, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
      std::array<std::int32_t, kPieceSize> columns, rows;
      alongX.findInsideParts(x, columns.data());
      alongY.findInsideParts(y, rows.data());
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t column = columns[i] >= 0 ? static_cast<std::size_t>(columns[i]) : alongX.partOf(x[i]);
        const std::size_t row = rows[i] >= 0 ? static_cast<std::size_t>(rows[i]) : alongY.partOf(y[i]);
        if (column < counts.columns && row < counts.rows)
          counts.values[row * counts.columns + column] += static_cast<float>(weights[i]);
      }
    });
  };
  if (points.size() <= kMaxExactFloat) {
    add(points);
    return counts;
  }
  std::vector<float> sum(counts.values.size(), 0.0F);
  for (std::size_t first = 0; first < points.size(); first += kMaxExactFloat) {
    add(points.part(first, std::min(kMaxExactFloat, points.size() - first)));
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += std::exchange(counts.values[i], 0.0F);
  }
  counts.values = std::move(sum);
  return counts;
}

Density innerCounts(const Counts& counts, const CellGrid& cells, const CellParts& parts) {
  const std::size_t marginX = (counts.columns - cells.columns * parts.x) / 2,
                    marginY = (counts.rows - cells.rows * parts.y) / 2;
  Density inner{cells, std::vector<float>(cells.columns * cells.rows, 0.0F)};
  for (std::size_t row = 0; row < cells.rows * parts.y; ++row) {
    const float* line = &counts.values[(row + marginY) * counts.columns + marginX];
    float* output = &inner.values[row / parts.y * cells.columns];
    for (std::size_t column = 0; column < cells.columns; ++column)
      for (std::size_t part = 0; part < parts.x; ++part)
        output[column] += line[column * parts.x + part];
  }
  inner.inside = std::accumulate(inner.values.begin(), inner.values.end(), 0.0);
  return inner;
}

std::vector<double> kernelOverCells(double sigma, double cellSize, std::size_t cells) {
  // Counting a star in a cell already spreads it over the cell, which adds a variance of cellSize²/12 (Sheppard's
  // correction). Subtract it from the kernel's.
  const double variance = sigma * sigma - cellSize * cellSize / 12.0;
  if (!(variance > 0.0)) return {1.0};
  const double scale = cellSize / std::sqrt(2.0 * variance);
  const double reach =
      std::min(kReachInSigmas * std::numbers::sqrt2 / scale, static_cast<double>(kReachInGrids * cells));
  std::vector<double> kernel(static_cast<std::size_t>(std::ceil(reach)) + 1);
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const double offset = static_cast<double>(k);
    kernel[k] = 0.5 * (std::erf((offset + 0.5) * scale) - std::erf((offset - 0.5) * scale));
  }
  return kernel;
}

std::vector<float> smoothCounts(const Counts& counts, const CellGrid& cells, const std::vector<double>& kernelX,
                                const std::vector<double>& kernelY) {
  const std::size_t marginX = kernelX.size() - 1, marginY = kernelY.size() - 1;
  std::vector<double> bothSides(kernelX.rbegin(), kernelX.rend());
  bothSides.insert(bothSides.end(), kernelX.begin() + 1, kernelX.end());
  std::vector<double> alongX(counts.rows * cells.columns, 0.0);
  for (std::size_t row = 0; row < counts.rows; ++row) {
    const float* line = &counts.values[row * counts.columns];
    double* output = &alongX[row * cells.columns];
    for (std::size_t source = 0; source < counts.columns; ++source) {
      if (line[source] == 0.0F) continue;  // most cells are empty
      const std::size_t first = source > 2 * marginX ? source - 2 * marginX : 0;
      const std::size_t end = std::min(cells.columns, source + 1);
      if (first < end) addScaled({output + first, end - first}, &bothSides[2 * marginX + first - source], line[source]);
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
