// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/LayerItem.h"

#include <QPaintEngine>
#include <algorithm>
#include <cmath>

namespace maury::ui {

LayerItem::LayerItem(const PlotFrame& frame, LayerHeight height, QGraphicsItem* parent)
    : QGraphicsItem(parent), m_frame(frame) {
  setZValue(height);
}

void LayerItem::frameHasChanged() {
  prepareGeometryChange();
  discardGeometry();
  contentChanged();
}

void LayerItem::contentChanged() {
  m_pixels = QImage();
  update();
}

bool isVector(const QPainter& painter) {
  const auto type = painter.paintEngine()->type();
  return type == QPaintEngine::Pdf || type == QPaintEngine::SVG;
}

double deviceScale(const QPainter& painter) {
  const QTransform transform = painter.deviceTransform();
  return std::max(1.0, std::hypot(transform.m11(), transform.m12()));
}

QImage LayerItem::renderImage(const QSize& size) {
  QImage pixels(size, QImage::Format_ARGB32_Premultiplied);
  pixels.fill(Qt::transparent);
  QPainter inner(&pixels);
  inner.setRenderHint(QPainter::Antialiasing);
  inner.scale(size.width() / m_frame.area.width(), size.height() / m_frame.area.height());
  inner.translate(-m_frame.area.topLeft());
  paintLayer(inner);
  return pixels;
}

QSize LayerItem::sizeAt(double scale) const {
  return {static_cast<int>(std::lround(m_frame.area.width() * scale)),
          static_cast<int>(std::lround(m_frame.area.height() * scale))};
}

bool LayerItem::needsPixels(double scale) const {
  const QSize size = sizeAt(scale);
  return cachesPixels() && isVisible() && !size.isEmpty() && m_pixels.size() != size;
}

void LayerItem::makePixels(double scale) {
  m_pixels = renderImage(sizeAt(scale));
}

void LayerItem::paintCached(QPainter& painter, double scale) {
  if (needsPixels(scale)) makePixels(scale);
  painter.drawImage(m_frame.area, m_pixels, QRectF(m_pixels.rect()));
}

QRectF LayerItem::boundingRect() const {
  return m_frame.area.adjusted(-1, -1, 1, 1);
}

void LayerItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (m_frame.area.isEmpty()) return;
  painter->save();
  painter->setClipRect(m_frame.area, Qt::IntersectClip);
  painter->setRenderHint(QPainter::Antialiasing);
  if (cachesPixels() && !isVector(*painter))
    paintCached(*painter, deviceScale(*painter));
  else
    paintLayer(*painter);
  painter->restore();
}

}  // namespace maury::ui
