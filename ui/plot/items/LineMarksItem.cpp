// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/LineMarksItem.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/plot/items/drawing/RichText.h"

namespace maury::ui {

namespace {

constexpr double kNameTop = 5.0;      ///< px from the top of the frame down to the names
constexpr double kNameSpacing = 4.0;  ///< px between names
constexpr double kBarOpacity = 0.24;

}  // namespace

std::vector<double> placeNames(const std::vector<double>& positions, const std::vector<double>& widths,
                               const std::vector<double>& weights, double left, double right, double spacing) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  std::vector<double> places(positions.size(), std::numeric_limits<double>::quiet_NaN());
  const auto isFree = [&](double centre, double width) {
    if (centre - width / 2 < left || centre + width / 2 > right) return false;
    for (std::size_t j = 0; j < places.size(); ++j)
      if (std::abs(places[j] - centre) < (widths[j] + width) / 2 + spacing) return false;
    return true;
  };
  for (const std::size_t i : order) {
    if (!(positions[i] >= left && positions[i] <= right)) continue;
    for (double shift = 0.0; shift <= 0.7 * widths[i] && std::isnan(places[i]); shift += 1.0)
      for (const double centre : {positions[i] + shift, positions[i] - shift})
        if (isFree(centre, widths[i])) {
          places[i] = centre;
          break;
        }
  }
  return places;
}

void LineMarksItem::set(LineMarks marks) {
  m_marks = std::move(marks);
  contentChanged();
}

std::vector<double> LineMarksItem::namePlaces(const QFont& font) const {
  const AxisMap map = frame().xMap();
  std::vector<double> positions, widths, weights;
  for (const LineMark& mark : m_marks.marks) {
    positions.push_back(map.toPixel(mark.position));
    widths.push_back(rich::size(QString::fromStdString(mark.text), font).width());
    weights.push_back(mark.text.empty() ? -1.0 : mark.weight);
  }
  return placeNames(positions, widths, weights, frame().area.left() + 4, frame().area.right() - 4, kNameSpacing);
}

void LineMarksItem::paintLayer(QPainter& painter) {
  const AxisMap map = frame().xMap();
  const QRectF area = frame().area;
  const QFont font = figureFont(11);
  const double nameHeight = rich::size(QStringLiteral("Fe"), font).height();
  const double top = m_marks.showText && !m_marks.marks.empty() ? area.top() + kNameTop + nameHeight : area.top();
  painter.setPen(Qt::NoPen);
  for (const LineMark& mark : m_marks.marks) {
    const double centre = map.toPixel(mark.position);
    const double half = std::max(
        1.0, std::abs(map.toPixel(mark.position + mark.halfWidth) - map.toPixel(mark.position - mark.halfWidth)) / 2);
    const double left = std::max(area.left(), centre - half), right = std::min(area.right(), centre + half);
    if (!(right > left)) continue;
    painter.setBrush(theme().colour(mark.ink.withOpacityFactor(kBarOpacity)));
    painter.drawRect(QRectF(QPointF(left, top), QPointF(right, area.bottom())));
  }
  if (!m_marks.showText) return;
  const std::vector<double> places = namePlaces(font);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const LineMark& mark = m_marks.marks[i];
    if (std::isnan(places[i]) || mark.text.empty()) continue;
    painter.setPen(theme().colour(mark.ink));
    rich::draw(painter, {places[i], area.top() + kNameTop}, Qt::AlignHCenter | Qt::AlignTop,
               QString::fromStdString(mark.text), font);
  }
}

}  // namespace maury::ui
