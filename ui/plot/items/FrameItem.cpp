// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/FrameItem.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plot/items/RichText.h"

namespace maury::ui {

namespace {

constexpr double kLineWidth = 1.0;
constexpr double kLabelsApart = 10.0, kLabelsAtLeastApart = 4.0;  ///< px between numbers along an axis

/// A line of odd width is sharp where its centre lies on half a pixel.
double sharp(double pixel) {
  return std::floor(pixel) + 0.5;
}

LabelledTicks labelled(const Axis& axis, int mostMajors) {
  LabelledTicks result{findTicks(axis.low, axis.high, axis.logarithmic, mostMajors, axis.whole), {}};
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

/// Labels up an axis that lie wholly beside it, as they must where panels are stacked.
int labelsBeside(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  const double half = rich::capHeight(figureFont()) / 2;
  return static_cast<int>(std::count_if(ticks.ticks.majors.begin(), ticks.ticks.majors.end(), [&](double major) {
    const double pixel = map.toPixel(major);
    return pixel >= half && pixel <= length - half;
  }));
}

/// Labels along an axis that lie wholly below it, as they must where panels are side by side.
int labelsBelow(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  int count = 0;
  for (std::size_t i = 0; i < ticks.ticks.majors.size(); ++i) {
    const double pixel = map.toPixel(ticks.ticks.majors[i]);
    const double half = rich::size(ticks.texts[static_cast<qsizetype>(i)], figureFont()).width() / 2;
    count += pixel >= half - 2 && pixel <= length - half + 2;
  }
  return count;
}

/// The distance between the two labels that are closest to each other, px.
double closest(const Axis& axis, const LabelledTicks& ticks, double length) {
  const AxisMap map = mapOf(axis, 0.0, length);
  double distance = length;
  for (std::size_t i = 1; i < ticks.ticks.majors.size(); ++i)
    distance =
        std::min(distance, std::abs(map.toPixel(ticks.ticks.majors[i]) - map.toPixel(ticks.ticks.majors[i - 1])));
  return distance;
}

LabelledTicks fittingTicks(const Axis& axis, double length, bool horizontal) {
  const double wish = horizontal ? length / 62.0 : length / 42.0;
  int most = std::clamp(static_cast<int>(std::lround(wish)), horizontal ? 3 : 2, horizontal ? 10 : 8);
  LabelledTicks ticks = labelled(axis, most);
  while (horizontal && most > 1 && !labelsFit(axis, ticks, length, kLabelsApart))
    ticks = labelled(axis, --most);
  // One number alone says nothing about scale.
  for (int more = most + 1; horizontal && more <= 10 && labelsBelow(axis, ticks, length) < 2; ++more) {
    LabelledTicks finer = labelled(axis, more);
    if (!labelsFit(axis, finer, length, kLabelsAtLeastApart)) break;
    ticks = std::move(finer);
  }
  for (int more = most + 1; !horizontal && more <= 8 && labelsBeside(axis, ticks, length) < 2; ++more) {
    LabelledTicks finer = labelled(axis, more);
    if (closest(axis, finer, length) < lineHeight()) break;
    ticks = std::move(finer);
  }
  return ticks;
}

/// What was found for the last axes: the panels of a grid share theirs, and keep them from one painting to the next.
struct KnownTicks {
  Axis axis;
  double length;
  bool horizontal;
  LabelledTicks ticks;
};
constexpr std::size_t kMostKnown = 16;

}  // namespace

LabelledTicks ticksAlong(const Axis& axis, double length, bool horizontal) {
  if (!axis.ticks || length < 8.0) return {};
  thread_local std::vector<KnownTicks> knownTicks;  // the latest last
  const auto known = std::find_if(knownTicks.begin(), knownTicks.end(), [&](const KnownTicks& one) {
    return one.length == length && one.horizontal == horizontal && one.axis == axis;
  });
  if (known != knownTicks.end()) return known->ticks;
  if (knownTicks.size() == kMostKnown) knownTicks.erase(knownTicks.begin());
  knownTicks.push_back({axis, length, horizontal, fittingTicks(axis, length, horizontal)});
  return knownTicks.back().ticks;
}

double lineHeight() {
  return std::ceil(rich::size(QStringLiteral("0"), figureFont()).height());
}

double labelRoom(const Axis& axis, double length, bool horizontal) {
  if (!axis.ticks) return 0.0;
  if (horizontal) return lineHeight() - 2.0;
  double widest = 0.0;
  for (const QString& text : ticksAlong(axis, length, false).texts)
    widest = std::max(widest, rich::size(text, figureFont()).width());
  // In steps of 4 px, so that the frame does not move with each digit.
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
  const double left = m_plan.left ? m_plan.leftRoom + kLabelGap + kTitleGap + lineHeight() + 12 : 12;
  const double below = m_plan.below ? m_plan.belowRoom + kLabelGap + kTitleGap + lineHeight() + 12 : 12;
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
    const double px = sharp(frame().xMap().toPixel(m_crosshair->x())),
                 py = sharp(frame().yMap().toPixel(m_crosshair->y()));
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
      const double pixel = sharp((horizontal ? xMap : yMap).toPixel(value));
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
    rich::draw(painter, {sharp(pixel), area.bottom() + kLabelGap - 2}, Qt::AlignHCenter | Qt::AlignTop, x.texts[i],
               font);
  }
  for (qsizetype i = 0; m_plan.left && i < y.texts.size(); ++i) {
    double pixel = frame().yMap().toPixel(y.ticks.majors[static_cast<std::size_t>(i)]);
    const double half = rich::capHeight(font) / 2;
    if (m_plan.pruneY && (pixel - half < area.top() || pixel + half > area.bottom())) continue;
    if (m_plan.below) pixel = std::min(pixel, area.bottom() - half);  // off the first number below the frame
    rich::draw(painter, {area.left() - kLabelGap, pixel}, Qt::AlignRight | Qt::AlignVCenter, y.texts[i], font);
  }
}

void FrameItem::paintTitles(QPainter& painter) {
  const QRectF area = frame().area;
  const QFont font = figureFont();
  painter.setPen(theme().text);
  if (m_plan.below && !frame().x.title.empty())
    rich::draw(painter, {area.center().x(), area.bottom() + kLabelGap + m_plan.belowRoom + kTitleGap - 3},
               Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(frame().x.title), font);
  if (m_plan.left && !frame().y.title.empty())
    rich::drawTurned(painter, {area.left() - kLabelGap - m_plan.leftRoom - kTitleGap, area.center().y()}, -90,
                     Qt::AlignHCenter | Qt::AlignBottom, QString::fromStdString(frame().y.title), font);
}

}  // namespace maury::ui
