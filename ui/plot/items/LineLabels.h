// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <vector>

namespace maury::ui {

/// A label on a line, turned along it, all in scene pixels.
struct LineLabel {
  QPointF centre;
  double degrees = 0.0;  ///< clockwise on the screen, −90 … 90: never upside down
  QPolygonF box;         ///< round the words
};

/// Where words of `size` lie best on one of `lines`: where the line is nearly straight for their length, furthest from
/// `others`, within `area` and clear of the boxes in `taken`. Nothing where no line is three times as long as the words
/// or every place would touch something.
std::optional<LineLabel> placeOnLine(const std::vector<QPolygonF>& lines, const QSizeF& size, const QRectF& area,
                                     const std::vector<QPolygonF>& others, const std::vector<QPolygonF>& taken);

/// The lines without what lies in the box: where the words are.
std::vector<QPolygonF> withGap(const std::vector<QPolygonF>& lines, const QPolygonF& box);

}  // namespace maury::ui
