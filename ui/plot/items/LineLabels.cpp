// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/LineLabels.h"

#include <QLineF>
#include <QTransform>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace maury::ui {

namespace {

constexpr double kMinLineLength = 3.0;  ///< length of the shortest line that gets a label, in lengths of the label
constexpr double kMaxBend = 1.6;        ///< px by which the line may deviate from the label's middle
constexpr double kClearance = 1.5;      ///< smallest distance between the label and another line, px
constexpr int kPlaces = 24;             ///< number of places tried on a line

/// Polyline parametrised by its arc length.
class ArcLengthLine {
public:
  explicit ArcLengthLine(const QPolygonF& line) : m_line(line), m_lengths{0.0} {
    for (qsizetype i = 1; i < line.size(); ++i)
      m_lengths.push_back(m_lengths.back() + QLineF(line[i - 1], line[i]).length());
  }

  double length() const { return m_lengths.back(); }
  QPointF at(double length) const {
    const auto above = std::upper_bound(m_lengths.begin() + 1, m_lengths.end() - 1, length);
    const auto i = static_cast<std::size_t>(above - m_lengths.begin());
    const double piece = m_lengths[i] - m_lengths[i - 1];
    return QLineF(m_line[static_cast<qsizetype>(i) - 1], m_line[static_cast<qsizetype>(i)])
        .pointAt(piece > 0.0 ? (length - m_lengths[i - 1]) / piece : 0.0);
  }

private:
  const QPolygonF& m_line;
  std::vector<double> m_lengths;
};

double distanceToSegment(const QPointF& point, const QPointF& a, const QPointF& b) {
  const QPointF along = b - a, from = point - a;
  const double squared = QPointF::dotProduct(along, along);
  const double share = squared > 0.0 ? std::clamp(QPointF::dotProduct(from, along) / squared, 0.0, 1.0) : 0.0;
  const QPointF away = from - share * along;
  return std::hypot(away.x(), away.y());
}

QPolygonF makeRotatedBox(const QPointF& centre, double degrees, const QSizeF& size) {
  const QRectF box(-size.width() / 2, -size.height() / 2, size.width(), size.height());
  return QTransform().translate(centre.x(), centre.y()).rotate(degrees).map(QPolygonF(box));
}

bool crosses(const QLineF& piece, const QPolygonF& box) {
  for (qsizetype corner = 0; corner < 4; ++corner)
    if (piece.intersects(QLineF(box[corner], box[corner + 1])) == QLineF::BoundedIntersection) return true;
  return box.containsPoint(piece.p1(), Qt::OddEvenFill);
}

/// Returns the distance from a label to the nearest of the other lines, at most `limit`. Measured from the corners of
/// the label and the middles of its sides, which is close enough.
double clearanceOf(const QPolygonF& box, const std::vector<QPolygonF>& others, double limit) {
  double nearest = limit;
  const QRectF near = box.boundingRect().adjusted(-limit, -limit, limit, limit);
  for (const QPolygonF& line : others)
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
      const QPointF &a = line[i], &b = line[i + 1];
      if (std::max(a.x(), b.x()) < near.left() || std::min(a.x(), b.x()) > near.right() ||
          std::max(a.y(), b.y()) < near.top() || std::min(a.y(), b.y()) > near.bottom())
        continue;  // most segments are far away
      if (crosses({a, b}, box)) return 0.0;
      for (qsizetype corner = 0; corner < 4; ++corner) {
        nearest = std::min(nearest, distanceToSegment(box[corner], a, b));
        nearest = std::min(nearest, distanceToSegment((box[corner] + box[corner + 1]) / 2, a, b));
      }
    }
  return nearest;
}

bool isFree(const QPolygonF& box, const QRectF& area, const std::vector<QPolygonF>& taken) {
  const QRectF near = box.boundingRect();
  return area.contains(near) && std::none_of(taken.begin(), taken.end(), [&](const QPolygonF& other) {
           return other.boundingRect().intersects(near) && other.intersects(box);
         });
}

}  // namespace

std::optional<LineLabel> placeOnLine(const std::vector<QPolygonF>& lines, const QSizeF& size, const QRectF& area,
                                     const std::vector<QPolygonF>& others, const std::vector<QPolygonF>& taken) {
  std::optional<LineLabel> best;
  double bestMerit = kClearance;
  for (const QPolygonF& line : lines) {
    if (line.size() < 2) continue;
    const ArcLengthLine arcLine(line);
    if (arcLine.length() < kMinLineLength * size.width()) continue;
    for (int place = 0; place < kPlaces; ++place) {
      const double middle = size.width() / 2 + (arcLine.length() - size.width()) * (place + 0.5) / kPlaces;
      const QLineF chord(arcLine.at(middle - size.width() / 2), arcLine.at(middle + size.width() / 2));
      // The chord is short where the line turns back on itself.
      if (chord.length() < 0.9 * size.width()) continue;
      if (distanceToSegment(arcLine.at(middle), chord.p1(), chord.p2()) > kMaxBend) continue;
      double degrees = std::atan2(chord.dy(), chord.dx()) * 180.0 / std::numbers::pi;
      degrees += degrees > 90.0 ? -180.0 : degrees <= -90.0 ? 180.0 : 0.0;
      LineLabel label{(chord.center() + arcLine.at(middle)) / 2, degrees, {}};
      label.box = makeRotatedBox(label.centre, degrees, size);
      if (!isFree(label.box, area, taken)) continue;
      // Horizontal labels are the easiest to read, so tilt counts against clearance.
      const double clearance = clearanceOf(label.box, others, size.height());
      const double merit = clearance - size.height() * std::abs(degrees) / 180.0;
      if (clearance <= kClearance || (best && merit <= bestMerit)) continue;
      bestMerit = merit;
      best = std::move(label);
    }
  }
  return best;
}

std::vector<QPolygonF> cutGap(const std::vector<QPolygonF>& lines, const QPolygonF& box) {
  constexpr double kStep = 1.0;  ///< px
  std::vector<QPolygonF> parts;
  const QRectF near = box.boundingRect();
  for (const QPolygonF& line : lines) {
    if (!line.boundingRect().adjusted(-1, -1, 1, 1).intersects(near)) {
      parts.push_back(line);
      continue;
    }
    QPolygonF part;
    const auto add = [&](const QPointF& point) {
      if (!box.containsPoint(point, Qt::OddEvenFill)) {
        part.append(point);
      } else if (!part.isEmpty()) {
        parts.push_back(std::exchange(part, {}));
      }
    };
    for (qsizetype i = 0; i < line.size(); ++i) {
      if (i > 0 && QLineF(line[i - 1], line[i]).length() > kStep &&
          QRectF(line[i - 1], line[i]).normalized().adjusted(-1, -1, 1, 1).intersects(near)) {
        const QLineF piece(line[i - 1], line[i]);
        for (double distance = kStep; distance < piece.length(); distance += kStep)
          add(piece.pointAt(distance / piece.length()));
      }
      add(line[i]);
    }
    if (!part.isEmpty()) parts.push_back(part);
  }
  return parts;
}

}  // namespace maury::ui
