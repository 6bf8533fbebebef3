// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "galaxy/density/Point.h"
#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Returns the elements of `rows` whose point (x[row], y[row]) is inside the polygon, in order. The last vertex is
/// connected to the first. Even–odd rule: an area that the outline encloses twice is outside. A point with a NaN is
/// outside; a point exactly on an edge may be either. Returns nothing for fewer than three vertices or a vertex that is
/// not finite. Each point is tested only against the edges at its height, so the cost is linear in the number of points
/// and hardly depends on the number of vertices. Blocks; uses all cores; thread-safe. Throws Error(Mismatch) for a row
/// outside x or y.
std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::size_t> rows);
std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::uint32_t> rows);

}  // namespace maury::galaxy
