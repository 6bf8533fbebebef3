// SPDX-License-Identifier: GPL-3.0-or-later
// Drags over a figure, and what of the selection is seen in it.
#pragma once

#include <QApplication>
#include <cstdlib>
#include <vector>

#include "support/FigureMouse.h"
#include "ui/selection/Selection.h"

namespace maury::test {

/// Drags through these points of the first panel.
inline void drag(ui::FigureView& view, const std::vector<QPointF>& points, Qt::KeyboardModifiers keys = {}) {
  mouse(view, QEvent::MouseButtonPress, pixelOf(view, points[0].x(), points[0].y()), Qt::LeftButton, keys);
  for (const QPointF& point : points)
    mouse(view, QEvent::MouseMove, pixelOf(view, point.x(), point.y()), Qt::LeftButton, keys);
  mouse(view, QEvent::MouseButtonRelease, pixelOf(view, points.back().x(), points.back().y()), Qt::LeftButton, keys);
  QApplication::processEvents();
}

/// How many pixels have nearly the selection's colour.
inline int selectedPixels(const QImage& image) {
  const QColor wanted = ui::Selection::colour();
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      count += std::abs(pixel.red() - wanted.red()) + std::abs(pixel.green() - wanted.green()) +
                   std::abs(pixel.blue() - wanted.blue()) <
               40;
    }
  return count;
}

/// Those of the figure, when all is done that waits to be.
inline int selectedPixels(ui::FigureView& view) {
  QApplication::processEvents();
  return selectedPixels(view.grab().toImage());
}

}  // namespace maury::test
