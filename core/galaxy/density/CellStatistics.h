// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "galaxy/density/Density.h"

// The functions in this header are thread-safe. None of them blocks or starts threads.
namespace maury::galaxy {

/// Returns the mean of z over the points of each cell (rows × columns, row-major; cells as in histogram()); NaN for a
/// cell that has no point with known x, y and z. Throws Error(Usage) if the lengths differ or the cells are invalid.
std::vector<float> cellMeans(const Points& points, const survey::NumericView& z, const CellGrid& cells);
/// Returns the same for z values in the given rows of a column, one row for each point.
std::vector<float> cellMeans(const Points& points, const survey::NumericView& column,
                             std::span<const std::uint32_t> rows, const CellGrid& cells);

/// Divides each cell by the fullest cell of its column, which shows the distribution of y at each x whatever the number
/// of stars there. Columns without stars remain 0.
std::vector<float> columnShares(const Density& density);

/// Histogram along one axis of a density.
struct Marginal {
  std::vector<double> edges;  ///< bins + 1 values
  std::vector<double> stars;  ///< stars per cell width, so that a narrower last bin is comparable
};
/// Histograms along both axes.
struct Marginals {
  Marginal x, y;
};
/// Sums the counts over columns and over rows, in bins of whole cells: about 2 N^(1/3) bins (Rice's rule) for the N
/// stars inside. Returns no bins for a density without cells.
Marginals marginals(const Density& counts);

}  // namespace maury::galaxy
