// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/CellColours.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "survey/dataset/LabelNames.h"
#include "workbench/figure/Axis.h"

namespace maury::workbench {

namespace {

// A kernel ends nowhere: its cells are blank below these shares of the fullest cell, of all panels and of their own.
constexpr float kFaintestOfAll = 1e-3F, kFaintestOfPanel = 1e-2F;
constexpr float kFaintestShare = 0.1F;  ///< of a star spread over panels: cells with less are blank

/// The range of the cells' means in all panels, but for the outermost fiftieth at either end.
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
    std::tie(colours.scale.low, colours.scale.high) = rangeOf({means[outer], means[means.size() - 1 - outer]}, 0.0);
  }
  const std::string& name = grid.options.meanName;
  colours.title = "mean " + survey::axisLabel(name, stars.unitOf(name));
  return colours;
}

/// What the cells of a panel hold: counts, or a kernel's stars.
const std::vector<float>& starsACell(const galaxy::Panel& panel) {
  return panel.kernel.empty() ? panel.counts.values : panel.kernel;
}

void blankBelow(std::vector<float>& values, float faintest) {
  std::replace_if(
      values.begin(), values.end(), [faintest](float value) { return value < faintest; }, 0.0F);
}

/// The panel's cells without values.
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
    colours.title = grid.options.columnShares ? "stars per cell / column's most" : "stars per cell / panel's most";
    return colours;
  }
  double fullest = 0.0;
  for (const galaxy::Panel& panel : grid.panels) {
    if (panel.contours.empty()) continue;
    const auto& cells = starsACell(panel);
    fullest = std::max<double>(fullest, *std::max_element(cells.begin(), cells.end()));
  }
  colours.scale.high = grid.options.adaptiveKernel && fullest > 0.0 ? fullest : std::max(fullest, 2.0);
  if (options.scaling == Scaling::Log)
    colours.scale.low = grid.options.adaptiveKernel ? kFaintestOfAll * colours.scale.high
                        : grid.options.spread       ? kFaintestShare
                                                    : 1.0;
  colours.title = grid.options.adaptiveKernel ? "stars per cell, adaptive kernel" : "stars per cell";
  return colours;
}

DensityCells cellsOf(const galaxy::Panel& panel, const CellColours& colours) {
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
  cells.values = starsACell(panel);
  if (panel.kernel.empty()) {
    blankBelow(cells.values, kFaintestShare);  // only shares are that small
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
