// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/CellColours.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "galaxy/density/CellStatistics.h"
#include "survey/names/LabelNames.h"
#include "workbench/figure/Axis.h"

namespace maury::workbench {

namespace {

// A kernel extends to infinity, so cells are blank below these shares of the fullest cell of all panels and of the
// fullest cell of their own panel.
constexpr float kFaintestOfAll = 1e-3F, kFaintestOfPanel = 1e-2F;
constexpr float kFaintestShare = 0.1F;  ///< stars; with stars spread over panels, emptier cells are blank

/// Returns colours for means, scaled to the means of all panels without the outermost 2 % at each end.
CellColours meanColours(const galaxy::PanelGrid& grid, const survey::Dataset& stars) {
  std::vector<double> means;
  for (const galaxy::Panel& panel : grid.panels)
    std::copy_if(panel.means.begin(), panel.means.end(), std::back_inserter(means),
                 [](float mean) { return std::isfinite(mean); });
  std::sort(means.begin(), means.end());
  CellColours colours;
  colours.kind = CellColours::Kind::Means;
  colours.scale = {ColourMapName::Viridis, Scaling::Linear, 0.0, 1.0};
  if (!means.empty()) {
    const std::size_t outer = means.size() / 50;
    std::tie(colours.scale.low, colours.scale.high) = paddedRange({means[outer], means[means.size() - 1 - outer]}, 0.0);
  }
  const std::string& name = grid.options.meanName;
  colours.title = "Mean " + survey::axisLabel(name, stars.unitOf(name));
  return colours;
}

/// Returns the stars per cell of a panel: counts, or the sums of the adaptive kernels.
const std::vector<float>& starsPerCell(const galaxy::Panel& panel) {
  return panel.kernel.empty() ? panel.counts.values : panel.kernel;
}

void blankBelow(std::vector<float>& values, float faintest) {
  std::replace_if(
      values.begin(), values.end(), [faintest](float value) { return value < faintest; }, 0.0F);
}

/// Returns cells with this grid and scale, but without values.
DensityCells emptyCells(const galaxy::CellGrid& cells, const ColourScale& scale) {
  return {cells.columns, cells.rows, cells.xLow, cells.xHigh, cells.yLow, cells.yHigh, {}, scale};
}

}  // namespace

CellColours cellColours(const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                        const GalaxyFigureOptions& options) {
  if (!grid.options.meanName.empty()) return meanColours(grid, stars);
  CellColours colours;
  colours.scale = {ColourMapName::Cividis, options.scaling, 0.0, 1.0};
  if (grid.options.columnShares || !options.commonScale) {
    colours.kind = grid.options.columnShares ? CellColours::Kind::ColumnShares : CellColours::Kind::Shares;
    if (options.scaling == Scaling::Log) colours.scale.low = 0.01;
    colours.title = grid.options.columnShares ? "Stars per cell / column maximum" : "Stars per cell / panel maximum";
    return colours;
  }
  double fullest = 0.0;
  for (const galaxy::Panel& panel : grid.panels) {
    if (panel.contours.empty()) continue;
    const auto& cells = starsPerCell(panel);
    fullest = std::max<double>(fullest, *std::max_element(cells.begin(), cells.end()));
  }
  colours.scale.high = grid.options.adaptiveKernel && fullest > 0.0 ? fullest : std::max(fullest, 2.0);
  if (options.scaling == Scaling::Log)
    colours.scale.low = grid.options.adaptiveKernel ? kFaintestOfAll * colours.scale.high
                        : grid.options.spread       ? kFaintestShare
                                                    : 1.0;
  colours.title = grid.options.adaptiveKernel ? "Stars per cell, adaptive kernel" : "Stars per cell";
  return colours;
}

DensityCells panelCells(const galaxy::Panel& panel, const CellColours& colours) {
  DensityCells cells = emptyCells(panel.counts.cells, colours.scale);
  if (colours.kind == CellColours::Kind::Means) {
    cells.values = panel.means;
    cells.zeroIsBlank = false;
    return cells;
  }
  if (colours.kind == CellColours::Kind::ColumnShares) {
    cells.values = galaxy::columnShares(panel.counts);
    return cells;
  }
  cells.values = starsPerCell(panel);
  if (panel.kernel.empty()) {
    blankBelow(cells.values, kFaintestShare);  // only fractions of spread stars are that small
  } else {
    const float fullest = *std::max_element(cells.values.begin(), cells.values.end());
    const bool counts = colours.kind == CellColours::Kind::Counts;
    blankBelow(cells.values, std::max(kFaintestOfPanel * fullest,
                                      counts ? kFaintestOfAll * static_cast<float>(colours.scale.high) : 0.0F));
  }
  if (colours.kind == CellColours::Kind::Shares) {
    const float fullest = *std::max_element(cells.values.begin(), cells.values.end());
    for (float& value : cells.values)
      value /= fullest > 0.0F ? fullest : 1.0F;
  }
  return cells;
}

}  // namespace maury::workbench
