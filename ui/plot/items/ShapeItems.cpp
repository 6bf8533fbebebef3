// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/ShapeItems.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/plot/items/AnnotationItem.h"
#include "ui/plot/items/drawing/CurveRaster.h"
#include "ui/plot/items/drawing/Polylines.h"
#include "ui/plot/items/drawing/RichText.h"

namespace maury::ui {

namespace {

constexpr double kMinLabelledWidth = 120.0;  ///< px; in narrower panels labels would crowd the contours
constexpr int kLabelPixels = 10;             ///< font size of a contour's label
constexpr double kLabelPadding = 3.0;        ///< px between a label and the contour on either side

QFont labelFont() {
  return figureFont(kLabelPixels);
}

}  // namespace

void ContourItem::set(Contours contours, const AnnotationItem& annotations) {
  m_levels = std::move(contours.levels);
  m_annotations = &annotations;
  contentChanged();
}

std::vector<QPolygonF> ContourItem::partsOf(const ContourLevel& level) const {
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  std::vector<QPolygonF> parts;
  for (const galaxy::Polyline& line : level.lines) {
    QPolygonF pixels;
    pixels.reserve(static_cast<qsizetype>(line.points.size()) + 1);
    for (const galaxy::Point& point : line.points)
      pixels.append({xMap.toPixel(point.x), yMap.toPixel(point.y)});
    if (line.closed && !pixels.isEmpty() && pixels.first() != pixels.last()) pixels.append(pixels.first());
    for (QPolygonF& part : clipLine(pixels, frame().area))
      parts.push_back(std::move(part));
  }
  return parts;
}

/// Returns the levels in pixels, each with a gap where its label is. A label keeps clear of the other labels, of the
/// panel's texts and of all other contours.
std::vector<ContourItem::DrawnLevel> ContourItem::levelsToDraw() const {
  std::vector<DrawnLevel> levels;
  for (const ContourLevel& level : m_levels)
    levels.push_back({partsOf(level), std::nullopt});
  if (frame().area.width() < kMinLabelledWidth) return levels;
  const QRectF area = frame().area.adjusted(2, 2, -2, -2);
  std::vector<QPolygonF> taken;
  for (const QRectF& box : m_annotations->textBoxes())
    taken.push_back(QPolygonF(box));
  std::vector<QPolygonF> otherContours;  // contours of subsets and of other catalogues
  for (const QGraphicsItem* item : parentItem()->childItems())
    if (const auto* contours = dynamic_cast<const ContourItem*>(item); contours != nullptr && contours != this)
      for (const ContourLevel& level : contours->m_levels)
        for (QPolygonF& part : contours->partsOf(level))
          otherContours.push_back(std::move(part));
  // Labels are placed one by one, because each avoids those before it. The outermost contour is the last of m_levels
  // but is labelled first: it has the most space, so that its label can stay away from the contours inside. Its gap is
  // cut at once, so that the labels that follow avoid the contour as it is drawn.
  for (std::size_t i = m_levels.size(); i-- > 0;) {
    if (m_levels[i].label.empty()) continue;
    std::vector<QPolygonF> others = otherContours;
    for (std::size_t other = 0; other < levels.size(); ++other)
      if (other != i) others.insert(others.end(), levels[other].lines.begin(), levels[other].lines.end());
    const QSizeF size(rich::size(QString::fromStdString(m_levels[i].label), labelFont()).width() + 2 * kLabelPadding,
                      rich::capHeight(labelFont()) + 2.0);
    levels[i].label = placeOnLine(levels[i].lines, size, area, others, taken);
    if (!levels[i].label) continue;
    taken.push_back(levels[i].label->box);
    levels[i].lines = cutGap(levels[i].lines, levels[i].label->box);
  }
  return levels;
}

/// Paints labels on a halo of the background's colour, because they may not stand out from the colours of the cells.
void ContourItem::paintLabels(QPainter& painter, const std::vector<DrawnLevel>& levels) const {
  QColor halo = theme().card;
  halo.setAlphaF(0.75F);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!levels[i].label) continue;
    const QString label = QString::fromStdString(m_levels[i].label);
    const QSizeF size(rich::size(label, labelFont()).width(), rich::capHeight(labelFont()));
    painter.save();
    painter.translate(levels[i].label->centre);
    painter.rotate(levels[i].label->degrees);
    painter.setPen(Qt::NoPen);
    painter.setBrush(halo);
    painter.drawRoundedRect(
        QRectF(-size.width() / 2 - 1.5, -size.height() / 2 - 1.5, size.width() + 3, size.height() + 3), 2, 2);
    painter.setPen(theme().text);
    rich::draw(painter, {0, 0}, Qt::AlignHCenter | Qt::AlignVCenter, label, labelFont());
    painter.restore();
  }
}

