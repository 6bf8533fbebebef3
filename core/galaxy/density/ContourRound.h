// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Contours.h"
#include "galaxy/density/Point.h"

namespace maury::galaxy {

/// Returns the lines of one level as closed polygons. A line that leaves the rectangle is continued along its edge,
/// with the higher values inside, to the point where the next line enters: the frame of the plot closes it, as the eye
/// does.
std::vector<std::vector<Point>> closeAlongEdge(std::span<const Polyline> lines, const CellGrid& cells);

/// Returns the contour line that encloses `point` with the smallest area, for passing to rowsInside() when the user
/// clicks on a level. `contours` are those of contours() over `cells`; open lines are closed with closeAlongEdge(). A
/// line around a minimum counts like a line around a peak. Returns an empty polygon if no line encloses the point.
/// Thread-safe; takes well under a millisecond.
std::vector<Point> enclosingContour(std::span<const std::vector<Polyline>> contours, const CellGrid& cells,
                                    const Point& point);

}  // namespace maury::galaxy
