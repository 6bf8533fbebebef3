// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// Quantiles of y within a narrow bin of x.
struct RunningPoint {
  double x = 0.0;  ///< mean x of the points
  double p16 = 0.0, median = 0.0, p84 = 0.0;
  double stars = 0.0;  ///< number of stars, or the sum of their weights
};
/// Returns quantiles of y for the points within the cells, in bins of x that are `columnsPerBin` columns wide. Omits
/// bins with fewer than `minStars` stars. Quantiles are interpolated between neighbouring values as in numpy; with
/// weights, between the middles of the weights. They are exact: points are counted in narrow strips of y, and only
/// strips near a quantile are sorted, so the cost is linear. Does not block; thread-safe. Throws Error(Usage) if the
/// lengths differ, the cells are invalid or `columnsPerBin` is 0.
std::vector<RunningPoint> runningMedian(const Points& points, const CellGrid& cells, std::size_t columnsPerBin = 3,
                                        double minStars = 20.0);

}  // namespace maury::galaxy