void ContourItem::paintLayer(QPainter& painter) {
  const std::vector<DrawnLevel> levels = levelsToDraw();
  painter.setBrush(Qt::NoBrush);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    QPainterPath path;
    for (const QPolygonF& part : levels[i].lines) {
      path.addPolygon(part);
      if (part.isClosed()) path.closeSubpath();
    }
    painter.setPen(
        QPen(theme().colour(m_levels[i].ink), m_levels[i].width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
  }
  paintLabels(painter, levels);
}

QImage ContourItem::renderImage(const QSize& size) {
  const bool isThin = std::all_of(m_levels.begin(), m_levels.end(),
                                  [](const ContourLevel& level) { return level.width <= kThinCurve; });
  if (!isThin) return LayerItem::renderImage(size);
  QImage pixels(size, QImage::Format_ARGB32_Premultiplied);
  pixels.fill(Qt::transparent);
  QPainter painter(&pixels);
  const std::vector<DrawnLevel> levels = levelsToDraw();
  const QRectF area = frame().area;
  for (std::size_t i = 0; i < levels.size(); ++i)
    painter.drawImage(0, 0,
                      curveImage(levels[i].lines, area, size, m_levels[i].width, theme().colour(m_levels[i].ink)));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(size.width() / area.width(), size.height() / area.height());
  painter.translate(-area.topLeft());
  paintLabels(painter, levels);
  return pixels;
}

void PointsItem::set(ErrorBars points) {
  m_points = std::move(points);
  contentChanged();
}

void PointsItem::paintLayer(QPainter& painter) {
  const auto& [x, y, error, ink, radius] = m_points;
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const QRectF area = frame().area;
  const QColor colour = theme().colour(ink);
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const QPointF point(xMap.toPixel(x[i]), yMap.toPixel(y[i]));
    if (!std::isfinite(point.x()) || !std::isfinite(point.y())) continue;
    if (point.x() < area.left() || point.x() > area.right()) continue;
    if (i < error.size() && error[i] > 0.0) {
      double low = yMap.toPixel(y[i] - error[i]), high = yMap.toPixel(y[i] + error[i]);
      if (std::isnan(low)) low = area.bottom();
      low = std::clamp(low, area.top(), area.bottom());
      high = std::clamp(high, area.top(), area.bottom());
      painter.setPen(QPen(colour, 1.0, Qt::SolidLine, Qt::FlatCap));
      painter.drawLine(QPointF(point.x(), low), QPointF(point.x(), high));
    }
    if (!area.contains(point)) continue;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(point, radius, radius);
  }
}

void ReferenceItem::set(const VerticalMark& mark) {
  set(Kind::Vertical, mark.x, mark.text, mark.ink, mark.movableEdge);
}

void ReferenceItem::set(const HorizontalMark& mark) {
  set(Kind::Horizontal, mark.y, mark.text, mark.ink, mark.movableEdge);
}

void ReferenceItem::setDiagonal(const Ink& ink) {
  set(Kind::Diagonal, 0.0, {}, ink, std::nullopt);
}

void ReferenceItem::set(Kind kind, double value, const std::string& text, const Ink& ink,
                        const std::optional<workbench::PlaneEdge>& movableEdge) {
  m_kind = kind;
  m_value = value;
  m_text = QString::fromStdString(text);
  m_ink = ink;
  m_movableEdge = movableEdge;
  update();
}

void ReferenceItem::paintDiagonal(QPainter& painter) {
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const double low = std::max(xMap.low, yMap.low), high = std::min(xMap.high, yMap.high);
  if (!(low < high)) return;
  // y = x is straight if both axes have the same scale, and curved between a log and a linear axis.
  QPolygonF line;
  for (int i = 0; i <= 100; ++i) {
    const double value = low + (high - low) * i / 100.0;
    line.append({xMap.toPixel(value), yMap.toPixel(value)});
  }
  painter.setPen(QPen(theme().colour(m_ink), 1.0));
  if (xMap.logarithmic == yMap.logarithmic)
    painter.drawLine(line.first(), line.last());
  else
    painter.drawPolyline(line);
}

void ReferenceItem::paintLayer(QPainter& painter) {
  if (m_kind == Kind::Diagonal) return paintDiagonal(painter);
  const QRectF area = frame().area;
  const QFont font = figureFont(11);
  const QColor colour = theme().colour(m_ink);
  QPen pen(colour, 1.0, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({4.0, 3.0});
  painter.setPen(pen);
  const double textWidth = rich::size(m_text, font).width();
  if (m_kind == Kind::Vertical) {
    const double x = frame().xMap().toPixel(m_value);
    if (!(x >= area.left() && x <= area.right())) return;
    painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.top()));
    const bool right = x + 5 + textWidth < area.right() - 8;
    painter.setPen(colour);
    rich::draw(painter, {right ? x + 5 : x - 5, area.top() + 16},
               (right ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, m_text, font);
  } else {
    const double y = frame().yMap().toPixel(m_value);
    if (!(y >= area.top() && y <= area.bottom())) return;
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    const bool above = y - area.top() > 20;
    painter.setPen(colour);
    rich::draw(painter, {area.right() - 10, above ? y - 9 : y + 10}, Qt::AlignRight | Qt::AlignVCenter, m_text, font);
  }
}

void BoxItem::set(const Box& box) {
  set(box, true);
}

void BoxItem::set(const Span& span) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  set({span.xLow, span.xHigh, -kFar, kFar, span.ink, span.opacity}, false);
}

void BoxItem::set(const Box& box, bool outlined) {
  m_box = box;
  m_outlined = outlined;
  setZValue(outlined ? kBoxHeight : kSpanHeight);
  update();
}

void BoxItem::paintLayer(QPainter& painter) {
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const QRectF area = frame().area;
  const auto pixel = [](const AxisMap& map, double value) {
    if (value <= map.low) return map.pixelLow;
    if (value >= map.high) return map.pixelHigh;
    return map.toPixel(value);
  };
  const QRectF box = QRectF(QPointF(pixel(xMap, m_box.xLow), pixel(yMap, m_box.yLow)),
                            QPointF(pixel(xMap, m_box.xHigh), pixel(yMap, m_box.yHigh)))
                         .normalized() &
                     area;
  if (box.isEmpty()) return;
  painter.setPen(m_outlined ? QPen(theme().colour(m_box.ink), 1.0) : QPen(Qt::NoPen));
  painter.setBrush(theme().colour(m_box.ink.withOpacityFactor(m_box.opacity)));
  painter.drawRect(m_outlined ? box.adjusted(0.5, 0.5, -0.5, -0.5) : box);
}

}  // namespace maury::ui
