// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>
#include <QImage>
#include <QPainter>

#include "ui/plot/PanelLayer.h"
#include "ui/plot/PlotFrame.h"

namespace maury::ui {

/// Heights of a panel's layers, lowest first; the chart with its series is one of them.
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

/// Something that paints itself into the plot area of its panel, in scene pixels and clipped to the area. Layers also
/// cut their own geometry at the area's edge, because QSvgGenerator does not clip.
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
  virtual void invalidate() {}
  /// True for layers that take long to stroke: on a screen their pixels are kept until content, range, place or theme
  /// changes, so that a moving crosshair costs a copy. Files are always painted afresh, as vectors.
  virtual bool keepsPixels() const { return false; }
  /// The area as a picture of `size`, for layers that keep their pixels; paintLayer()'s unless a layer knows better.
  virtual QImage pixelsOf(const QSize& size);
  /// To be called by setters.
  void contentChanged();
  const PlotFrame& frame() const { return m_frame; }
  const Theme& theme() const { return m_frame.theme; }

private:
  QSize sizeAt(double scale) const;
  void paintKept(QPainter& painter, double scale);

  const PlotFrame& m_frame;
  QImage m_pixels;
};

/// Whether the painter writes a file in which lines stay lines.
bool isVector(const QPainter& painter);
/// Device pixels for a scene pixel.
double deviceScale(const QPainter& painter);

}  // namespace maury::ui
