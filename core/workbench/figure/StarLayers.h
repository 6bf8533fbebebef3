// SPDX-License-Identifier: GPL-3.0-or-later
// Draws stars as layers of a panel: densities, and subsets over them. Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "galaxy/density/Contours.h"
#include "galaxy/density/Density.h"
#include "workbench/figure/Layers.h"

namespace maury::workbench {

/// Colour of the selected stars in every view (0xRRGGBB): Okabe–Ito vermilion, distinct from both ends of cividis.
inline constexpr std::uint32_t kSelectionRgb = 0xD55E00;
/// Colours of named subsets: pink (as high-α), blue (as low-α), then Okabe–Ito and other colours.
inline constexpr std::array<std::uint32_t, 7> kSubsetRgb{0xCC79A7, 0x2F5D8C, 0xE69F00, 0x009E73,
                                                         0x56B4E9, 0x8C6BB1, 0x8A8F98};
/// Returns the colour of the named subset created as number `index`, from 0; the colours repeat.
constexpr std::uint32_t subsetRgb(std::size_t index) {
  return kSubsetRgb[index % kSubsetRgb.size()];
}

/// Named set of stars with its colour, which is the same in every view.
struct Subset {
  std::string name{};
  std::uint32_t rgb = 0;                                   ///< 0xRRGGBB
  std::shared_ptr<const std::vector<std::size_t>> rows{};  ///< ascending rows of the survey
  bool isSelection = false;                                ///< true for the selected stars, which are drawn on top
};

/// Returns the cells of a density, coloured by `scale`.
DensityCells densityCells(const galaxy::Density& density, const ColourScale& scale);

/// Returns one level per list of lines, all in the same ink.
std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours, const Ink& ink,
                                        double width);

/// Returns contours of the smoothed density of a subset that enclose 30, 60 and 90 % of its stars.
std::vector<ContourLevel> subsetContours(std::span<const double> x, std::span<const double> y,
                                         const galaxy::CellGrid& cells, const Ink& ink);

/// Layer that shows a subset, and its legend entry.
struct SubsetLayer {
  LayerContent content;
  LegendEntry entry;  ///< number of stars, with a dot or a line
};
/// Returns a layer of the stars at (x, y), finite values of equal lengths: points for up to 300 stars, contours for
/// more.
SubsetLayer subsetLayer(std::vector<double> x, std::vector<double> y, const galaxy::CellGrid& cells, const Ink& ink);

}  // namespace maury::workbench
