// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Density.h"
#include "galaxy/density/Point.h"

namespace maury::galaxy {

/// Contour line in data coordinates, with the higher values on its left. A line is closed (without repeating the first
/// point at the end) unless it leaves the rectangle; then both ends are on the edge of the rectangle. Successive points
/// differ.
struct Polyline {
  std::vector<Point> points;
  bool closed = false;
  bool operator==(const Polyline&) const = default;
};

/// Returns a list of contour lines for each level, by marching squares. The density is interpolated linearly between
/// the cell centres and is constant from the outermost centres to the edge. At a saddle, the mean of the four corners
/// decides. Values that are not finite count as 0. Does not block; thread-safe. Throws Error(Usage) if the number of
/// values does not match the cells.
std::vector<std::vector<Polyline>> contours(const Density& density, std::span<const double> levels);

}  // namespace maury::galaxy
