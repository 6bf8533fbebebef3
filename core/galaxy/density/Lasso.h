// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "galaxy/density/Density.h"
#include "survey/dataset/NumericView.h"

namespace maury::galaxy {

/// Those of `rows` whose point (x[row], y[row]) lies inside the polygon, in their order; the last vertex is joined to
/// the first. Even–odd rule: where a line crosses itself, what it goes round twice is outside. A point with a NaN is
/// outside; one exactly on an edge may be either. None for fewer than three vertices or one that is not finite. Each
/// point meets only the edges at its height: the cost is linear in points and hardly grows with the vertices. Blocks;
/// on all cores; safe on any thread. Throws Error(Mismatch) for a row beyond x or y.
std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::size_t> rows);
std::vector<std::size_t> rowsInside(std::span<const Point> polygon, const survey::NumericView& x,
                                    const survey::NumericView& y, std::span<const std::uint32_t> rows);

}  // namespace maury::galaxy
