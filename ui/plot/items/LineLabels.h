// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <vector>

namespace maury::ui {

/// Label on a line, rotated to follow it; all in scene pixels.
struct LineLabel {
  QPointF centre;
  double degrees = 0.0;  ///< clockwise on the screen, −90 to 90, so never upside down
  QPolygonF box;         ///< rotated rectangle around the text
};

/// Returns the best place for a label of `size` on one of `lines`: where the line is nearly straight over the label's
/// length, far from `others` and close to horizontal, within `area` and clear of the boxes in `taken`. Empty if no line
/// is three times as long as the label, or if the label would touch something everywhere.
std::optional<LineLabel> placeOnLine(const std::vector<QPolygonF>& lines, const QSizeF& size, const QRectF& area,
                                     const std::vector<QPolygonF>& others, const std::vector<QPolygonF>& taken);

/// Returns the lines without their parts inside the box, which leaves a gap for a label.
std::vector<QPolygonF> cutGap(const std::vector<QPolygonF>& lines, const QPolygonF& box);

}  // namespace maury::ui
