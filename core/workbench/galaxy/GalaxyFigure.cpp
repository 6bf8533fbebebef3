// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyFigure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "survey/dataset/LabelNames.h"
#include "survey/dataset/NumericView.h"
#include "workbench/figure/FigureText.h"
#include "workbench/galaxy/CellColours.h"

namespace maury::workbench {

namespace {

constexpr int kContourSteps = 3;
constexpr std::size_t kMostSubsetPoints = 300;   ///< of a subset in a panel; more are drawn as contours
constexpr std::uint32_t kRunningRgb = 0xD81B60;  ///< in neither colour map

std::string rangeText(double low, double high, const std::string& symbol, bool withUnit) {
  return fmt::format("{:g} < {} < {:g}{}", low, symbol, high, withUnit ? " kpc" : "");
}

/// Stars, or the sum of their shares.
std::string starText(double stars) {
  const bool isWhole = stars == std::round(stars) || stars >= 100.0;
  return isWhole ? countText(static_cast<std::size_t>(std::llround(stars))) : fmt::format("{:.1f}", stars);
}

std::string percentText(double fraction) {
  return fmt::format("{:.4g}", 100.0 * fraction);
}

/// The running median with its band.
void addRunning(Panel& panel, const std::vector<galaxy::RunningPoint>& running) {
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

/// The panel's stars one by one.
Points starsOf(const galaxy::Panel& data, const galaxy::PanelGridOptions& options, const survey::Dataset& stars,
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

/// Inner contours darker: the levels come in the order of the fractions, smallest (innermost) first.
Contours panelContours(const galaxy::Panel& panel, const std::vector<double>& fractions, bool labelled) {
  Contours contours{contourLevels(panel.contours, Ink::Role::Text, 1.0)};
  for (std::size_t level = 0; level < contours.levels.size(); ++level) {
    const double depth = static_cast<double>(std::min<std::size_t>(level, kContourSteps - 1)) / kContourSteps;
    contours.levels[level].ink = Ink(Ink::Role::Text).faded(1.0 - 0.5 * depth);
    if (labelled) contours.levels[level].label = percentText(fractions[level]) + " %";
  }
  return contours;
}

/// A few selected stars are seen one by one; a catalogue is compared as a distribution wherever it has one.
bool asPoints(const galaxy::Panel& panel, GalaxyOverlay::Kind kind) {
  return panel.contours.empty() || (kind != GalaxyOverlay::Kind::Catalogue && panel.stars.size() <= kMostSubsetPoints);
}

/// Few stars as points, many as contours, in the overlay's colour, with its count above N.
void addOverlay(Panel& panel, const std::string& key, const galaxy::Panel& data,
                const galaxy::PanelGridOptions& options, const GalaxyOverlay& overlay) {
  if (data.stars.empty()) return;
  const Ink ink(overlay.rgb);
  const bool points = asPoints(data, overlay.kind);
  if (points)
    panel.add(key, starsOf(data, options, *overlay.stars, ink, 1.8));
  else
    panel.add(key, Contours{contourLevels(data.contours, ink, 1.5)});
  panel.legend.entries.push_back(
      {starText(data.starCount), ink, points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
}

/// The shapes of the distributions of x and y along the panel's edges.
void addMarginals(Panel& panel, const galaxy::Density& counts, const Ink& ink, bool filled) {
  if (counts.inside == 0) return;
  galaxy::Marginals of = galaxy::marginals(counts);
  panel.edgeHistograms.push_back({true, std::move(of.x.edges), std::move(of.x.stars), ink, filled});
  panel.edgeHistograms.push_back({false, std::move(of.y.edges), std::move(of.y.stars), ink, filled});
}

Panel panelOf(const galaxy::Panel& data, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
              const CellColours& colours, const GalaxyFigureOptions& options) {
  Panel panel;
  const galaxy::CellGrid& cells = grid.options.cells;
  // So that histograms lie next to the stars, not over them.
  const double beyond = options.marginals ? kEdgeHistogramRoom : 0.0;
  panel.x.low = cells.xLow;
  panel.x.high = cells.xHigh + beyond * (cells.xHigh - cells.xLow);
  panel.y.low = cells.yLow;
  panel.y.high = cells.yHigh + beyond * (cells.yHigh - cells.yLow);
  panel.note(Corner::BottomLeft).markup = "N = " + starText(data.starCount);
  panel.legend.corner = Corner::BottomLeft;  // above N, where metal-poor low-α stars are few
  if (data.contours.empty()) {
    panel.shade.emplace();
    if (!data.stars.empty()) panel.add("stars", starsOf(data, grid.options, stars, Ink::Role::Muted, 1.6));
    return panel;
  }
  panel.density = cellsOf(data, colours);
  addRunning(panel, data.running);
  panel.add("contours", panelContours(data, grid.options.massFractions, options.contourLabels));
  return panel;
}

/// What the panels' contours enclose and where the Sun was put: a figure says so of itself, wherever it is shown.
std::string statement(const galaxy::PanelGrid& grid, const survey::Dataset& stars) {
  std::vector<std::string> percent;
  for (const double fraction : grid.options.massFractions)
    percent.push_back(percentText(fraction));
  const std::string sun = galaxy::sunStatement(stars);
  return fmt::format("contours: {} % of a panel's stars · {}", fmt::join(percent, ", "),
                     sun.empty() ? "R and Z as in the file" : sun);
}

/// What each colour stands for. What is selected at the moment is not among them, so that the panels do not move with
/// every selection.
std::vector<LegendEntry> legendOf(const std::vector<GalaxyOverlay>& overlays, const std::string& name,
                                  const std::string& statement) {
  constexpr std::size_t kLongestName = 36;
  std::vector<LegendEntry> legend{{statement, Ink::Role::Text, LegendEntry::Symbol::Line}};
  if (std::all_of(overlays.begin(), overlays.end(),
                  [](const GalaxyOverlay& overlay) { return overlay.kind == GalaxyOverlay::Kind::Selection; }))
    return legend;
  legend.front().text = shortName(name, kLongestName) + ", " + statement;
  for (const GalaxyOverlay& overlay : overlays) {
    const auto& panels = overlay.grid->panels;
    const bool points = std::all_of(panels.begin(), panels.end(),
                                    [&overlay](const galaxy::Panel& panel) { return asPoints(panel, overlay.kind); });
    legend.push_back({shortName(overlay.name, kLongestName), Ink(overlay.rgb),
                      points ? LegendEntry::Symbol::Dot : LegendEntry::Symbol::Line});
  }
  return legend;
}

/// The places in the grid that the figure's columns and rows show.
struct ShownPlaces {
  std::vector<std::size_t> columns, rows;  ///< rows from the top
};

ShownPlaces shownPlaces(const galaxy::PanelGrid& grid, const GalaxyFigureOptions& options) {
  if (options.enlarged) return {{options.enlarged->column}, {options.enlarged->row}};
  ShownPlaces places;
  for (std::size_t column = 0; column < grid.columns; ++column)
    places.columns.push_back(column);
  for (std::size_t row = grid.rows; row > 0; --row)
    places.rows.push_back(row - 1);
  return places;
}

/// Headings, titles, legend and colour bar.
void addSurroundings(Figure& figure, const ShownPlaces& places, const galaxy::PanelGrid& grid,
                     const survey::Dataset& stars, const CellColours& colours) {
  for (const std::size_t column : places.columns) {
    const galaxy::Panel& panel = grid.at(column, places.rows.front());
    figure.columnHeadings.push_back(
        rangeText(panel.radiusLowKpc, panel.radiusHighKpc, "R", places.columns.size() <= 7));
  }
  for (const std::size_t row : places.rows) {
    const galaxy::Panel& panel = grid.at(places.columns.front(), row);
    figure.rowHeadings.push_back(
        rangeText(panel.heightLowKpc, panel.heightHighKpc, grid.options.heightSymbol(), places.rows.size() <= 3));
  }
  const auto titleOf = [&stars](const std::string& name) { return survey::axisLabel(name, stars.unitOf(name)); };
  figure.xTitle = titleOf(grid.options.xName);
  figure.yTitle = titleOf(grid.options.yName);
  figure.colourBar = {colours.scale, grid.options.spread ? colours.title + "; spread by errors" : colours.title};
}

}  // namespace

Figure galaxyFigure(const galaxy::PanelGrid& grid, const survey::Dataset& stars, const GalaxyFigureOptions& options,
                    const std::vector<GalaxyOverlay>& overlays) {
  const CellColours colours = cellColours(grid, stars, options);
  const ShownPlaces places = shownPlaces(grid, options);
  GridSpec shape;
  shape.columns = static_cast<int>(places.columns.size());
  shape.rows = static_cast<int>(places.rows.size());
  shape.linkAll = true;
  Figure figure(shape);
  figure.width = 140.0 + 150.0 * shape.columns;
  figure.height = 110.0 + 140.0 * shape.rows;
  for (int viewRow = 0; viewRow < shape.rows; ++viewRow)
    for (int viewColumn = 0; viewColumn < shape.columns; ++viewColumn) {
      const std::size_t column = places.columns[static_cast<std::size_t>(viewColumn)];
      const std::size_t row = places.rows[static_cast<std::size_t>(viewRow)];
      const galaxy::Panel& data = grid.at(column, row);
      Panel& panel = figure.panel(viewRow, viewColumn);
      panel = panelOf(data, grid, stars, colours, options);
      if (options.marginals) addMarginals(panel, data.counts, Ink::Role::Text, true);
      for (std::size_t i = 0; i < overlays.size(); ++i) {
        const galaxy::Panel& subset = overlays[i].grid->at(column, row);
        addOverlay(panel, fmt::format("subset{}", i), subset, grid.options, overlays[i]);
        if (options.marginals) addMarginals(panel, subset.counts, Ink(overlays[i].rgb), false);
      }
    }
  if (stars.provenance.isMock) figure.panel(0, shape.columns - 1).note(Corner::TopLeft).markup = "mock";
  figure.legend = legendOf(overlays, options.name, statement(grid, stars));
  addSurroundings(figure, places, grid, stars, colours);
  return figure;
}

}  // namespace maury::workbench
