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

/// Stacking order of series within a chart, lowest first: areas lie below lines, and lines below points.
enum class SeriesHeight { Area, Line, Points };

/// Chart of a panel: its axes hold the ranges and map data to the scene, and its series draw curves of up to a few
/// thousand points. Axes, background and legend stay invisible, because the panel draws its own frame. UI thread only.
class PanelChart {
public:
  PanelChart(QGraphicsItem* parent, double z);
  ~PanelChart();
  PanelChart(const PanelChart&) = delete;
  PanelChart& operator=(const PanelChart&) = delete;

  /// Sets ranges and directions; replaces the axes if one of them becomes logarithmic or linear.
  void setAxes(const Axis& x, const Axis& y);
  /// Sets the plot area (scene pixels).
  void place(const QRectF& plotArea);

  /// Takes ownership of a series, attaches the axes and draws it above the series of lower or equal height.
  void add(QAbstractSeries* series, SeriesHeight height);
  /// Removes and deletes a series.
  void remove(QAbstractSeries* series);
  int seriesCount() const { return static_cast<int>(m_series.size()); }

  /// toValue() returns the data point at a scene position, toPosition() the scene position of a data point.
  QPointF toValue(const QPointF& scenePosition) const;
  QPointF toPosition(const QPointF& value) const;

private:
  struct Entry {
    QAbstractSeries* series;
    SeriesHeight height;
  };
  void replaceAxes(const Axis& x, const Axis& y);
  void attach(QAbstractSeries* series);

  QChart* m_chart;                  ///< child of a graphics item, deleted by the destructor
  QLineSeries* m_anchor = nullptr;  ///< empty series through which the chart maps coordinates
  QAbstractAxis* m_x = nullptr;
  QAbstractAxis* m_y = nullptr;
  bool m_xLogarithmic = false, m_yLogarithmic = false;
  std::vector<Entry> m_series;  ///< in drawing order
};

}  // namespace maury::ui
