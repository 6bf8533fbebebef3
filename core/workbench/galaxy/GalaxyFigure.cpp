// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyFigure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "galaxy/density/CellStatistics.h"
#include "galaxy/density/RunningMedian.h"
#include "galaxy/positions/Positions.h"
#include "survey/dataset/NumericView.h"
#include "survey/names/LabelNames.h"
#include "workbench/figure/FigureText.h"
#include "workbench/galaxy/CellColours.h"

namespace maury::workbench {

namespace {

constexpr int kContourSteps = 3;
constexpr std::size_t kMaxSubsetPoints = 300;    ///< in a panel; larger subsets are drawn as contours
constexpr std::uint32_t kRunningRgb = 0xD81B60;  ///< occurs in neither colour map

std::string rangeText(double low, double high, const std::string& symbol, bool withUnit) {
  return fmt::format("{:g} < {} < {:g}{}", low, symbol, high, withUnit ? " kpc" : "");
}

std::string shortRangeText(double low, double high) {
  return fmt::format("{:g}–{:g}", low, high);
}

/// Returns a number of stars as text; one decimal for a sum of fractions of stars.
std::string starText(double stars) {
  const bool isWhole = stars == std::round(stars) || stars >= 100.0;
  return isWhole ? countText(static_cast<std::size_t>(std::llround(stars))) : fmt::format("{:.1f}", stars);
}

std::string percentText(double fraction) {
  return fmt::format("{:.4g}", 100.0 * fraction);
}

/// Adds the running median with its 16–84 % band.
void addRunningMedian(Panel& panel, const std::vector<galaxy::RunningPoint>& running) {
  if (running.empty()) return;
  Band band{{}, {}, {}, Ink(kRunningRgb), 0.25};
  Line line{{}, {}, {.ink = Ink(kRunningRgb), .width = 2.0}};
  for (const galaxy::RunningPoint& point : running) {
    band.x.push_back(point.x);
    band.low.push_back(point.p16);
    band.high.push_back(point.p84);
    line.x.push_back(point.x);
    line.y.push_back(point.median);
  }
  panel.add("running band", std::move(band));
  panel.add("running", std::move(line));
}

/// Returns the stars of a panel as single points.
Points starPoints(const galaxy::Panel& data, const galaxy::PanelGridOptions& options, const survey::Dataset& stars,
                  const Ink& ink, double radius) {
  const survey::NumericView x = survey::viewOf(stars, options.xName), y = survey::viewOf(stars, options.yName);
  Points points{{}, {}, ink, radius};
  for (const std::uint32_t star : data.stars) {
    if (!std::isfinite(x[star]) || !std::isfinite(y[star])) continue;
    points.x.push_back(x[star]);
    points.y.push_back(y[star]);
  }
  return points;
}

/// Returns the contours of a panel, inner ones darker. The levels are in the order of the fractions, with the smallest
/// (innermost) first.
Contours panelContours(const galaxy::Panel& panel, const std::vector<double>& fractions, bool labelled) {
  Contours contours{contourLevels(panel.contours, Ink::Role::Text, 1.0)};
  for (std::size_t level = 0; level < contours.levels.size(); ++level) {
    const double depth = static_cast<double>(std::min<std::size_t>(level, kContourSteps - 1)) / kContourSteps;
    contours.levels[level].ink = Ink(Ink::Role::Text).withOpacityFactor(1.0 - 0.5 * depth);
    if (labelled) contours.levels[level].label = percentText(fractions[level]) + " %";
  }
  return contours;
}

/// Returns true if an overlay is drawn as points in a panel: if it has no contours, or is a subset with few stars. A
/// catalogue is compared as a distribution, so it has contours wherever possible.
bool isDrawnAsPoints(const galaxy::Panel& panel, GalaxyOverlay::Kind kind) {
  return panel.contours.empty() || (kind != GalaxyOverlay::Kind::Catalogue && panel.stars.size() <= kMaxSubsetPoints);
}

/// Adds an overlay in its colour, as points or contours, and its number of stars to the legend above N.
void addOverlay(Panel& panel, const std::string& key, const galaxy::Panel& data,
                const galaxy::PanelGridOptions& options, const GalaxyOverlay& overlay) {
  if (data.stars.empty()) return;
  const Ink ink(overlay.rgb);
  const bool points = isDrawnAsPoints(data, overlay.kind);
  if (points)
    panel.add(key, starPoints(data, options, *overlay.stars, ink, 1.8));
  else
    panel.add(key, Contours{contourLevels(data.contours, ink, 1.5)});
  panel.legend.entries.push_back(
      {starText(data.starCount), ink, points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
}

/// Adds histograms of x and y along the edges of the panel.
void addMarginals(Panel& panel, const galaxy::Density& counts, const Ink& ink, bool filled) {
  if (counts.inside == 0) return;
  galaxy::Marginals histograms = galaxy::marginals(counts);
  panel.edgeHistograms.push_back({true, std::move(histograms.x.edges), std::move(histograms.x.stars), ink, filled});
  panel.edgeHistograms.push_back({false, std::move(histograms.y.edges), std::move(histograms.y.stars), ink, filled});
}

Panel densityPanel(const galaxy::Panel& data, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                   const CellColours& colours, const GalaxyFigureOptions& options) {
  Panel panel;
  const galaxy::CellGrid& cells = grid.options.cells;
  // Space next to the stars, so that the histograms do not cover them.
  const double extension = options.marginals ? kEdgeHistogramMargin : 0.0;
  panel.x.low = cells.xLow;
  panel.x.high = cells.xHigh + extension * (cells.xHigh - cells.xLow);
  panel.y.low = cells.yLow;
  panel.y.high = cells.yHigh + extension * (cells.yHigh - cells.yLow);
  panel.note(Corner::BottomLeft).markup = "N = " + starText(data.starCount);
  panel.legend.corner = Corner::BottomLeft;  // above N, where metal-poor low-α stars are few
  if (data.contours.empty()) {
    panel.shade.emplace();
    if (!data.stars.empty()) panel.add("stars", starPoints(data, grid.options, stars, Ink::Role::Muted, 1.6));
    return panel;
  }
  panel.density = panelCells(data, colours);
  addRunningMedian(panel, data.running);
  panel.add("contours", panelContours(data, grid.options.massFractions, options.contourLabels));
  return panel;
}

/// Returns the caption of a figure: what its contours enclose and which position of the Sun was assumed, so that an
/// exported figure documents itself.
std::string caption(const galaxy::PanelGrid& grid, const survey::Dataset& stars) {
  std::vector<std::string> percent;
  for (const double fraction : grid.options.massFractions)
    percent.push_back(percentText(fraction));
  const std::string sun = galaxy::sunStatement(stars);
  return fmt::format("Contours: {} % of a panel's stars · {}", fmt::join(percent, ", "),
                     sun.empty() ? "R and Z as in the file" : sun);
}

/// Returns the legend above the panels. The selection alone adds no entry, so that the panels do not move with every
/// selection.
std::vector<LegendEntry> galaxyLegend(const std::vector<GalaxyOverlay>& overlays, const std::string& name,
                                      const std::string& caption) {
  constexpr std::size_t kLongestName = 36;
  std::vector<LegendEntry> legend{{caption, Ink::Role::Text, LegendEntry::Symbol::Line}};
  if (std::all_of(overlays.begin(), overlays.end(),
                  [](const GalaxyOverlay& overlay) { return overlay.kind == GalaxyOverlay::Kind::Selection; }))
    return legend;
  legend.front().text = shortName(name, kLongestName) + " · " + caption;
  for (const GalaxyOverlay& overlay : overlays) {
    const auto& panels = overlay.grid->panels;
    const bool points = std::all_of(panels.begin(), panels.end(), [&overlay](const galaxy::Panel& panel) {
      return isDrawnAsPoints(panel, overlay.kind);
    });
    legend.push_back({shortName(overlay.name, kLongestName), Ink(overlay.rgb),
                      points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
  }
  return legend;
}

/// Columns and rows of the grid that the figure shows.
struct ShownCells {
  std::vector<std::size_t> columns, rows;  ///< rows from top to bottom
};

ShownCells shownCells(const galaxy::PanelGrid& grid, const GalaxyFigureOptions& options) {
  if (options.enlarged) return {{options.enlarged->column}, {options.enlarged->row}};
  ShownCells shown;
  for (std::size_t column = 0; column < grid.columns; ++column)
    shown.columns.push_back(column);
  for (std::size_t row = grid.rows; row > 0; --row)
    shown.rows.push_back(row - 1);
  return shown;
}

/// Adds the headings, the axis titles and the colour bar.
void addSurroundings(Figure& figure, const ShownCells& shown, const galaxy::PanelGrid& grid,
                     const survey::Dataset& stars, const CellColours& colours) {
  for (const std::size_t column : shown.columns) {
    const galaxy::Panel& panel = grid.at(column, shown.rows.front());
    figure.columnHeadings.push_back(rangeText(panel.radiusLowKpc, panel.radiusHighKpc, "R", shown.columns.size() <= 7));
    figure.shortColumnHeadings.texts.push_back(shortRangeText(panel.radiusLowKpc, panel.radiusHighKpc));
  }
  figure.shortColumnHeadings.quantity = "R (kpc)";
  for (const std::size_t row : shown.rows) {
    const galaxy::Panel& panel = grid.at(shown.columns.front(), row);
    figure.rowHeadings.push_back(
        rangeText(panel.heightLowKpc, panel.heightHighKpc, grid.options.heightSymbol(), shown.rows.size() <= 3));
    figure.shortRowHeadings.texts.push_back(shortRangeText(panel.heightLowKpc, panel.heightHighKpc));
  }
  figure.shortRowHeadings.quantity = fmt::format("{} (kpc)", grid.options.heightSymbol());
  const auto titleOf = [&stars](const std::string& name) { return survey::axisLabel(name, stars.unitOf(name)); };
  figure.xTitle = titleOf(grid.options.xName);
  figure.yTitle = titleOf(grid.options.yName);
  figure.colourBar = {colours.scale, grid.options.spread ? colours.title + "; spread by errors" : colours.title};
}

}  // namespace

Figure galaxyFigure(const galaxy::PanelGrid& grid, const survey::Dataset& stars, const GalaxyFigureOptions& options,
                    const std::vector<GalaxyOverlay>& overlays) {
  const CellColours colours = cellColours(grid, stars, options);
  const ShownCells shown = shownCells(grid, options);
  GridSpec shape;
  shape.columns = static_cast<int>(shown.columns.size());
  shape.rows = static_cast<int>(shown.rows.size());
  shape.linkAll = true;
  Figure figure(shape);
  figure.width = 140.0 + 150.0 * shape.columns;
  figure.height = 110.0 + 140.0 * shape.rows;
  for (int viewRow = 0; viewRow < shape.rows; ++viewRow)
    for (int viewColumn = 0; viewColumn < shape.columns; ++viewColumn) {
      const std::size_t column = shown.columns[static_cast<std::size_t>(viewColumn)];
      const std::size_t row = shown.rows[static_cast<std::size_t>(viewRow)];
      const galaxy::Panel& data = grid.at(column, row);
      Panel& panel = figure.panel(viewRow, viewColumn);
      panel = densityPanel(data, grid, stars, colours, options);
      if (options.marginals) addMarginals(panel, data.counts, Ink::Role::Text, true);
      for (std::size_t i = 0; i < overlays.size(); ++i) {
        const galaxy::Panel& subset = overlays[i].grid->at(column, row);
        addOverlay(panel, fmt::format("subset{}", i), subset, grid.options, overlays[i]);
        if (options.marginals) addMarginals(panel, subset.counts, Ink(overlays[i].rgb), false);
      }
    }
  if (stars.provenance.isMock) figure.panel(0, shape.columns - 1).note(Corner::TopLeft).markup = "mock";
  figure.legend = galaxyLegend(overlays, options.name, caption(grid, stars));
  addSurroundings(figure, shown, grid, stars, colours);
  return figure;
}

}  // namespace maury::workbench
