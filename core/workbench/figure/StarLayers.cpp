// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/StarLayers.h"

#include <utility>

#include "workbench/figure/FigureText.h"

namespace maury::workbench {

namespace {
constexpr double kFractions[] = {0.3, 0.6, 0.9};
constexpr double kSubsetWidth = 1.5, kSubsetRadius = 1.8;  ///< px
constexpr std::size_t kMaxSubsetPoints = 300;              ///< larger subsets are drawn as contours
}  // namespace

DensityCells densityCells(const galaxy::Density& density, const ColourScale& scale) {
  DensityCells cells;
  cells.columns = density.cells.columns;
  cells.rows = density.cells.rows;
  cells.xLow = density.cells.xLow;
  cells.xHigh = density.cells.xHigh;
  cells.yLow = density.cells.yLow;
  cells.yHigh = density.cells.yHigh;
  cells.values = density.values;
  cells.scale = scale;
  return cells;
}

std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours, const Ink& ink,
                                        double width) {
  std::vector<ContourLevel> levels;
  for (const auto& lines : contours)
    levels.push_back({lines, ink, width});
  return levels;
}

std::vector<ContourLevel> subsetContours(std::span<const double> x, std::span<const double> y,
                                         const galaxy::CellGrid& cells, const Ink& ink) {
  const galaxy::Density density = galaxy::smoothDensity({x, y}, cells);
  const std::vector<double> levels = galaxy::levelsForFractions(density, kFractions);
  return contourLevels(galaxy::contours(density, levels), ink, kSubsetWidth);
}

SubsetLayer subsetLayer(std::vector<double> x, std::vector<double> y, const galaxy::CellGrid& cells, const Ink& ink) {
  const bool asPoints = x.size() <= kMaxSubsetPoints;
  LegendEntry entry{countText(x.size()), ink, asPoints ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line};
  if (!asPoints) return {Contours{subsetContours(x, y, cells, ink)}, std::move(entry)};
  return {Points{std::move(x), std::move(y), ink, kSubsetRadius}, std::move(entry)};
}

}  // namespace maury::workbench
