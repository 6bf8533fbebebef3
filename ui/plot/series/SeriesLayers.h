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

/// Curve of some thousand points.
class LineSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~LineSeriesLayer() override;
  void set(Line line);

protected:
  void refresh() override;

private:
  Line m_line;
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
  /// Returns the ink of the area, faded to its opacity.
  virtual Ink ink() const = 0;

private:
  struct Part {
    QLineSeries *upper, *lower;  ///< owned by the area
    QAreaSeries* area;           ///< owned by the chart
  };
  void addPart();

  std::vector<Part> m_parts;
};

/// Translucent stretch between two curves.
class BandSeriesLayer : public AreaSeriesLayer {
public:
  using AreaSeriesLayer::AreaSeriesLayer;
  void set(Band band);

protected:
  std::vector<Strip> strips() const override;
  Ink ink() const override { return m_band.ink.faded(m_band.opacity); }

private:
  Band m_band;
};

/// Bars from zero.
class BarsSeriesLayer : public AreaSeriesLayer {
public:
  using AreaSeriesLayer::AreaSeriesLayer;
  void set(Bars bars);

protected:
  std::vector<Strip> strips() const override;
  Ink ink() const override { return m_bars.ink.faded(m_bars.opacity); }

private:
  Bars m_bars;
};

/// Dots without error bars.
class PointsSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~PointsSeriesLayer() override;
  void set(Points points);

protected:
  void refresh() override;

private:
  Points m_points;
  QScatterSeries* m_series = nullptr;  ///< owned by the chart
};

}  // namespace maury::ui
