// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "ui/plot/items/drawing/CurveRaster.h"

namespace maury::ui {

/// Curve of up to 10⁶ points.
class LineItem : public LayerItem {
public:
  LineItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineHeight, parent) {}
  void set(Line line);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage renderImage(const QSize& size) override;
  void discardGeometry() override { m_stale = true; }

private:
  void rebuild();
  bool isDense() const;

  Line m_line;
  bool m_ascending = true;
  bool m_stale = true;
  std::vector<QPolygonF> m_pixels;
};

/// Curve coloured by a value at each of its points.
class ColouredLineItem : public LayerItem {
public:
  ColouredLineItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineHeight, parent) {}
  void set(ColouredLine line);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  ColouredLine m_line;
};

/// Filled band between two curves.
class BandItem : public LayerItem {
public:
  BandItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kBandHeight, parent) {}
  void set(Band band);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage renderImage(const QSize& size) override;
  void discardGeometry() override { m_stale = true; }

private:
  void rebuild();

  QColor colour() const { return theme().colour(m_band.ink.withOpacityFactor(m_band.opacity)); }

  Band m_band;
  bool m_stale = true;
  std::vector<BandStrip> m_strips;
};

}  // namespace maury::ui
