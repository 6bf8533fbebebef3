// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse over a figure, and what of the selection is seen in it.
#pragma once

#include <QApplication>
#include <QMouseEvent>
#include <cstdlib>
#include <vector>

#include "ui/plot/FigureView.h"
#include "ui/selection/Selection.h"

namespace maury::test {

/// Where a point of the first panel is on the screen.
inline QPoint pixelOf(const ui::FigureView& view, double x, double y) {
  const ui::PlotFrame& frame = view.panel().frame();
  return {static_cast<int>(frame.xMap().toPixel(x)), static_cast<int>(frame.yMap().toPixel(y))};
}

inline void mouse(ui::FigureView& view, QEvent::Type type, const QPoint& at, Qt::KeyboardModifiers keys) {
  const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
  QMouseEvent event(type, QPointF(at), view.viewport()->mapToGlobal(QPointF(at)),
                    type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons, keys);
  QApplication::sendEvent(view.viewport(), &event);
}

/// Drags through these points of the first panel.
inline void drag(ui::FigureView& view, const std::vector<QPointF>& points, Qt::KeyboardModifiers keys = {}) {
  mouse(view, QEvent::MouseButtonPress, pixelOf(view, points[0].x(), points[0].y()), keys);
  for (const QPointF& point : points)
    mouse(view, QEvent::MouseMove, pixelOf(view, point.x(), point.y()), keys);
  mouse(view, QEvent::MouseButtonRelease, pixelOf(view, points.back().x(), points.back().y()), keys);
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
