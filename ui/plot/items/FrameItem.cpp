// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/FrameItem.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plot/items/drawing/RichText.h"

namespace maury::ui {

namespace {

constexpr double kLineWidth = 1.0;
constexpr double kLabelSpacing = 10.0, kMinLabelSpacing = 4.0;  ///< px between numbers along an axis

/// Returns the centre of the pixel, where a line of odd width is sharp.
double pixelCentre(double pixel) {
  return std::floor(pixel) + 0.5;
}

LabelledTicks labelTicks(const Axis& axis, int maxMajors) {
  LabelledTicks result{findTicks(axis.low, axis.high, axis.logarithmic, maxMajors, axis.whole), {}};
  for (const double major : result.ticks.majors)
    result.texts << tickText(major, result.ticks, axis.logarithmic);
  return result;
}

bool labelsFit(const Axis& axis, const LabelledTicks& ticks, double length, double gap) {
  const AxisMap map = mapOf(axis, 0.0, length);
  const QFont font = figureFont();
  for (std::size_t i = 1; i < ticks.ticks.majors.size(); ++i) {
    const double distance = std::abs(map.toPixel(ticks.ticks.majors[i]) - map.toPixel(ticks.ticks.majors[i - 1]));
    const double widths = rich::size(ticks.texts[static_cast<qsizetype>(i)], font).width() +
                          rich::size(ticks.texts[static_cast<qsizetype>(i) - 1], font).width();
    if (distance < widths / 2 + gap) return false;
  }
  return true;
}

/// Returns the number of labels of a vertical axis that do not extend beyond its ends, as required in stacked panels.
int countLabelsLeft(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  const double half = rich::capHeight(figureFont()) / 2;
  return static_cast<int>(std::count_if(ticks.ticks.majors.begin(), ticks.ticks.majors.end(), [&](double major) {
    const double pixel = map.toPixel(major);
    return pixel >= half && pixel <= length - half;
  }));
}

/// Returns the number of labels of a horizontal axis that extend at most 2 px beyond its ends, as required in panels
/// side by side.
int countLabelsBelow(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  int count = 0;
  for (std::size_t i = 0; i < ticks.ticks.majors.size(); ++i) {
    const double pixel = map.toPixel(ticks.ticks.majors[i]);
    const double half = rich::size(ticks.texts[static_cast<qsizetype>(i)], figureFont()).width() / 2;
    count += pixel >= half - 2 && pixel <= length - half + 2;
  }
  return count;
}

/// Returns the distance between the two labels that are closest to each other, px.
double smallestDistance(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  double distance = length;
  for (std::size_t i = 1; i < ticks.ticks.majors.size(); ++i)
    distance =
        std::min(distance, std::abs(map.toPixel(ticks.ticks.majors[i]) - map.toPixel(ticks.ticks.majors[i - 1])));
  return distance;
}

LabelledTicks fitTicks(const Axis& axis, double length, bool horizontal) {
  const double ideal = horizontal ? length / 62.0 : length / 42.0;
  int majors = std::clamp(static_cast<int>(std::lround(ideal)), horizontal ? 3 : 2, horizontal ? 10 : 8);
  LabelledTicks ticks = labelTicks(axis, majors);
  while (horizontal && majors > 1 && !labelsFit(axis, ticks, length, kLabelSpacing))
    ticks = labelTicks(axis, --majors);
  // A single number does not show the scale, so try for a second one.
  for (int more = majors + 1; horizontal && more <= 10 && countLabelsBelow(axis, ticks, length) < 2; ++more) {
    LabelledTicks finer = labelTicks(axis, more);
    if (!labelsFit(axis, finer, length, kMinLabelSpacing)) break;
    ticks = std::move(finer);
  }
  for (int more = majors + 1; !horizontal && more <= 8 && countLabelsLeft(axis, ticks, length) < 2; ++more) {
    LabelledTicks finer = labelTicks(axis, more);
    if (smallestDistance(axis, finer, length) < lineHeight()) break;
    ticks = std::move(finer);
  }
  return ticks;
}

/// Ticks of a recently used axis. The panels of a grid share their axes and ask for them at each repaint.
struct CachedTicks {
  Axis axis;
  double length;
  bool horizontal;
  LabelledTicks ticks;
};
constexpr std::size_t kMaxCached = 16;

}  // namespace

LabelledTicks ticksAlong(const Axis& axis, double length, bool horizontal) {
  if (!axis.ticks || length < 8.0) return {};
  thread_local std::vector<CachedTicks> cache;  // oldest first
  const auto known = std::find_if(cache.begin(), cache.end(), [&](const CachedTicks& one) {
    return one.length == length && one.horizontal == horizontal && one.axis == axis;
  });
  if (known != cache.end()) return known->ticks;
  if (cache.size() == kMaxCached) cache.erase(cache.begin());
  cache.push_back({axis, length, horizontal, fitTicks(axis, length, horizontal)});
  return cache.back().ticks;
}

double lineHeight() {
  return std::ceil(rich::size(QStringLiteral("0"), figureFont()).height());
}

double labelSpace(const Axis& axis, double length, bool horizontal) {
  if (!axis.ticks) return 0.0;
  if (horizontal) return lineHeight() - 2.0;
  double widest = 0.0;
  for (const QString& text : ticksAlong(axis, length, false).texts)
    widest = std::max(widest, rich::size(text, figureFont()).width());
  // Rounded up to a multiple of 4 px, so that the frame does not move whenever a digit changes.
  return 4.0 * std::ceil(widest / 4.0);
}

void FrameItem::setPlan(const LabelPlan& plan) {
  if (plan == m_plan) return;
  prepareGeometryChange();
  m_plan = plan;
  update();
}

void FrameItem::setHighlighted(bool on) {
  m_highlighted = on;
  update();
}

void FrameItem::setCrosshair(const std::optional<QPointF>& value) {
  if (value == m_crosshair) return;
  m_crosshair = value;
  update();
}

QRectF FrameItem::boundingRect() const {
  const double left = m_plan.left ? m_plan.leftSpace + kLabelGap + kTitleGap + lineHeight() + 12 : 12;
  const double below = m_plan.below ? m_plan.belowSpace + kLabelGap + kTitleGap + lineHeight() + 12 : 12;
  return frame().area.adjusted(-left, -12, 40, below);
}

void FrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (frame().area.isEmpty()) return;
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintLayer(*painter);
  painter->restore();
}

