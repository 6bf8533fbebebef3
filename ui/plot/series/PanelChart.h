// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <vector>

#include "ui/plot/Axis.h"

class QAbstractAxis;
class QAbstractSeries;
class QChart;
class QGraphicsItem;
class QLineSeries;

namespace maury::ui {

/// Heights of series within a chart, lowest first: areas lie below lines, lines below points.
enum class SeriesHeight { Area, Line, Points };

/// The chart of a panel: its axes hold the ranges and map data to the scene, its series draw curves of some thousand
/// points. Axes, background and legend stay invisible; the panel draws its own frame. GUI thread only.
class PanelChart {
public:
  PanelChart(QGraphicsItem* parent, double z);
  ~PanelChart();
  PanelChart(const PanelChart&) = delete;
  PanelChart& operator=(const PanelChart&) = delete;

  /// Shows these ranges and directions; makes new axes where an axis becomes logarithmic or linear.
  void setAxes(const Axis& x, const Axis& y);
  /// Places the plot area (scene pixels).
  void place(const QRectF& plotArea);

  /// Takes a series over and draws it above those of lower or equal height. The axes are attached.
  void add(QAbstractSeries* series, SeriesHeight height);
  /// Removes and deletes a series.
  void remove(QAbstractSeries* series);
  int seriesCount() const { return static_cast<int>(m_series.size()); }

  /// Returns the data point at a scene position, and the scene position of a data point.
  QPointF toValue(const QPointF& scenePosition) const;
  QPointF toPosition(const QPointF& value) const;

private:
  struct Entry {
    QAbstractSeries* series;
    SeriesHeight height;
  };
  void replaceAxes(const Axis& x, const Axis& y);
  void attach(QAbstractSeries* series);

  QChart* m_chart;                  ///< owned by the graphics item that is its parent
  QLineSeries* m_anchor = nullptr;  ///< empty; the chart maps coordinates through a series
  QAbstractAxis* m_x = nullptr;
  QAbstractAxis* m_y = nullptr;
  bool m_xLogarithmic = false, m_yLogarithmic = false;
  std::vector<Entry> m_series;  ///< in drawing order
};

}  // namespace maury::ui
