// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/LineItem.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/plot/ColourMap.h"
#include "ui/plot/items/drawing/Polylines.h"

namespace maury::ui {

namespace {

/// Width of the columns to which a curve is thinned, px. Half a pixel is sharp on high-density screens and on paper.
constexpr double kColumnWidth = 0.5;

constexpr int kPointsPerPiece = 24;
constexpr double kDenseTravel = 40.0;  ///< px of vertical travel per px of width, above which a curve is dense

double verticalTravel(const std::vector<QPolygonF>& lines) {
  double sum = 0.0;
  for (const QPolygonF& line : lines)
    for (qsizetype i = 1; i < line.size(); ++i)
      sum += std::abs(line[i].y() - line[i - 1].y());
  return sum;
}

}  // namespace

void LineItem::set(Line line) {
  m_line = std::move(line);
  if (m_line.style.steps) expandSteps(m_line.x, m_line.y);
  m_ascending = isAscending(m_line.x);
  m_stale = true;
  contentChanged();
}

void LineItem::rebuild() {
  m_pixels.clear();
  for (const QPolygonF& line : decimate(m_line.x, m_line.y, frame().xMap(), frame().yMap(), kColumnWidth, m_ascending))
    for (QPolygonF& part : clipLine(line, frame().area))
      m_pixels.push_back(std::move(part));
  m_stale = false;
}

/// Returns true if the curve fills its area with vertical strokes (10⁶ points of noise). It then has no edges to
/// smooth, and painting it without antialiasing takes a twentieth of the time.
bool LineItem::isDense() const {
  return verticalTravel(m_pixels) > kDenseTravel * frame().area.width();
}

void LineItem::paintLayer(QPainter& painter) {
  if (m_stale) rebuild();
  const LineStyle& style = m_line.style;
  const QColor colour = theme().colour(style.ink);
  painter.setPen(QPen(colour, style.width, penStyle(style.stroke), Qt::RoundCap, Qt::BevelJoin));
  painter.setBrush(Qt::NoBrush);
  const bool isFile = isVector(painter);
  if (!isFile && isDense()) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(colour, 0));
  }
  for (const QPolygonF& line : m_pixels) {
    const int count = static_cast<int>(line.size());
    if (count == 1) painter.drawPoint(line[0]);
    // The time of Qt's rasteriser grows with the square of a dense polyline's length, so the line is painted in short
    // pieces. Dashed lines stay whole, because dashes restart with each piece, and so do lines in files.
    const int piece = isFile || style.stroke != Stroke::Solid ? count : kPointsPerPiece;
    for (int first = 0; first + 1 < count; first += piece)
      painter.drawPolyline(line.constData() + first, std::min(piece + 1, count - first));
  }
}

QImage LineItem::renderImage(const QSize& size) {
  if (m_stale) rebuild();
  const LineStyle& style = m_line.style;
  if (style.stroke != Stroke::Solid || style.width > kThinCurve || isDense()) return LayerItem::renderImage(size);
  return curveImage(m_pixels, frame().area, size, style.width, theme().colour(style.ink));
}

void ColouredLineItem::set(ColouredLine line) {
  m_line = std::move(line);
  contentChanged();
}

void ColouredLineItem::paintLayer(QPainter& painter) {
  const auto& [x, y, values, scale, width] = m_line;
  const ColourMap map(scale.map, theme().isDark());
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const std::size_t count = std::min({x.size(), y.size(), values.size()});
  painter.setBrush(Qt::NoBrush);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const QPointF from(xMap.toPixel(x[i]), yMap.toPixel(y[i]));
    const QPointF to(xMap.toPixel(x[i + 1]), yMap.toPixel(y[i + 1]));
    if (!std::isfinite(from.x() + from.y() + to.x() + to.y())) continue;
    const double place = scale.place(0.5 * (values[i] + values[i + 1]));
    const QColor colour = std::isnan(place) ? theme().muted : QColor(map.at(place));
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    for (const QPolygonF& part : clipLine(QPolygonF({from, to}), frame().area))
      painter.drawPolyline(part);
  }
}

void BandItem::set(Band band) {
  m_band = std::move(band);
  m_stale = true;
  contentChanged();
}

void BandItem::rebuild() {
  m_strips = bandStrips(m_band.x, m_band.low, m_band.high, frame().xMap(), frame().yMap(), frame().area.bottom(),
                        kColumnWidth);
  m_stale = false;
}

void BandItem::paintLayer(QPainter& painter) {
  if (m_stale) rebuild();
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour());
  for (const BandStrip& strip : m_strips) {
    QPolygonF outline = strip.upper;
    std::copy(strip.lower.rbegin(), strip.lower.rend(), std::back_inserter(outline));
    const QPolygonF visible = clipPolygon(outline, frame().area);
    if (!visible.isEmpty()) painter.drawPolygon(visible);
  }
}

QImage BandItem::renderImage(const QSize& size) {
  if (m_stale) rebuild();
  return isMonotone(m_strips) ? bandImage(m_strips, frame().area, size, colour()) : LayerItem::renderImage(size);
}

}  // namespace maury::ui
