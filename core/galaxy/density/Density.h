// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "survey/dataset/NumericView.h"

// Free functions of plain values: safe on any thread, none of them blocks or starts threads.
namespace maury::galaxy {

/// A regular grid of cells over a rectangle; cell (i, j) counts x in column i and y in row j, row 0 lowest.
struct CellGrid {
  double xLow = -2.0, xHigh = 0.6;
  double yLow = -0.2, yHigh = 0.45;
  std::size_t columns = 65, rows = 65;

  double cellWidth() const { return (xHigh - xLow) / static_cast<double>(columns); }
  double cellHeight() const { return (yHigh - yLow) / static_cast<double>(rows); }
  bool operator==(const CellGrid&) const = default;
  /// Throws Error(Usage) unless there are cells and both ranges are finite and increase.
  void validate() const;
};

struct Density {
  CellGrid cells;
  std::vector<float> values;  ///< rows × columns, row-major: stars a cell, or smoothed stars a cell
  double inside = 0.0;        ///< points within the rectangle (upper edges belong to the last cells)

  float at(std::size_t column, std::size_t row) const { return values[row * cells.columns + column]; }
};

/// Points of a plane. Where they have weights a point counts as so many stars; empty: each is one.
struct Points {
  survey::NumericView x, y;
  std::span<const float> weights{};

  std::size_t size() const { return x.size(); }
  /// So many of them from `first` on.
  Points part(std::size_t first, std::size_t count) const;
  /// Throws Error(Usage) if the lengths differ.
  void validate() const;
};

/// Counts of points in cells; points with a NaN are left out. Throws Error(Usage) if the lengths differ or the cells
/// cannot be.
Density histogram(const Points& points, const CellGrid& cells);

/// Standard deviations of a Gaussian kernel in the units of x and y; 0 smooths nothing.
struct Bandwidth {
  double x = 0.0, y = 0.0;
};

/// Scott's rule in two dimensions, s N^(-1/6) (Scott 1992, §6.3), over the N points without NaN. The scatter s is
/// min(σ, IQR/1.349) (Silverman 1986, eq. 3.30), so that a metal-poor tail or a few wild values do not smear the two
/// α sequences into one; plain σ (N − 1 in the denominator) where the quartiles coincide. 0 for N < 2. Of more than
/// 4096 points s is that of every k-th, which costs it some 2 %, and N counts all. With weights s is of these, and N is
/// (Σw)²/Σw² (Kish 1965).
Bandwidth scottBandwidth(const Points& points);

/// The counts smoothed by a Gaussian kernel integrated over each cell: stars a cell that sum to `inside` but for what
/// crosses the edges of the rectangle, in either direction. Errors as histogram().
Density smoothed(const Points& points, const CellGrid& cells, const Bandwidth& bandwidth);
/// The same with scottBandwidth() times `factor` (≥ 0).
Density smoothed(const Points& points, const CellGrid& cells, double factor = 1.0);

struct DensityPair {
  Density counts, smooth;
};
/// histogram() and smoothed() with `factor`, from one pass over the points.
DensityPair countedAndSmoothed(const Points& points, const CellGrid& cells, double factor = 1.0);

/// Density levels that enclose the given fractions (0 < f ≤ 1) of the total: for each the highest value such that the
/// cells of at least that value hold at least that mass. In the order of `fractions`. Empty if the density is all zero.
/// Throws Error(Usage) for a fraction out of range.
std::vector<double> levelsForFractions(const Density& density, std::span<const double> fractions);

struct Point {
  double x = 0.0, y = 0.0;
  bool operator==(const Point&) const = default;
};
/// A contour line in data coordinates with the higher side on its left; closed (the first point is not repeated at the
/// end) unless it leaves the rectangle, and then both ends lie on the rectangle's edge. No two neighbours coincide.
struct Polyline {
  std::vector<Point> points;
  bool closed = false;
  bool operator==(const Polyline&) const = default;
};

/// Marching squares through the cell centres, linear between them, constant from the outermost centres to the edge, one
/// list for each level; saddles are resolved by the mean of the four. A value that is not finite counts as 0.
/// Throws Error(Usage) if the values do not fit the cells.
std::vector<std::vector<Polyline>> contours(const Density& density, std::span<const double> levels);

}  // namespace maury::galaxy
