// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "galaxy/Density.h"

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

}  // namespace maury::galaxy
