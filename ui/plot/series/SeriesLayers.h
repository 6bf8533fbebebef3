// SPDX-License-Identifier: GPL-3.0-or-later
// Layers that Qt Charts draws. Qt series support neither gaps nor clipping (QSvgGenerator also writes points outside
// the plot area), and a value ≤ 0 on a log axis hides a whole series. Therefore each layer keeps its data and passes
// only the visible part to the series: at most two points per screen column, cut at the frame, one series for each
// unbroken stretch. It does so after each change of range or position.
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

/// Largest number of points of a curve drawn as a series. A series is stroked again at each movement of the crosshair,
/// so longer curves are painted by layers that cache their image.
constexpr std::size_t kMaxSeriesPoints = 4000;
/// Largest number of points of a scatter series, which creates a graphics item for each point.
constexpr std::size_t kMaxScatterPoints = 300;

/// Layer drawn by series of the panel's chart.
class SeriesLayer : public PanelLayer {
public:
  SeriesLayer(PanelChart& chart, const PlotFrame& frame) : m_chart(chart), m_frame(frame) {}
  void frameHasChanged() override;

protected:
  /// Updates the series to the visible part of the data, in the theme's colours.
  virtual void refresh() = 0;
  PanelChart& chart() { return m_chart; }
  const PlotFrame& frame() const { return m_frame; }
  /// Converts scene pixels to data coordinates.
  QList<QPointF> toData(const QPolygonF& pixels) const;

private:
  PanelChart& m_chart;
  const PlotFrame& m_frame;
};

/// Curve of up to kMaxSeriesPoints points.
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

/// Filled area between two curves, which the derived layers provide.
class AreaSeriesLayer : public SeriesLayer {
public:
  using SeriesLayer::SeriesLayer;
  ~AreaSeriesLayer() override;

protected:
  /// Edges of an unbroken stretch, in scene pixels with ascending or descending x; they may extend beyond the frame.
  struct Strip {
    QPolygonF upper, lower;
  };
  void refresh() override;
  virtual std::vector<Strip> strips() const = 0;
  /// Returns the ink of the area, with its opacity applied.
  virtual Ink ink() const = 0;

private:
  struct Part {
    QLineSeries *upper, *lower;  ///< owned by the area
    QAreaSeries* area;           ///< owned by the chart
  };
  void addPart();

  std::vector<Part> m_parts;
};

/// Translucent band between two curves.
class BandSeriesLayer : public AreaSeriesLayer {
public:
  using AreaSeriesLayer::AreaSeriesLayer;
  void set(Band band);

protected:
  std::vector<Strip> strips() const override;
  Ink ink() const override { return m_band.ink.withOpacityFactor(m_band.opacity); }

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
  Ink ink() const override { return m_bars.ink.withOpacityFactor(m_bars.opacity); }

private:
  Bars m_bars;
};

/// Points without error bars.
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
