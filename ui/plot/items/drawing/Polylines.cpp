// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/drawing/Polylines.h"

#include <QRectF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace maury::ui {

namespace {

/// Collector of the points of one screen column, which outputs only their extremes.
class ColumnExtremes {
public:
  explicit ColumnExtremes(QPolygonF& out) : m_out(out) {}

  void add(const QPointF& point, double index) {
    if (m_count > 0 && index != m_index) flush();
    m_index = index;
    if (m_count == 0) {
      m_lowest = m_highest = point;
      m_lowestFirst = true;
    } else if (point.y() < m_lowest.y()) {
      m_lowest = point;
      m_lowestFirst = false;
    } else if (point.y() > m_highest.y()) {
      m_highest = point;
      m_lowestFirst = true;
    }
    ++m_count;
  }

  void flush() {
    if (m_count == 0) return;
    const bool same = m_lowest == m_highest;
    m_out.append(m_lowestFirst ? m_lowest : m_highest);
    if (!same) m_out.append(m_lowestFirst ? m_highest : m_lowest);
    m_count = 0;
  }

private:
  QPolygonF& m_out;
  QPointF m_lowest, m_highest;
  bool m_lowestFirst = true;
  double m_index = 0.0;
  int m_count = 0;
};

/// Finds the part of the segment a → b inside the area, from fraction `from` to fraction `to`, by Liang & Barsky
/// (1984). Returns false if no part is inside.
bool clipSegment(const QPointF& a, const QPointF& b, const QRectF& area, double& from, double& to) {
  const double dx = b.x() - a.x(), dy = b.y() - a.y();
  const double p[4] = {-dx, dx, -dy, dy};
  const double q[4] = {a.x() - area.left(), area.right() - a.x(), a.y() - area.top(), area.bottom() - a.y()};
  from = 0.0;
  to = 1.0;
  for (int side = 0; side < 4; ++side) {
    if (p[side] == 0.0) {
      if (q[side] < 0.0) return false;
      continue;
    }
    const double t = q[side] / p[side];
    if (p[side] < 0.0)
      from = std::max(from, t);
    else
      to = std::min(to, t);
    if (from > to) return false;
  }
  return true;
}

}  // namespace

std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> ascendingX, double low, double high) {
  auto first = std::lower_bound(ascendingX.begin(), ascendingX.end(), low);
  auto last = std::upper_bound(first, ascendingX.end(), high);
  if (first != ascendingX.begin()) --first;
  if (last != ascendingX.end()) ++last;
  return {static_cast<std::size_t>(first - ascendingX.begin()), static_cast<std::size_t>(last - ascendingX.begin())};
}

std::vector<QPolygonF> decimate(std::span<const double> x, std::span<const double> y, const AxisMap& xMap,
                                const AxisMap& yMap, double columnWidth, bool ascending) {
  std::size_t begin = 0, end = std::min(x.size(), y.size());
  if (ascending) std::tie(begin, end) = visibleRange(x.first(end), xMap.low, xMap.high);
  const double columns = std::abs(xMap.pixelHigh - xMap.pixelLow) / columnWidth;
  // With fewer than two points per column, each is drawn in place. Curves that turn back in x are never thinned.
  const bool thin = ascending && static_cast<double>(end - begin) > 2.0 * columns;
  std::vector<QPolygonF> lines;
  QPolygonF line;
  ColumnExtremes column(line);
  const auto finish = [&] {
    column.flush();
    if (!line.isEmpty()) lines.push_back(line);
    line.clear();
  };
  for (std::size_t i = begin; i < end; ++i) {
    const QPointF point(xMap.toPixel(x[i]), yMap.toPixel(y[i]));
    if (!std::isfinite(point.x()) || !std::isfinite(point.y())) {
      finish();
    } else if (thin) {
      column.add(point, std::floor(point.x() / columnWidth));
    } else {
      line.append(point);
    }
  }
  finish();
  return lines;
}

std::vector<QPolygonF> clipLine(const QPolygonF& line, const QRectF& area) {
  std::vector<QPolygonF> parts;
  if (line.size() == 1 && area.contains(line[0])) return {line};
  QPolygonF part;
  for (qsizetype i = 0; i + 1 < line.size(); ++i) {
    double from = 0.0, to = 1.0;
    const QPointF a = line[i], b = line[i + 1];
    if (!clipSegment(a, b, area, from, to)) continue;
    if (part.isEmpty() || from > 0.0) {
      if (!part.isEmpty()) parts.push_back(part);
      part.clear();
      part.append(a + from * (b - a));
    }
    part.append(a + to * (b - a));
    if (to < 1.0) {
      parts.push_back(part);
      part.clear();
    }
  }
  if (!part.isEmpty()) parts.push_back(part);
  return parts;
}

