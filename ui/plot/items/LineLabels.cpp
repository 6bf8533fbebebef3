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

constexpr double kShortest = 3.0;   ///< a line, in lengths of the words
constexpr double kMostBent = 1.6;   ///< px that the line may leave the middle of its words
constexpr double kClearance = 1.5;  ///< px between the words and another line
constexpr int kPlaces = 24;         ///< tried on a line

/// A line by its length.
class Course {
public:
  explicit Course(const QPolygonF& line) : m_line(line), m_lengths{0.0} {
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

QPolygonF boxRound(const QPointF& centre, double degrees, const QSizeF& size) {
  const QRectF box(-size.width() / 2, -size.height() / 2, size.width(), size.height());
  return QTransform().translate(centre.x(), centre.y()).rotate(degrees).map(QPolygonF(box));
}

bool crosses(const QLineF& piece, const QPolygonF& box) {
  for (qsizetype corner = 0; corner < 4; ++corner)
    if (piece.intersects(QLineF(box[corner], box[corner + 1])) == QLineF::BoundedIntersection) return true;
  return box.containsPoint(piece.p1(), Qt::OddEvenFill);
}

/// How far the words stay from the others, at most `most`; a few points round them speak for all.
double clearanceOf(const QPolygonF& box, const std::vector<QPolygonF>& others, double most) {
  double nearest = most;
  const QRectF near = box.boundingRect().adjusted(-most, -most, most, most);
  for (const QPolygonF& line : others)
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
      const QPointF &a = line[i], &b = line[i + 1];
      if (std::max(a.x(), b.x()) < near.left() || std::min(a.x(), b.x()) > near.right() ||
          std::max(a.y(), b.y()) < near.top() || std::min(a.y(), b.y()) > near.bottom())
        continue;  // most are
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
  return area.contains(near) && std::none_of(taken.begin(), taken.end(), [&](const QPolygonF& of) {
           return of.boundingRect().intersects(near) && of.intersects(box);
         });
}

}  // namespace

std::optional<LineLabel> placeOnLine(const std::vector<QPolygonF>& lines, const QSizeF& size, const QRectF& area,
                                     const std::vector<QPolygonF>& others, const std::vector<QPolygonF>& taken) {
  std::optional<LineLabel> best;
  double widest = kClearance;
  for (const QPolygonF& line : lines) {
    if (line.size() < 2) continue;
    const Course course(line);
    if (course.length() < kShortest * size.width()) continue;
    for (int place = 0; place < kPlaces; ++place) {
      const double middle = size.width() / 2 + (course.length() - size.width()) * (place + 0.5) / kPlaces;
      const QLineF chord(course.at(middle - size.width() / 2), course.at(middle + size.width() / 2));
      // Where the line turns back on itself the chord is short.
      if (chord.length() < 0.9 * size.width()) continue;
      if (distanceToSegment(course.at(middle), chord.p1(), chord.p2()) > kMostBent) continue;
      double degrees = std::atan2(chord.dy(), chord.dx()) * 180.0 / std::numbers::pi;
      degrees += degrees > 90.0 ? -180.0 : degrees <= -90.0 ? 180.0 : 0.0;
      LineLabel label{(chord.center() + course.at(middle)) / 2, degrees, {}};
      label.box = boxRound(label.centre, degrees, size);
      if (!isFree(label.box, area, taken)) continue;
      // Words that lie flat read best: they win against a little more room.
      const double clearance = clearanceOf(label.box, others, size.height());
      const double merit = clearance - size.height() * std::abs(degrees) / 180.0;
      if (clearance <= kClearance || (best && merit <= widest)) continue;
      widest = merit;
      best = std::move(label);
    }
  }
  return best;
}

std::vector<QPolygonF> withGap(const std::vector<QPolygonF>& lines, const QPolygonF& box) {
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
        for (double at = kStep; at < piece.length(); at += kStep)
          add(piece.pointAt(at / piece.length()));
      }
      add(line[i]);
    }
    if (!part.isEmpty()) parts.push_back(part);
  }
  return parts;
}

}  // namespace maury::ui
