// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// Weights of unweighted points: each is one star.
struct WeightOne {
  int operator[](std::size_t) const { return 1; }
};

/// Maximum number of points in a piece.
constexpr std::size_t kPieceSize = 512;

/// Calls `visitor(x, y, weights)` for one piece of the points after the other. The coordinates are doubles, whatever
/// their type in `points`. The weights have an operator[] that returns int or float, so that one generic loop serves
/// weighted and unweighted points.
template <typename Visitor>
void visitPieces(const Points& points, const Visitor& visitor) {
  std::array<double, kPieceSize> x, y;
  for (std::size_t first = 0; first < points.size(); first += kPieceSize) {
    const std::size_t count = std::min(kPieceSize, points.size() - first);
    points.x.read(first, {x.data(), count});
    points.y.read(first, {y.data(), count});
    const std::span<const double> pieceX(x.data(), count), pieceY(y.data(), count);
    if (points.weights.empty())
      visitor(pieceX, pieceY, WeightOne{});
    else
      visitor(pieceX, pieceY, points.weights.subspan(first, count));
  }
}

/// Equal bins along an axis, such as the columns or rows of a grid.
struct AxisBins {
  double low, high;
  double perUnit;     ///< number of bins per unit of the axis
  std::size_t count;  ///< number of bins

  static AxisBins columnsOf(const CellGrid& grid) {
    return {grid.xLow, grid.xHigh, 1.0 / grid.cellWidth(), grid.columns};
  }
  static AxisBins rowsOf(const CellGrid& grid) { return {grid.yLow, grid.yHigh, 1.0 / grid.cellHeight(), grid.rows}; }

  /// Finds the bin of each value: the last one for the upper edge, −1 for NaN or a value outside. The loop has no
  /// branches, so that the compiler can vectorise it.
  void findBins(std::span<const double> values, std::int32_t* bins) const {
    const auto last = static_cast<std::int32_t>(count) - 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool isInside = bool(int{values[i] >= low} & int{values[i] <= high});
      const double binPosition = isInside ? (values[i] - low) * perUnit : 0.0;
      bins[i] = isInside ? std::min(last, static_cast<std::int32_t>(binPosition)) : -1;
    }
  }
};

}  // namespace maury::galaxy
