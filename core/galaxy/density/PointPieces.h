// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// Each point is one star.
struct WeightOne {
  int operator[](std::size_t) const { return 1; }
};

/// The most points of a piece.
constexpr std::size_t kPiece = 512;

/// Calls `with(x, y, weights)` for one piece of the points after the other: coordinates as doubles whatever they are
/// kept as, and weights that [] gives, whole numbers or not, so that one loop serves all.
template <typename Visitor>
void visitPieces(const Points& points, const Visitor& with) {
  std::array<double, kPiece> x, y;
  for (std::size_t first = 0; first < points.size(); first += kPiece) {
    const std::size_t count = std::min(kPiece, points.size() - first);
    points.x.read(first, {x.data(), count});
    points.y.read(first, {y.data(), count});
    const std::span<const double> pieceX(x.data(), count), pieceY(y.data(), count);
    if (points.weights.empty())
      with(pieceX, pieceY, WeightOne{});
    else
      with(pieceX, pieceY, points.weights.subspan(first, count));
  }
}

/// Equal stretches of an axis, as the columns or rows of a grid's cells are.
struct Stretches {
  double low, high;
  double perUnit;  ///< stretches
  std::size_t count;

  static Stretches columnsOf(const CellGrid& grid) {
    return {grid.xLow, grid.xHigh, 1.0 / grid.cellWidth(), grid.columns};
  }
  static Stretches rowsOf(const CellGrid& grid) { return {grid.yLow, grid.yHigh, 1.0 / grid.cellHeight(), grid.rows}; }

  /// In which one each value lies, the upper edge in the last; −1 for a value outside and NaN. Without branches, so
  /// that a processor does several at once.
  void find(std::span<const double> values, std::int32_t* into) const {
    const auto last = static_cast<std::int32_t>(count) - 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool isInside = (values[i] >= low) & (values[i] <= high);
      const double place = isInside ? (values[i] - low) * perUnit : 0.0;
      into[i] = isInside ? std::min(last, static_cast<std::int32_t>(place)) : -1;
    }
  }
};

}  // namespace maury::galaxy
