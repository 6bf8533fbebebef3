// SPDX-License-Identifier: GPL-3.0-or-later
// Layers that Qt Charts draws. Its series know neither gaps nor clipping (QSvgGenerator writes what lies outside the
// plot area too), and a value ≤ 0 on a logarithmic axis hides a whole series. So each layer keeps its data and gives
// the series only what is visible: at most two points a screen column, cut at the frame, one series for each unbroken
// stretch; again after each change of range or place.
#pragma once

#include <QPolygonF>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/PanelLayer.h"
#include "ui/plot/PlotFrame.h"
#include "ui/plot/series/PanelChart.h"

class QAreaSeries;
class QLineSeries;
class QScatterSeries;

namespace maury::ui {

/// Largest curves and point sets that are series. Longer ones are painted by layers that keep their pixels: a series is
/// stroked afresh with each movement of the crosshair.
constexpr std::size_t kMostSeriesPoints = 4000;
/// A scatter series makes a graphics item for each point.
constexpr std::size_t kMostScatterPoints = 300;

/// A layer made of series of the panel's chart.
class SeriesLayer : public PanelLayer {
public:
  SeriesLayer(PanelChart& chart, const PlotFrame& frame) : m_chart(chart), m_frame(frame) {}
  void frameHasChanged() override;

protected:
  /// Gives the series what is visible now, in the theme's colours.
  virtual void refresh() = 0;
  PanelChart& chart() { return m_chart; }
  const PlotFrame& frame() const { return m_frame; }
  /// Returns pixels of the scene as data.
  QList<QPointF> toData(const QPolygonF& pixels) const;

private:
  PanelChart& m_chart;
  const PlotFrame& m_frame;
};

/// A curve; see PlotPanel::setLine().
class LineSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~LineSeriesLayer() override;
  void set(std::vector<double> x, std::vector<double> y, const LineStyle& style);

protected:
  void refresh() override;

private:
  std::vector<double> m_x, m_y;
  LineStyle m_style;
  bool m_ascending = true;
  std::vector<QLineSeries*> m_parts;  ///< owned by the chart
};

/// A filled area; the layers below say between which curves.
class AreaSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~AreaSeriesLayer() override;

protected:
  /// The upper and lower edge of an unbroken stretch, scene pixels, x ascending or descending; they may leave the
  /// frame.
  struct Strip {
    QPolygonF upper, lower;
  };
  void refresh() override;
  virtual std::vector<Strip> strips() const = 0;
  Ink m_ink;

private:
  struct Part {
    QLineSeries *upper, *lower;  ///< owned by the area
    QAreaSeries* area;           ///< owned by the chart
  };
  void addPart();

  std::vector<Part> m_parts;
};

/// A translucent stretch between two curves; see PlotPanel::setBand().
class BandSeriesLayer : public AreaSeriesLayer {
public:
  using AreaSeriesLayer::AreaSeriesLayer;
  void set(std::vector<double> x, std::vector<double> low, std::vector<double> high, const Ink& ink);

protected:
  std::vector<Strip> strips() const override;

private:
  std::vector<double> m_x, m_low, m_high;
};

/// Bars from zero; see PlotPanel::setBars().
class BarsSeriesLayer : public AreaSeriesLayer {
public:
  using AreaSeriesLayer::AreaSeriesLayer;
  void set(std::vector<double> edges, std::vector<double> heights, const Ink& ink);

protected:
  std::vector<Strip> strips() const override;

private:
  std::vector<double> m_edges, m_heights;
};

/// Dots without error bars; see PlotPanel::setPoints().
class PointsSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~PointsSeriesLayer() override;
  void set(std::vector<double> x, std::vector<double> y, const Ink& ink, double radius);

protected:
  void refresh() override;

private:
  std::vector<double> m_x, m_y;
  Ink m_ink;
  double m_radius = 1.5;
  QScatterSeries* m_series = nullptr;  ///< owned by the chart
};

}  // namespace maury::ui