std::vector<BandStrip> bandStrips(std::span<const double> x, std::span<const double> low, std::span<const double> high,
                                  const AxisMap& xMap, const AxisMap& yMap, double bottom, double columnWidth) {
  std::vector<BandStrip> strips;
  BandStrip strip;
  const auto finish = [&] {
    if (strip.upper.size() > 1) strips.push_back(strip);
    strip = {};
  };
  const std::size_t count = std::min({x.size(), low.size(), high.size()});
  for (std::size_t i = 0; i < count; ++i) {
    const double px = xMap.toPixel(x[i]);
    double upper = yMap.toPixel(high[i]), lower = yMap.toPixel(low[i]);
    // On a log axis a band that reaches zero is open below.
    if (std::isnan(lower) && yMap.logarithmic && low[i] <= 0.0 && std::isfinite(upper)) lower = bottom;
    if (!std::isfinite(px) || !std::isfinite(upper) || !std::isfinite(lower)) {
      finish();
    } else if (!strip.upper.isEmpty() && std::abs(px - strip.upper.last().x()) < columnWidth) {
      // Points in the same column are merged into their envelope.
      strip.upper.last().setY(std::min(strip.upper.last().y(), std::min(upper, lower)));
      strip.lower.last().setY(std::max(strip.lower.last().y(), std::max(upper, lower)));
    } else {
      strip.upper.append(QPointF(px, std::min(upper, lower)));
      strip.lower.append(QPointF(px, std::max(upper, lower)));
    }
  }
  finish();
  return strips;
}

QPolygonF clampToArea(const QPolygonF& edge, const QRectF& area) {
  QPolygonF result;
  const auto add = [&](const QPointF& point) {
    const QPointF clamped(point.x(), std::clamp(point.y(), area.top(), area.bottom()));
    if (result.isEmpty() || result.last() != clamped) result.append(clamped);
  };
  for (qsizetype i = 0; i + 1 < edge.size(); ++i) {
    const QPointF a = edge[i], step = edge[i + 1] - a;
    // Fractions of the segment at which it enters and leaves the sides, and crosses top and bottom.
    double from = 0.0, to = 1.0;
    if (step.x() == 0.0) {
      if (a.x() < area.left() || a.x() > area.right()) continue;
    } else {
      const double left = (area.left() - a.x()) / step.x(), right = (area.right() - a.x()) / step.x();
      from = std::max(from, std::min(left, right));
      to = std::min(to, std::max(left, right));
      if (from > to) continue;
    }
    std::vector<double> fractions{from, to};
    if (step.y() != 0.0)
      for (const double level : {area.top(), area.bottom()})
        if (const double fraction = (level - a.y()) / step.y(); fraction > from && fraction < to)
          fractions.push_back(fraction);
    std::sort(fractions.begin(), fractions.end());
    for (const double fraction : fractions)
      add(a + fraction * step);
  }
  return result;
}

void expandSteps(std::vector<double>& x, std::vector<double>& y) {
  std::vector<double> stepX, stepY;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    if (i > 0) {
      stepX.push_back(x[i]);
      stepY.push_back(y[i - 1]);
    }
    stepX.push_back(x[i]);
    stepY.push_back(y[i]);
  }
  x = std::move(stepX);
  y = std::move(stepY);
}

bool isAscending(std::span<const double> x) {
  // is_sorted() misses NaN, which is neither less nor greater.
  return std::is_sorted(x.begin(), x.end()) && std::none_of(x.begin(), x.end(), [](double v) { return std::isnan(v); });
}

QPolygonF clipPolygon(const QPolygonF& polygon, const QRectF& area) {
  QPolygonF result = polygon;
  for (int side = 0; side < 4; ++side) {
    const bool vertical = side < 2, lowSide = side % 2 == 0;
    const double edge = vertical ? (lowSide ? area.left() : area.right()) : (lowSide ? area.top() : area.bottom());
    const auto depthInside = [&](const QPointF& p) {
      const double distance = (vertical ? p.x() : p.y()) - edge;
      return lowSide ? distance : -distance;  // negative: outside
    };
    QPolygonF next;
    for (qsizetype i = 0; i < result.size(); ++i) {
      const QPointF a = result[i], b = result[(i + 1) % result.size()];
      const double da = depthInside(a), db = depthInside(b);
      if (da >= 0.0) next.append(a);
      if ((da < 0.0) != (db < 0.0)) next.append(a + da / (da - db) * (b - a));
    }
    result = next;
  }
  return result;
}

}  // namespace maury::ui
