// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/series/PanelChart.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QLogValueAxis>
#include <QtCharts/QValueAxis>
#include <algorithm>

namespace maury::ui {

namespace {

QAbstractAxis* hiddenAxis(bool logarithmic) {
  QAbstractAxis* axis = nullptr;
  if (logarithmic) {
    auto* log = new QLogValueAxis;
    log->setBase(10.0);
    axis = log;
  } else {
    axis = new QValueAxis;
  }
  axis->setVisible(false);
  return axis;
}

void clearPoints(QAbstractSeries* series) {
  if (auto* points = qobject_cast<QXYSeries*>(series)) points->clear();
  if (auto* area = qobject_cast<QAreaSeries*>(series)) {
    area->upperSeries()->clear();
    area->lowerSeries()->clear();
  }
}

}  // namespace

PanelChart::PanelChart(QGraphicsItem* parent, double z) : m_chart(new QChart(parent)), m_anchor(new QLineSeries) {
  m_chart->setZValue(z);
  m_chart->setBackgroundVisible(false);
  m_chart->setPlotAreaBackgroundVisible(false);
  m_chart->setAnimationOptions(QChart::NoAnimation);
  m_chart->setMargins({});
  m_chart->setMinimumSize(0, 0);
  m_chart->legend()->hide();
  m_chart->addSeries(m_anchor);
  replaceAxes({}, {});
}

PanelChart::~PanelChart() {
  delete m_chart;
}

void PanelChart::replaceAxes(const Axis& x, const Axis& y) {
  for (QAbstractAxis* axis : {m_x, m_y}) {
    if (axis == nullptr) continue;
    m_chart->removeAxis(axis);
    delete axis;
  }
  m_xLogarithmic = x.logarithmic;
  m_yLogarithmic = y.logarithmic;
  m_x = hiddenAxis(x.logarithmic);
  m_y = hiddenAxis(y.logarithmic);
  m_chart->addAxis(m_x, Qt::AlignBottom);
  m_chart->addAxis(m_y, Qt::AlignLeft);
  attach(m_anchor);
  for (const Entry& entry : m_series) {
    clearPoints(entry.series);  // values ≤ 0 are invalid on a log axis; the layer sets new points afterwards
    attach(entry.series);
  }
}

void PanelChart::attach(QAbstractSeries* series) {
  series->attachAxis(m_x);
  series->attachAxis(m_y);
}

void PanelChart::setAxes(const Axis& x, const Axis& y) {
  if (x.logarithmic != m_xLogarithmic || y.logarithmic != m_yLogarithmic) replaceAxes(x, y);
  m_x->setReverse(x.reversed);
  m_y->setReverse(y.reversed);
  m_x->setRange(x.low, x.high);
  m_y->setRange(y.low, y.high);
}

void PanelChart::place(const QRectF& plotArea) {
  // The chart starts at the scene's origin, so its coordinates are the scene's.
  m_chart->setGeometry(QRectF({0, 0}, plotArea.bottomRight()));
  m_chart->setPlotArea(plotArea);
}

void PanelChart::add(QAbstractSeries* series, SeriesHeight height) {
  const auto above =
      std::find_if(m_series.begin(), m_series.end(), [&](const Entry& entry) { return entry.height > height; });
  const auto place = m_series.insert(above, {series, height});
  m_chart->addSeries(series);
  attach(series);
  // A chart draws its series in the order in which they were added, so those above the new one are added again.
  for (auto entry = place + 1; entry != m_series.end(); ++entry) {
    m_chart->removeSeries(entry->series);
    m_chart->addSeries(entry->series);
    attach(entry->series);
  }
}

void PanelChart::remove(QAbstractSeries* series) {
  std::erase_if(m_series, [series](const Entry& entry) { return entry.series == series; });
  m_chart->removeSeries(series);
  delete series;
}

QPointF PanelChart::toValue(const QPointF& scenePosition) const {
  return m_chart->mapToValue(scenePosition, m_anchor);
}

QPointF PanelChart::toPosition(const QPointF& value) const {
  return m_chart->mapToPosition(value, m_anchor);
}

}  // namespace maury::ui
