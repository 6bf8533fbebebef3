// SPDX-License-Identifier: GPL-3.0-or-later
// Building blocks of kernel densities: counts in cells, kernels integrated over cells, and their convolution.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// Number of equal parts into which each cell is divided along x and y.
struct CellParts {
  std::size_t x = 1, y = 1;
};

/// Counts in the parts of all cells and in a margin of mx and my parts on each side: (rows × parts.y + 2 my) × (columns
/// × parts.x + 2 mx), row-major.
struct Counts {
  std::vector<float> values;
  std::size_t columns = 0, rows = 0;
};
/// Counts the points, ignoring those with a NaN and those outside the margins. The cell of a point does not depend on
/// the number of parts.
Counts countWithMargin(const Points& points, const CellGrid& cells, std::size_t marginX, std::size_t marginY,
                       const CellParts& parts = {});
/// Returns the counts in whole cells, without the margins.
Density innerCounts(const Counts& counts, const CellGrid& cells, const CellParts& parts = {});

/// Returns half of a symmetric kernel, starting at its centre: a Gaussian with a standard deviation of `sigma`,
/// integrated over cells of size `cellSize`. Reaches to 5 σ, but not farther than four times the grid of `cells` cells.
std::vector<double> kernelOverCells(double sigma, double cellSize, std::size_t cells);

/// Smooths counts in whole cells and returns the values of the inner cells.columns × cells.rows cells. The margins must
/// be kernelX.size() − 1 and kernelY.size() − 1.
std::vector<float> smoothCounts(const Counts& counts, const CellGrid& cells, const std::vector<double>& kernelX,
                                const std::vector<double>& kernelY);

}  // namespace maury::galaxy
