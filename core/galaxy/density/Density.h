// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "survey/dataset/NumericView.h"

// The functions in this header are thread-safe. None of them blocks or starts threads.
namespace maury::galaxy {

/// Regular grid of cells over a rectangle. Cell (i, j) is in column i along x and in row j along y; row 0 is the
/// lowest.
struct CellGrid {
  double xLow = -2.0, xHigh = 0.6;
  double yLow = -0.2, yHigh = 0.45;
  std::size_t columns = 65, rows = 65;

  double cellWidth() const { return (xHigh - xLow) / static_cast<double>(columns); }
  double cellHeight() const { return (yHigh - yLow) / static_cast<double>(rows); }
  bool operator==(const CellGrid&) const = default;
  /// Throws Error(Usage) unless there is a cell and both ranges are finite and increase.
  void validate() const;
};

/// Number of stars in each cell, smoothed or not.
struct Density {
  CellGrid cells;
  std::vector<float> values;  ///< rows × columns, row-major: stars per cell, or smoothed stars per cell
  double inside = 0.0;        ///< stars within the rectangle, whose upper edges belong to the last cells

  float at(std::size_t column, std::size_t row) const { return values[row * cells.columns + column]; }
};

/// Points in a plane. The weight of a point is the number of stars that it counts as; 1 if `weights` is empty.
struct Points {
  survey::NumericView x, y;
  std::span<const float> weights{};

  std::size_t size() const { return x.size(); }
  /// Returns `count` points starting at `first`.
  Points part(std::size_t first, std::size_t count) const;
  /// Throws Error(Usage) if the lengths differ.
  void validate() const;
};

/// Counts the stars in each cell, ignoring points with a NaN. Throws Error(Usage) if the lengths differ or the cells
/// are invalid.
Density histogram(const Points& points, const CellGrid& cells);

/// Standard deviations of a Gaussian kernel in the units of x and y; 0 means no smoothing.
struct Bandwidth {
  double x = 0.0, y = 0.0;
};

/// Returns the bandwidths of Scott's rule in two dimensions, s N^(-1/6) (Scott 1992, §6.3), for the N points without
/// NaN. The scatter s is min(σ, IQR/1.349) (Silverman 1986, eq. 3.30), so that a metal-poor tail or a few outliers do
/// not blur the two α sequences into one; it is σ (N − 1 in the denominator) if the quartiles coincide. Returns 0 for
/// N < 2. For more than 4096 points, s is computed from every k-th point, which changes it by about 2 %; N remains the
/// number of all points. With weights w, s is weighted and N is (Σw)²/Σw² (Kish 1965).
Bandwidth scottBandwidth(const Points& points);

/// Smooths the counts with a Gaussian kernel integrated over each cell. The smoothed stars per cell sum to `inside`,
/// except for what the kernel moves across the edges of the rectangle. Throws the errors of histogram().
Density smoothDensity(const Points& points, const CellGrid& cells, const Bandwidth& bandwidth);
/// Smooths the counts with the bandwidth scottBandwidth() × `factor` (≥ 0).
Density smoothDensity(const Points& points, const CellGrid& cells, double factor = 1.0);

/// Counts and smoothed counts of the same points.
struct DensityPair {
  Density counts, smooth;
};
/// Returns histogram() and smoothDensity() with `factor`, in one pass over the points.
DensityPair kernelDensity(const Points& points, const CellGrid& cells, double factor = 1.0);

/// Returns the density levels that enclose the given fractions (0 < f ≤ 1) of all stars, in the order of `fractions`.
/// Each level is the highest value such that the cells with at least this value contain at least this fraction. Returns
/// an empty list if the density is zero everywhere. Throws Error(Usage) for a fraction out of range.
std::vector<double> levelsForFractions(const Density& density, std::span<const double> fractions);

}  // namespace maury::galaxy
