// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/ContourRound.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maury::galaxy {
namespace {

/// Returns the position of a point on the edge of the rectangle: 0 … 4 sides counter-clockwise from the lower left
/// corner.
double positionOnEdge(const Point& point, const CellGrid& cells) {
  const double x = (point.x - cells.xLow) / (cells.xHigh - cells.xLow);
  const double y = (point.y - cells.yLow) / (cells.yHigh - cells.yLow);
  const double distance[] = {std::abs(y), std::abs(1.0 - x), std::abs(1.0 - y), std::abs(x)};
  const auto side = std::min_element(std::begin(distance), std::end(distance)) - std::begin(distance);
  const double along[] = {x, 1.0 + y, 3.0 - x, 4.0 - y};
  return along[side];
}

Point corner(int number, const CellGrid& cells) {
  const int k = number % 4;
  return {k == 1 || k == 2 ? cells.xHigh : cells.xLow, k == 2 || k == 3 ? cells.yHigh : cells.yLow};
}

/// Returns the distance counter-clockwise from one position on the edge to another, in sides.
double distanceAhead(double from, double to) {
  return to >= from ? to - from : to - from + 4.0;
}

bool contains(const std::vector<Point>& polygon, const Point& point) {
  bool inside = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Point &a = polygon[i], &b = polygon[j];
    if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}

double areaOf(const std::vector<Point>& polygon) {
  double twice = 0.0;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
    twice += polygon[j].x * polygon[i].y - polygon[i].x * polygon[j].y;
  return std::abs(twice) / 2.0;
}

}  // namespace

std::vector<std::vector<Point>> closeAlongEdge(std::span<const Polyline> lines, const CellGrid& cells) {
  std::vector<std::vector<Point>> polygons;
  std::vector<const Polyline*> open;
  for (const Polyline& line : lines) {
    if (line.closed)
      polygons.push_back(line.points);
    else if (line.points.size() >= 2)
      open.push_back(&line);
  }
  std::vector<char> used(open.size(), 0);
  for (std::size_t first = 0; first < open.size(); ++first) {
    if (used[first]) continue;
    std::vector<Point> polygon;
    std::size_t line = first;
    do {
      used[line] = 1;
      polygon.insert(polygon.end(), open[line]->points.begin(), open[line]->points.end());
      // The higher values are on the left. To keep them inside, follow the edge counter-clockwise to the nearest start.
      const double end = positionOnEdge(polygon.back(), cells);
      std::size_t next = first;
      double nearest = distanceAhead(end, positionOnEdge(open[first]->points.front(), cells));
      for (std::size_t other = 0; other < open.size(); ++other) {
        const double distance = distanceAhead(end, positionOnEdge(open[other]->points.front(), cells));
        if (used[other] || distance >= nearest) continue;
        nearest = distance;
        next = other;
      }
      for (int number = static_cast<int>(std::floor(end)) + 1; number < end + nearest; ++number)
        polygon.push_back(corner(number, cells));
      line = next;
    } while (line != first);
    polygons.push_back(std::move(polygon));
  }
  return polygons;
}

std::vector<Point> enclosingContour(std::span<const std::vector<Polyline>> contours, const CellGrid& cells,
                                    const Point& point) {
  std::vector<Point> closest;
  double smallest = std::numeric_limits<double>::infinity();
  for (const auto& lines : contours)
    for (auto& polygon : closeAlongEdge(lines, cells)) {
      if (polygon.size() < 3 || !contains(polygon, point)) continue;
      const double area = areaOf(polygon);
      if (area >= smallest) continue;
      smallest = area;
      closest = std::move(polygon);
    }
  return closest;
}

}  // namespace maury::galaxy
