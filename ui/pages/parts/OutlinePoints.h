// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <vector>

#include "galaxy/density/Point.h"

namespace maury::ui {

/// Converts the corners of an outline drawn in a figure (FigureView::outlined()) to the point type of core.
inline std::vector<galaxy::Point> outlinePoints(const QPolygonF& outline) {
  std::vector<galaxy::Point> points;
  for (const QPointF& point : outline)
    points.push_back({point.x(), point.y()});
  return points;
}

}  // namespace maury::ui
