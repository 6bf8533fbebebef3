// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/EdgeHistogramsItem.h"

#include <QPolygonF>
#include <algorithm>
#include <cmath>

namespace maury::ui {

namespace {

constexpr double kTickSpace = 5.0;  ///< px between the highest bar and the frame, for the ticks
constexpr double kDepthFraction = kEdgeHistogramMargin / (1.0 + kEdgeHistogramMargin);  ///< fraction of the plot area
constexpr double kMaxDepth = 72.0;                                                      ///< px
constexpr double kFillOpacity = 0.18, kLineWidth = 0.9;

}  // namespace

QSizeF edgeHistogramDepth(const QRectF& area) {
  return {std::min(kMaxDepth, kDepthFraction * area.width()), std::min(kMaxDepth, kDepthFraction * area.height())};
}

void EdgeHistogramsItem::set(std::vector<EdgeHistogram> histograms) {
  m_histograms = std::move(histograms);
  contentChanged();
}

void EdgeHistogramsItem::paintLayer(QPainter& painter) {
  for (const EdgeHistogram& histogram : m_histograms)
    paintOne(painter, histogram);
}

void EdgeHistogramsItem::paintOne(QPainter& painter, const EdgeHistogram& histogram) const {
  const auto& heights = histogram.heights;
  if (heights.empty() || histogram.edges.size() != heights.size() + 1) return;
  const double highest = *std::max_element(heights.begin(), heights.end());
  if (!(highest > 0.0)) return;
  const QRectF area = frame().area;
  const AxisMap map = histogram.binsX ? frame().xMap() : frame().yMap();
  const double from = histogram.binsX ? area.left() : area.top(), to = histogram.binsX ? area.right() : area.bottom();
  const QSizeF depths = edgeHistogramDepth(area);
  const double depth = histogram.binsX ? depths.height() : depths.width();
  // The baseline lies inside the plot area, and the bars grow towards the frame.
  const double baseline = histogram.binsX ? area.top() + depth : area.right() - depth;
  const double perHeight = (histogram.binsX ? -1.0 : 1.0) * (depth - kTickSpace) / highest;
  QPolygonF outline;
  const auto add = [&](double along, double height) {
    const double a = std::clamp(along, from, to), b = baseline + perHeight * height;
    outline << (histogram.binsX ? QPointF(a, b) : QPointF(b, a));
  };
  const double first = map.toPixel(histogram.edges.front()), last = map.toPixel(histogram.edges.back());
  if (!std::isfinite(first) || !std::isfinite(last)) return;
  add(first, 0.0);
  for (std::size_t i = 0; i < heights.size(); ++i) {
    add(map.toPixel(histogram.edges[i]), heights[i]);
    add(map.toPixel(histogram.edges[i + 1]), heights[i]);
  }
  add(last, 0.0);
  if (histogram.filled) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().colour(histogram.ink.withOpacityFactor(kFillOpacity)));
    painter.drawPolygon(outline);
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme().colour(histogram.ink), kLineWidth, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
  painter.drawPolyline(outline);
}

}  // namespace maury::ui
