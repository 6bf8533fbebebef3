// SPDX-License-Identifier: GPL-3.0-or-later
// What kernel densities of cells are made of: counts, kernels integrated over cells, sums of them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// In how many parts along x and y each cell is counted.
struct CellParts {
  std::size_t x = 1, y = 1;
};

/// Counts over the parts of `cells` and a margin of whole parts on each side, (rows × parts + 2 my) × (columns × parts
/// + 2 mx), row-major.
struct Counts {
  std::vector<float> values;
  std::size_t columns = 0, rows = 0;
};
/// Points with a NaN, and those beyond the margins, are left out. Whatever the parts, a point counts in the same cell.
Counts countWithMargin(const Points& points, const CellGrid& cells, std::size_t marginX, std::size_t marginY,
                       const CellParts& parts = {});
/// The counts of whole cells, without the margins.
Density innerCounts(const Counts& counts, const CellGrid& cells, const CellParts& parts = {});

/// Half of a symmetric kernel, [0] its centre: a Gaussian of standard deviation `sigma` integrated over cells of size
/// `cellSize`, up to 5 σ or four times the picture of so many `cells`.
std::vector<double> kernelOverCells(double sigma, double cellSize, std::size_t cells);

/// Counts with margins of kernelX.size() − 1 and kernelY.size() − 1 → smoothed values of the inner cells.columns ×
/// cells.rows.
std::vector<float> blurred(const Counts& counts, const CellGrid& cells, const std::vector<double>& kernelX,
                           const std::vector<double>& kernelY);

}  // namespace maury::galaxy
