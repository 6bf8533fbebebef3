// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/LayerItem.h"

namespace maury::ui {

LayerItem::LayerItem(const PlotFrame& frame, LayerHeight height, QGraphicsItem* parent)
    : QGraphicsItem(parent), m_frame(frame) {
  setZValue(height);
}

void LayerItem::frameHasChanged() {
  prepareGeometryChange();
  invalidate();
  update();
}

QRectF LayerItem::boundingRect() const {
  return m_frame.area.adjusted(-1, -1, 1, 1);
}

void LayerItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (m_frame.area.isEmpty()) return;
  painter->save();
  painter->setClipRect(m_frame.area, Qt::IntersectClip);
  painter->setRenderHint(QPainter::Antialiasing);
  paintLayer(*painter);
  painter->restore();
}

}  // namespace maury::ui
