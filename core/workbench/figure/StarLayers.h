// SPDX-License-Identifier: GPL-3.0-or-later
// Stars as layers of a panel: densities, and subsets over them. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "galaxy/density/Density.h"
#include "workbench/figure/Layers.h"

namespace maury::workbench {

/// Stars with a name, and the colour that they have in every view.
struct Subset {
  std::string name{};
  std::uint32_t rgb = 0;                                   ///< 0xRRGGBB
  std::shared_ptr<const std::vector<std::size_t>> rows{};  ///< ascending rows of the survey
  bool isSelection = false;                                ///< the selected stars, which lie on top
};

/// Returns a density's cells in the colours of `scale`.
DensityCells densityCells(const galaxy::Density& density, const ColourScale& scale);

/// Returns contours in one ink, each list of lines a level.
std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours, const Ink& ink,
                                        double width);

/// Returns the contours that enclose 30, 60 and 90 % of a subset's smoothed stars.
std::vector<ContourLevel> subsetContours(std::span<const double> x, std::span<const double> y,
                                         const galaxy::CellGrid& cells, const Ink& ink);

/// A subset in a panel: few stars as points, many as contours.
struct SubsetLayer {
  LayerContent content;
  LegendEntry entry;  ///< its count, with a dot or a line
};
/// Returns the layer of the stars at (x, y), equal lengths, all finite: as points up to 300.
SubsetLayer subsetLayer(std::vector<double> x, std::vector<double> y, const galaxy::CellGrid& cells, const Ink& ink);

}  // namespace maury::workbench
