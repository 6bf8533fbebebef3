// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse events for a figure.
#pragma once

#include <QApplication>
#include <QMouseEvent>

#include "ui/plot/FigureView.h"

namespace maury::test {

/// Returns the pixel of the view at a point of a panel given in data coordinates.
inline QPoint pixelOf(const ui::FigureView& view, double x, double y, int row = 0, int column = 0) {
  const ui::PlotFrame& frame = view.panel(row, column).frame();
  return {static_cast<int>(frame.xMap().toPixel(x)), static_cast<int>(frame.yMap().toPixel(y))};
}

/// Sends a mouse event at a pixel of the view.
inline void mouse(ui::FigureView& view, QEvent::Type type, const QPoint& pixel, Qt::MouseButton button = Qt::LeftButton,
                  Qt::KeyboardModifiers keys = {}) {
  const auto buttons = type == QEvent::MouseButtonRelease ? Qt::NoButton : button;
  QMouseEvent event(type, QPointF(pixel), view.viewport()->mapToGlobal(QPointF(pixel)),
                    type == QEvent::MouseMove ? Qt::NoButton : button, buttons, keys);
  QApplication::sendEvent(view.viewport(), &event);
}

}  // namespace maury::test
