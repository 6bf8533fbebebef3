// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>
#include <QImage>
#include <QPainter>

#include "ui/plot/PanelLayer.h"
#include "ui/plot/PlotFrame.h"

namespace maury::ui {

/// Z values of a panel's layers, lowest first; the chart with all its series is one layer.
enum LayerHeight : int {
  kShadeHeight = 10,
  kDensityHeight = 20,
  kSpanHeight = 30,
  kBandHeight = 40,
  kLineMarkHeight = 45,
  kContourHeight = 50,
  kChartHeight = 55,
  kLineHeight = 60,
  kReferenceHeight = 65,
  kPointsHeight = 80,
  kBoxHeight = 90,
  kFrameHeight = 100,
  kTextHeight = 110,
};

/// Layer that paints itself into the plot area of its panel, in scene pixels and clipped to the area. Derived layers
/// also cut their geometry at the edge of the area, because QSvgGenerator does not clip.
class LayerItem : public QGraphicsItem, public PanelLayer {
public:
  explicit LayerItem(const PlotFrame& frame, LayerHeight height, QGraphicsItem* parent);

  void frameHasChanged() override;
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  bool needsPixels(double scale) const override;
  void makePixels(double scale) override;

protected:
  virtual void paintLayer(QPainter& painter) = 0;
  /// Discards geometry that was computed for the previous frame.
  virtual void discardGeometry() {}
  /// Returns true for layers that are slow to paint. On a screen their image is cached until content, range, position
  /// or theme changes, so that a moving crosshair costs only a copy. Files are always painted afresh, as vectors.
  virtual bool cachesPixels() const { return false; }
  /// Returns the plot area as an image of `size`, for layers that cache it. Calls paintLayer() unless a layer overrides
  /// it with something faster.
  virtual QImage renderImage(const QSize& size);
  /// Must be called by setters after the content has changed.
  void contentChanged();
  const PlotFrame& frame() const { return m_frame; }
  const Theme& theme() const { return m_frame.theme; }

private:
  QSize sizeAt(double scale) const;
  void paintCached(QPainter& painter, double scale);

  const PlotFrame& m_frame;
  QImage m_pixels;
};

/// Returns true if the painter writes a vector file (PDF or SVG).
bool isVector(const QPainter& painter);
/// Returns the number of device pixels per scene pixel, at least 1.
double deviceScale(const QPainter& painter);

}  // namespace maury::ui
