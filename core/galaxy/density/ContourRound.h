// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// The lines of one level as closed polygons. A line that leaves the rectangle goes on along its edge, with the higher
/// side inside, to where the next one enters: what is closed then is what the frame closes for the eye.
std::vector<std::vector<Point>> closedAlongEdge(std::span<const Polyline> lines, const CellGrid& cells);

/// Of the contours() over `cells`, the closed line that goes round `at` most closely (the smallest area; open lines as
/// closedAlongEdge()): what rowsInside() needs to catch the stars within the level clicked on. A line round a pit
/// counts like one round a peak, and what lies within a line is all that it goes round. Empty where no line goes round
/// the point. Safe on any thread; takes well under a millisecond.
std::vector<Point> contourRound(std::span<const std::vector<Polyline>> contours, const CellGrid& cells,
                                const Point& at);

}  // namespace maury::galaxy
