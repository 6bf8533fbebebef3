// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/CurveRaster.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// A curve of up to 10⁶ points; see PlotPanel::setLine().
class LineItem : public LayerItem {
public:
  LineItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineHeight, parent) {}
  void set(std::vector<double> x, std::vector<double> y, const LineStyle& style);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage pixelsOf(const QSize& size) override;
  void invalidate() override { m_stale = true; }

private:
  void rebuild();
  bool isDense() const;

  std::vector<double> m_x, m_y;
  LineStyle m_style;
  bool m_ascending = true;
  bool m_stale = true;
  std::vector<QPolygonF> m_pixels;
};

/// A curve whose colour tells a value; see PlotPanel::setColouredLine().
class ColouredLineItem : public LayerItem {
public:
  ColouredLineItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineHeight, parent) {}
  void set(std::vector<double> x, std::vector<double> y, std::vector<double> values, const ColourScale& scale,
           double width);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  std::vector<double> m_x, m_y, m_values;
  ColourScale m_scale;
  double m_width = 2.0;
};

/// A filled stretch between two curves; see PlotPanel::setBand().
class BandItem : public LayerItem {
public:
  BandItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kBandHeight, parent) {}
  void set(std::vector<double> x, std::vector<double> low, std::vector<double> high, const Ink& ink);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage pixelsOf(const QSize& size) override;
  void invalidate() override { m_stale = true; }

private:
  void rebuild();

  std::vector<double> m_x, m_low, m_high;
  Ink m_ink;
  bool m_stale = true;
  std::vector<BandStrip> m_strips;
};

}  // namespace maury::ui
