// SPDX-License-Identifier: GPL-3.0-or-later
// Pointer and keyboard input of a figure. No event is passed on to QGraphicsView, because a press that reaches a hidden
// chart crashes Qt Charts 6.4.
#include <QContextMenuEvent>
#include <QGraphicsScene>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

const QString kDragBox = QStringLiteral("figure.drag");
constexpr int kClickDistance = 4;   ///< largest distance between press and release of a click, px
constexpr double kMarkReach = 5.0;  ///< px from the pointer within which a mark can be grabbed
constexpr int kLassoStep = 3;       ///< smallest distance between points of a lasso, px
constexpr int kMinLassoPoints = 4;
constexpr double kThinBand = 10.0;  ///< px: a thinner rubber band zooms along its length only
constexpr int kWheelPause = 600;    ///< ms without wheel movement, after which a new step of the history starts

/// Returns the range after zooming by `factor` about a pixel. Computed in pixels, so that log axes behave alike.
std::pair<double, double> zoomRange(const AxisMap& map, double pixel, double factor) {
  return {map.toValue(pixel + (map.pixelLow - pixel) / factor), map.toValue(pixel + (map.pixelHigh - pixel) / factor)};
}

std::pair<double, double> sortPair(double a, double b) {
  return {std::min(a, b), std::max(a, b)};
}

}  // namespace

FigureView::Place FigureView::panelAt(const QPoint& viewPosition) const {
  const QPointF position = mapToScene(viewPosition);
  for (int row = 0; row < m_grid.rows; ++row)
    for (int column = 0; column < m_grid.columns; ++column)
      if (panel(row, column).frame().area.contains(position)) return {row, column};
  return {};
}

void FigureView::zoomAbout(const Place& place, const QPointF& position, double factorX, double factorY) {
  PlotPanel& target = panel(place.row, place.column);
  const auto [xLow, xHigh] = zoomRange(target.frame().xMap(), position.x(), factorX);
  const auto [yLow, yHigh] = zoomRange(target.frame().yMap(), position.y(), factorY);
  target.setRange(xLow, xHigh, yLow, yHigh);
  syncLinkedPanels(&target);
}

void FigureView::wheelEvent(QWheelEvent* event) {
  const Place place = panelAt(event->position().toPoint());
  // While Alt is held, Qt reports the wheel as horizontal.
  const int turn = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  if (!place.valid() || turn == 0) {
    event->ignore();
    return;
  }
  const double factor = std::pow(1.2, turn / 120.0);
  const bool onlyX = event->modifiers() & Qt::ShiftModifier, onlyY = event->modifiers() & Qt::ControlModifier;
  beginStep();
  zoomAbout(place, mapToScene(event->position().toPoint()), onlyY ? 1.0 : factor, onlyX ? 1.0 : factor);
  endStep(m_sinceWheel.isValid() && m_sinceWheel.elapsed() < kWheelPause);
  m_sinceWheel.restart();
  event->accept();
}

void FigureView::mousePressEvent(QMouseEvent* event) {
  event->accept();
  if (event->button() == Qt::BackButton) return zoomBack();
  if (event->button() == Qt::ForwardButton) return zoomForward();
  const Place place = panelAt(event->position().toPoint());
  const bool isPan = event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld);
  if (!place.valid() || (!isPan && event->button() != Qt::LeftButton)) return;
  const Drag::Kind outlineKind = m_dragMode == DragMode::Lasso ? Drag::Kind::Lasso : Drag::Kind::Band;
  m_drag = {isPan ? Drag::Kind::Pan : outlineKind, place, event->position().toPoint(), event->position().toPoint()};
  if (m_drag.kind == Drag::Kind::Lasso) extendLasso(m_drag.start);
  if (m_drag.kind == Drag::Kind::Band && m_dragMode == DragMode::Zoom) {
    m_drag.edge = panel(place.row, place.column).movableAt(mapToScene(m_drag.start), kMarkReach);
    if (m_drag.edge) m_drag.kind = Drag::Kind::Mark;
  }
  if (isPan) {
    beginStep();
    viewport()->setCursor(Qt::ClosedHandCursor);
  }
}

