// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SubsetLayer.h"

namespace maury::ui {

namespace {
constexpr double kFractions[] = {0.3, 0.6, 0.9};
constexpr double kSubsetWidth = 1.5;  ///< px
}  // namespace

std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours, const Ink& ink,
                                        double width) {
  std::vector<ContourLevel> levels;
  for (const auto& lines : contours) {
    ContourLevel level;
    level.ink = ink;
    level.width = width;
    for (const galaxy::Polyline& line : lines) {
      ContourLine points;
      points.closed = line.closed;
      for (const galaxy::Point& point : line.points)
        points.points.emplace_back(point.x, point.y);
      level.lines.push_back(std::move(points));
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

std::vector<ContourLevel> subsetContours(std::span<const double> x, std::span<const double> y,
                                         const galaxy::CellGrid& cells, const Ink& ink) {
  const galaxy::Density density = galaxy::smoothed({x, y}, cells);
  const std::vector<double> levels = galaxy::levelsForFractions(density, kFractions);
  return contourLevels(galaxy::contours(density, levels), ink, kSubsetWidth);
}

}  // namespace maury::ui
