// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/series/SeriesLayers.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <algorithm>
#include <cmath>

#include "ui/plot/items/drawing/Polylines.h"

namespace maury::ui {

namespace {

/// Width of the columns to which a curve is thinned, px. Half a pixel is sharp on high-density screens and on paper.
constexpr double kColumnWidth = 0.5;

/// Returns a pen with which Qt Charts strokes the whole curve as one path. With a solid pen it draws segment by
/// segment, and the edges of many short segments add up to a bolder line. A dash that never ends looks solid but avoids
/// that.
QPen curvePen(const LineStyle& style, const Theme& theme) {
  QPen pen(theme.colour(style.ink), style.width, penStyle(style.stroke), Qt::RoundCap, Qt::BevelJoin);
  if (style.stroke == Stroke::Solid) pen.setDashPattern({1e6, 1.0});
  return pen;
}

}  // namespace

void SeriesLayer::frameHasChanged() {
  if (!m_frame.area.isEmpty()) refresh();
}

QList<QPointF> SeriesLayer::toData(const QPolygonF& pixels) const {
  const AxisMap xMap = m_frame.xMap(), yMap = m_frame.yMap();
  QList<QPointF> points;
  points.reserve(pixels.size());
  for (const QPointF& pixel : pixels)
    points.append({xMap.toValue(pixel.x()), yMap.toValue(pixel.y())});
  return points;
}

LineSeriesLayer::~LineSeriesLayer() {
  for (QLineSeries* part : m_parts)
    chart().remove(part);
}

void LineSeriesLayer::set(Line line) {
  m_line = std::move(line);
  if (m_line.style.steps) expandSteps(m_line.x, m_line.y);
  m_ascending = isAscending(m_line.x);
  frameHasChanged();
}

void LineSeriesLayer::refresh() {
  std::vector<QPolygonF> lines;
  for (const QPolygonF& line : decimate(m_line.x, m_line.y, frame().xMap(), frame().yMap(), kColumnWidth, m_ascending))
    for (QPolygonF& part : clipLine(line, frame().area))
      lines.push_back(std::move(part));
  while (m_parts.size() < lines.size()) {
    m_parts.push_back(new QLineSeries);
    chart().add(m_parts.back(), SeriesHeight::Line);
  }
  const QPen pen = curvePen(m_line.style, frame().theme);
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    const bool isShown = i < lines.size();
    m_parts[i]->setVisible(isShown);
    if (!isShown) continue;
    // A series of one point draws nothing, but a line of zero length appears as a dot.
    if (lines[i].size() == 1) lines[i].append(lines[i].first());
    m_parts[i]->setPen(pen);
    m_parts[i]->replace(toData(lines[i]));
  }
}

AreaSeriesLayer::~AreaSeriesLayer() {
  for (const Part& part : m_parts)
    chart().remove(part.area);
}

void AreaSeriesLayer::addPart() {
  Part part{new QLineSeries, new QLineSeries, nullptr};
  part.area = new QAreaSeries(part.upper, part.lower);
  part.upper->setParent(part.area);
  part.lower->setParent(part.area);
  chart().add(part.area, SeriesHeight::Area);
  m_parts.push_back(part);
}

void AreaSeriesLayer::refresh() {
  std::vector<Strip> shown;
  for (const Strip& strip : strips()) {
    Strip clamped{clampToArea(strip.upper, frame().area), clampToArea(strip.lower, frame().area)};
    if (clamped.upper.size() > 1 && clamped.lower.size() > 1) shown.push_back(std::move(clamped));
  }
  while (m_parts.size() < shown.size())
    addPart();
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    const Part& part = m_parts[i];
    part.area->setVisible(i < shown.size());
    if (i >= shown.size()) continue;
    part.area->setPen(Qt::NoPen);
    part.area->setBrush(frame().theme.colour(ink()));
    part.upper->replace(toData(shown[i].upper));
    part.lower->replace(toData(shown[i].lower));
  }
}

void BandSeriesLayer::set(Band band) {
  m_band = std::move(band);
  frameHasChanged();
}

std::vector<AreaSeriesLayer::Strip> BandSeriesLayer::strips() const {
  std::vector<Strip> strips;
  for (BandStrip& strip : bandStrips(m_band.x, m_band.low, m_band.high, frame().xMap(), frame().yMap(),
                                     frame().area.bottom(), kColumnWidth))
    strips.push_back({std::move(strip.upper), std::move(strip.lower)});
  return strips;
}

void BarsSeriesLayer::set(Bars bars) {
  m_bars = std::move(bars);
  frameHasChanged();
}

std::vector<AreaSeriesLayer::Strip> BarsSeriesLayer::strips() const {
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const QRectF area = frame().area;
  const double zero = yMap.logarithmic ? area.bottom() : std::clamp(yMap.toPixel(0.0), area.top(), area.bottom());
  std::vector<Strip> strips;
  Strip strip;
  const auto finish = [&] {
    if (!strip.upper.isEmpty()) strips.push_back(strip);
    strip = {};
  };
  for (std::size_t i = 0; i < m_bars.heights.size() && i + 1 < m_bars.edges.size(); ++i) {
    const double left = xMap.toPixel(m_bars.edges[i]), right = xMap.toPixel(m_bars.edges[i + 1]);
    const double top = yMap.toPixel(m_bars.heights[i]);
    if (!std::isfinite(left) || !std::isfinite(right) || !std::isfinite(top)) {
      finish();
      continue;
    }
    strip.upper << QPointF(left, top) << QPointF(right, top);
    strip.lower << QPointF(left, zero) << QPointF(right, zero);
  }
  finish();
  return strips;
}

PointsSeriesLayer::~PointsSeriesLayer() {
  if (m_series != nullptr) chart().remove(m_series);
}

void PointsSeriesLayer::set(Points points) {
  m_points = std::move(points);
  frameHasChanged();
}

void PointsSeriesLayer::refresh() {
  if (m_series == nullptr) {
    m_series = new QScatterSeries;
    chart().add(m_series, SeriesHeight::Points);
  }
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const auto& [x, y, ink, radius] = m_points;
  QList<QPointF> visible;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
    if (frame().area.contains({xMap.toPixel(x[i]), yMap.toPixel(y[i])})) visible.append({x[i], y[i]});
  m_series->setMarkerSize(2.0 * radius);
  m_series->setPen(Qt::NoPen);
  m_series->setBrush(frame().theme.colour(ink));
  m_series->replace(visible);
}

}  // namespace maury::ui