void FigureView::mouseMoveEvent(QMouseEvent* event) {
  event->accept();
  const QPoint position = event->position().toPoint();
  updateCrosshair(position);
  if (m_drag.kind == Drag::Kind::None) showMarkCursor(panelAt(position), position);
  if (m_drag.kind == Drag::Kind::Mark) moveMark(position);
  if (m_drag.kind == Drag::Kind::Pan) pan(m_drag.last, position);
  if (m_drag.kind == Drag::Kind::Lasso) extendLasso(position);
  if (m_drag.kind == Drag::Kind::Band && (position - m_drag.start).manhattanLength() > kClickDistance) {
    PlotPanel& target = panel(m_drag.panel.row, m_drag.panel.column);
    const QPointF a = target.valueAt(mapToScene(m_drag.start)), b = target.valueAt(mapToScene(position));
    const auto [xLow, xHigh] = sortPair(a.x(), b.x());
    const auto [yLow, yHigh] = sortPair(a.y(), b.y());
    target.setLayer(kDragBox, workbench::Box{xLow, xHigh, yLow, yHigh, Ink::Role::Accent, 0.12});
  }
  m_drag.last = position;
}

void FigureView::mouseReleaseEvent(QMouseEvent* event) {
  event->accept();
  const Drag drag = m_drag;
  if (drag.kind == Drag::Kind::None) return;
  const QPoint position = event->position().toPoint();
  if (drag.kind == Drag::Kind::Pan) {
    endStep();
  } else if (drag.kind == Drag::Kind::Lasso && drag.outline.size() >= kMinLassoPoints) {
    Q_EMIT outlined(drag.panel.row, drag.panel.column, drag.outline, event->modifiers());
  } else if ((position - drag.start).manhattanLength() <= kClickDistance) {
    const QPointF value = panel(drag.panel.row, drag.panel.column).valueAt(mapToScene(position));
    Q_EMIT clicked(drag.panel.row, drag.panel.column, value.x(), value.y(), event->modifiers());
  } else if (drag.kind == Drag::Kind::Band) {
    finishBand(position, event->modifiers());
  }
  endDrag();
}

void FigureView::finishBand(const QPoint& end, Qt::KeyboardModifiers modifiers) {
  const auto [row, column] = m_drag.panel;
  PlotPanel& target = panel(row, column);
  const QRectF area = target.frame().area;
  const QRectF band = QRectF(mapToScene(m_drag.start), mapToScene(end)).normalized() & area;
  const QPointF a = target.valueAt(band.topLeft()), b = target.valueAt(band.bottomRight());
  auto [xLow, xHigh] = sortPair(a.x(), b.x());
  auto [yLow, yHigh] = sortPair(a.y(), b.y());
  if (m_dragMode == DragMode::Box) {
    const QPolygonF corners{QPointF(xLow, yLow), QPointF(xHigh, yLow), QPointF(xHigh, yHigh), QPointF(xLow, yHigh)};
    Q_EMIT outlined(row, column, corners, modifiers);
    return;
  }
  if (band.height() < kThinBand) std::tie(yLow, yHigh) = std::pair{target.yAxis().low, target.yAxis().high};
  if (band.width() < kThinBand) std::tie(xLow, xHigh) = std::pair{target.xAxis().low, target.xAxis().high};
  zoomTo(row, column, xLow, xHigh, yLow, yHigh);
}

void FigureView::moveMark(const QPoint& position) {
  const auto [row, column] = m_drag.panel;
  const QPointF value = panel(row, column).valueAt(mapToScene(position));
  Q_EMIT markMoved(row, column, *m_drag.edge, m_drag.edge->isX ? value.x() : value.y());
}

/// Shows a resize cursor over a mark that can be dragged.
void FigureView::showMarkCursor(const Place& place, const QPoint& position) {
  std::optional<workbench::PlaneEdge> edge;
  if (place.valid() && m_dragMode == DragMode::Zoom)
    edge = panel(place.row, place.column).movableAt(mapToScene(position), kMarkReach);
  if (edge)
    viewport()->setCursor(edge->isX ? Qt::SplitHCursor : Qt::SplitVCursor);
  else
    viewport()->unsetCursor();
}

void FigureView::extendLasso(const QPoint& position) {
  if (!m_drag.outline.isEmpty() && (position - m_drag.outlineEnd).manhattanLength() < kLassoStep) return;
  m_drag.outlineEnd = position;
  PlotPanel& target = panel(m_drag.panel.row, m_drag.panel.column);
  m_drag.outline << target.valueAt(mapToScene(position));
  std::vector<double> x, y;
  for (const QPointF& point : m_drag.outline) {
    x.push_back(point.x());
    y.push_back(point.y());
  }
  x.push_back(x.front());
  y.push_back(y.front());
  target.setLayer(kDragBox, Line{std::move(x), std::move(y), {.ink = Ink::Role::Accent, .width = 1.4}});
}

