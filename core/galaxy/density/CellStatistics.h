// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "galaxy/density/Density.h"

// Free functions of plain values: safe on any thread, none of them blocks or starts threads.
namespace maury::galaxy {

/// Mean of z over the points of each cell (rows × columns, row-major, cells as histogram() has them); NaN in a cell
/// without a point that has all three. Throws Error(Usage) if the lengths differ or the cells cannot be.
std::vector<float> cellMeans(const Points& points, const survey::NumericView& z, const CellGrid& cells);
/// The same where z stands in these rows of a column, one for each point.
std::vector<float> cellMeans(const Points& points, const survey::NumericView& column,
                             std::span<const std::uint32_t> rows, const CellGrid& cells);

/// Each column of cells as shares of its fullest cell: how y is distributed at each x, whatever the number of stars
/// there. A column without stars stays 0.
std::vector<float> columnShares(const Density& density);

/// y within a narrow range of x.
struct RunningPoint {
  double x = 0.0;  ///< mean of the points' x
  double p16 = 0.0, median = 0.0, p84 = 0.0;
  double stars = 0.0;  ///< or the sum of their weights
};
/// Quantiles of y in equal bins of x over the cells' x range, every `columnsABin` columns wide, of the points within
/// the cells; bins with fewer than `fewest` stars are left out. Quantiles are interpolated between neighbours as
/// numpy's are, with weights between the middles of these. They are exact: points are counted in narrow strips of y,
/// and only the strips where a quantile lies are sorted, so the cost is linear in points. Throws as cellMeans().
std::vector<RunningPoint> runningMedian(const Points& points, const CellGrid& cells, std::size_t columnsABin = 3,
                                        double fewest = 20.0);

/// A histogram along one axis of a density.
struct Marginal {
  std::vector<double> edges;  ///< bins + 1
  std::vector<double> stars;  ///< a cell's width of x (or y), so that a narrower last bin compares
};
struct Marginals {
  Marginal x, y;
};
/// The counts summed up the columns and along the rows, in bins of whole cells: about 2 N^(1/3) bins (Rice's rule) for
/// the N stars inside. Both without bins for a density without cells.
Marginals marginals(const Density& counts);

}  // namespace maury::galaxy
