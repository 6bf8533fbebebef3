// SPDX-License-Identifier: GPL-3.0-or-later
// Drags the mouse over a figure and counts the pixels in the colour of the selection.
#pragma once

#include <QApplication>
#include <cstdlib>
#include <vector>

#include "support/FigureMouse.h"
#include "ui/selection/Selection.h"

namespace maury::test {

/// Drags through these points, in data coordinates of the first panel.
inline void drag(ui::FigureView& view, const std::vector<QPointF>& points, Qt::KeyboardModifiers keys = {}) {
  mouse(view, QEvent::MouseButtonPress, pixelOf(view, points[0].x(), points[0].y()), Qt::LeftButton, keys);
  for (const QPointF& point : points)
    mouse(view, QEvent::MouseMove, pixelOf(view, point.x(), point.y()), Qt::LeftButton, keys);
  mouse(view, QEvent::MouseButtonRelease, pixelOf(view, points.back().x(), points.back().y()), Qt::LeftButton, keys);
  QApplication::processEvents();
}

/// Returns the number of pixels close to the colour of the selection.
inline int selectedPixels(const QImage& image) {
  const QColor colour = ui::Selection::colour();
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                   std::abs(pixel.blue() - colour.blue()) <
               40;
    }
  return count;
}

/// Returns the same for a figure, after all pending events have been processed.
inline int selectedPixels(ui::FigureView& view) {
  QApplication::processEvents();
  return selectedPixels(view.grab().toImage());
}

}  // namespace maury::test