void FigureView::endDrag() {
  if ((m_drag.kind == Drag::Kind::Band || m_drag.kind == Drag::Kind::Lasso) && m_drag.panel.row < m_grid.rows &&
      m_drag.panel.column < m_grid.columns)
    panel(m_drag.panel.row, m_drag.panel.column).removeLayer(kDragBox);
  m_drag = {};
  viewport()->unsetCursor();
}

void FigureView::pan(const QPoint& from, const QPoint& to) {
  PlotPanel& target = panel(m_drag.panel.row, m_drag.panel.column);
  const AxisMap x = target.frame().xMap(), y = target.frame().yMap();
  const double dx = to.x() - from.x(), dy = to.y() - from.y();
  target.setRange(x.toValue(x.pixelLow - dx), x.toValue(x.pixelHigh - dx), y.toValue(y.pixelLow - dy),
                  y.toValue(y.pixelHigh - dy));
  syncLinkedPanels(&target);
}

void FigureView::mouseDoubleClickEvent(QMouseEvent* event) {
  event->accept();
  const Place place = panelAt(event->position().toPoint());
  if (!place.valid() || event->button() != Qt::LeftButton) return;
  if (m_resetOnDoubleClick) resetZoom();
  Q_EMIT panelDoubleClicked(place.row, place.column);
}

void FigureView::updateCrosshair(const QPoint& position) {
  const Place place = panelAt(position);
  std::optional<QPointF> value;
  if (place.valid()) value = panel(place.row, place.column).valueAt(mapToScene(position));
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  for (PlotPanel* other : m_panels) {
    const Place otherPlace = placeOf(other);
    const bool isUnderPointer = otherPlace.row == place.row && otherPlace.column == place.column;
    if (!value || !(linkedX(place, otherPlace) || isUnderPointer)) {
      other->setCrosshair(std::nullopt);
    } else {
      // Linked panels show the position of the pointer along the shared axis.
      other->setCrosshair(QPointF(value->x(), isUnderPointer || linkedY(place, otherPlace) ? value->y() : kNone));
    }
  }
  if (value)
    Q_EMIT hovered(place.row, place.column, value->x(), value->y());
  else
    Q_EMIT hoverEnded();
}

void FigureView::leaveEvent(QEvent* event) {
  QGraphicsView::leaveEvent(event);
  for (PlotPanel* panel : m_panels)
    panel->setCrosshair(std::nullopt);
  Q_EMIT hoverEnded();
}

void FigureView::keyPressEvent(QKeyEvent* event) {
  const bool alt = event->modifiers() & Qt::AltModifier;
  if (event->key() == Qt::Key_Space) {
    m_spaceHeld = true;
  } else if (alt && event->key() == Qt::Key_Left) {
    zoomBack();
  } else if (alt && event->key() == Qt::Key_Right) {
    zoomForward();
  } else if (event->key() == Qt::Key_Home) {
    resetZoom();
  } else if (event->key() == Qt::Key_Escape && m_drag.kind != Drag::Kind::None) {
    endDrag();
  } else if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Minus) {
    const Place pointerPlace = panelAt(viewport()->mapFromGlobal(QCursor::pos()));
    const Place place = pointerPlace.valid() ? pointerPlace : Place{0, 0};
    const double factor = event->key() == Qt::Key_Plus ? 1.2 : 1 / 1.2;
    beginStep();
    zoomAbout(place, panel(place.row, place.column).frame().area.center(), factor, factor);
    endStep();
  } else {
    event->ignore();
    return;
  }
  event->accept();
}

void FigureView::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) m_spaceHeld = false;
  event->accept();
}

void FigureView::contextMenuEvent(QContextMenuEvent* event) {
  const Place place = panelAt(event->pos());
  QMenu menu(this);
  menu.addAction(tr("Reset zoom"), QKeySequence(Qt::Key_Home), this, &FigureView::resetZoom);
  menu.addAction(tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left), this, &FigureView::zoomBack)
      ->setEnabled(canZoomBack());
  menu.addAction(tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right), this, &FigureView::zoomForward)
      ->setEnabled(canZoomForward());
  menu.addAction(tr("Axis limits…"), this, [this, place] { editLimits(place.row, place.column); })
      ->setEnabled(place.valid());
  menu.addSeparator();
  menu.addAction(tr("Copy image"), this, &FigureView::copyImage);
  menu.addAction(tr("Export figure…"), this, &FigureView::exportWithDialog);
  menu.exec(event->globalPos());
  event->accept();
}

void FigureView::hideEvent(QHideEvent* event) {
  endDrag();
  m_spaceHeld = false;
  QGraphicsView::hideEvent(event);
}

void FigureView::setDragMode(DragMode mode) {
  endDrag();
  m_dragMode = mode;
}

}  // namespace maury::ui