void FrameItem::paintLayer(QPainter& painter) {
  const QRectF area = frame().area;
  const LabelledTicks x = ticksAlong(frame().x, area.width(), true);
  const LabelledTicks y = ticksAlong(frame().y, area.height(), false);
  if (m_crosshair) {
    const double px = pixelCentre(frame().xMap().toPixel(m_crosshair->x())),
                 py = pixelCentre(frame().yMap().toPixel(m_crosshair->y()));
    QPen pen(theme().muted, 1.0, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({1.0, 3.0});
    painter.setPen(pen);
    if (px > area.left() && px < area.right()) painter.drawLine(QPointF(px, area.top()), QPointF(px, area.bottom()));
    if (py > area.top() && py < area.bottom()) painter.drawLine(QPointF(area.left(), py), QPointF(area.right(), py));
  }
  paintTicks(painter, x, y);
  painter.setBrush(Qt::NoBrush);
  if (m_highlighted) {
    painter.setPen(QPen(theme().accent, 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(area.adjusted(1.0, 1.0, -1.0, -1.0));
  }
  painter.setPen(QPen(theme().text, kLineWidth, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5));
  paintLabels(painter, x, y);
  paintTitles(painter);
}

void FrameItem::paintTicks(QPainter& painter, const LabelledTicks& x, const LabelledTicks& y) {
  const QRectF area = frame().area;
  const AxisMap xMap = frame().xMap(), yMap = frame().yMap();
  const bool small = std::min(area.width(), area.height()) < 90.0;
  const double major = small ? 4.0 : 5.0, minor = small ? 2.0 : 2.5;
  painter.setPen(QPen(theme().text, kLineWidth, Qt::SolidLine, Qt::FlatCap));
  QList<QLineF> lines;
  const auto add = [&](const std::vector<double>& values, double length, bool horizontal) {
    for (const double value : values) {
      const double pixel = pixelCentre((horizontal ? xMap : yMap).toPixel(value));
      if (horizontal && pixel > area.left() && pixel < area.right()) {
        lines << QLineF(pixel, area.top(), pixel, area.top() + length)
              << QLineF(pixel, area.bottom(), pixel, area.bottom() - length);
      } else if (!horizontal && pixel > area.top() && pixel < area.bottom()) {
        lines << QLineF(area.left(), pixel, area.left() + length, pixel)
              << QLineF(area.right(), pixel, area.right() - length, pixel);
      }
    }
  };
  add(x.ticks.majors, major, true);
  add(x.ticks.minors, minor, true);
  add(y.ticks.majors, major, false);
  add(y.ticks.minors, minor, false);
  painter.drawLines(lines);
}

void FrameItem::paintLabels(QPainter& painter, const LabelledTicks& x, const LabelledTicks& y) {
  const QRectF area = frame().area;
  const QFont font = figureFont();
  painter.setPen(theme().text);
  for (qsizetype i = 0; m_plan.below && i < x.texts.size(); ++i) {
    const double pixel = frame().xMap().toPixel(x.ticks.majors[static_cast<std::size_t>(i)]);
    const double half = rich::size(x.texts[i], font).width() / 2;
    if (m_plan.pruneX && (pixel - half < area.left() - 2 || pixel + half > area.right() + 2)) continue;
    rich::draw(painter, {pixelCentre(pixel), area.bottom() + kLabelGap - 2}, Qt::AlignHCenter | Qt::AlignTop,
               x.texts[i], font);
  }
  for (qsizetype i = 0; m_plan.left && i < y.texts.size(); ++i) {
    double pixel = frame().yMap().toPixel(y.ticks.majors[static_cast<std::size_t>(i)]);
    const double half = rich::capHeight(font) / 2;
    if (m_plan.pruneY && (pixel - half < area.top() || pixel + half > area.bottom())) continue;
    if (m_plan.below) pixel = std::min(pixel, area.bottom() - half);  // clear of the first number below the frame
    rich::draw(painter, {area.left() - kLabelGap, pixel}, Qt::AlignRight | Qt::AlignVCenter, y.texts[i], font);
  }
}

void FrameItem::paintTitles(QPainter& painter) {
  const QRectF area = frame().area;
  const QFont font = figureFont();
  painter.setPen(theme().text);
  if (m_plan.below && !frame().x.title.empty())
    rich::draw(painter, {area.center().x(), area.bottom() + kLabelGap + m_plan.belowSpace + kTitleGap - 3},
               Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(frame().x.title), font);
  if (m_plan.left && !frame().y.title.empty())
    rich::drawRotated(painter, {area.left() - kLabelGap - m_plan.leftSpace - kTitleGap, area.center().y()}, -90,
                      Qt::AlignHCenter | Qt::AlignBottom, QString::fromStdString(frame().y.title), font);
}

}  // namespace maury::ui
