// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace maury::galaxy {

/// A regular grid of cells over a rectangle; cell (i, j) counts x in column i and y in row j, row 0 lowest.
struct CellGrid {
  double xLow = -2.0, xHigh = 0.6;
  double yLow = -0.2, yHigh = 0.45;
  std::size_t columns = 65, rows = 65;
};

struct Density {
  CellGrid cells;
  std::vector<float> values;  ///< rows × columns, row-major: stars a cell, or smoothed stars a cell
  std::size_t inside = 0;     ///< points within the rectangle (upper edges belong to the last cells)

  float at(std::size_t column, std::size_t row) const { return values[row * cells.columns + column]; }
};

/// Counts of points in cells; points with a NaN are left out. Spans of equal length.
Density histogram(std::span<const double> x, std::span<const double> y, const CellGrid& cells);

/// The counts smoothed by a Gaussian whose widths in x and y follow Scott's rule, σ N^(-1/6), times `factor`; keeps the
/// sum but for what leaves the rectangle.
Density smoothed(std::span<const double> x, std::span<const double> y, const CellGrid& cells, double factor = 1.0);

/// Density levels that enclose the given fractions (0–1) of the total: the highest level whose cells above it hold at
/// least that mass. In the order of `fractions`. Empty if the density is all zero.
std::vector<double> levelsForFractions(const Density& density, std::span<const double> fractions);

struct Point {
  double x = 0.0, y = 0.0;
};
/// A contour line in data coordinates; closed unless it leaves the rectangle.
struct Polyline {
  std::vector<Point> points;
  bool closed = false;
};

/// Marching squares through the cell centres, linear between them, one list for each level; saddles are resolved by
/// the mean of the four.
std::vector<std::vector<Polyline>> contours(const Density& density, std::span<const double> levels);

}  // namespace maury::galaxy
