// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelFile.h"

#include <fmt/format.h>

#include <cmath>

#include <cstdint>
#include <string>
#include <vector>

#include "galaxy/density/CellStatistics.h"
#include "io/AtomicFile.h"
#include "io/fits/FitsWriter.h"
#include "io/tables/WriteFits.h"
#include "io/tables/WriteTable.h"

namespace maury::galaxy {

namespace {

/// Writes the keywords of a linear axis of cells: the centre of the first cell and the step (FITS standard 4.0,
/// section 8).
void setAxis(io::FitsWriter& fits, int axis, const std::string& name, double low, double step) {
  fits.setKey(fmt::format("CTYPE{}", axis), name, "label on this axis");
  fits.setKey(fmt::format("CRPIX{}", axis), 1.0, "");
  fits.setKey(fmt::format("CRVAL{}", axis), low + 0.5 * step, "centre of the first cell");
  fits.setKey(fmt::format("CDELT{}", axis), step, "width of a cell");
}

void addCells(io::FitsWriter& fits, const PanelGridOptions& options, const Panel& panel, const std::string& name,
              const std::vector<float>& values, const std::string& unit) {
  const CellGrid& cells = panel.counts.cells;
  const std::vector<std::int64_t> axes = {static_cast<std::int64_t>(cells.columns),
                                          static_cast<std::int64_t>(cells.rows)};
  fits.createImage(name, axes, values);
  fits.setKey("BUNIT", unit, "quantity in a cell");
  setAxis(fits, 1, options.xName, cells.xLow, cells.cellWidth());
  setAxis(fits, 2, options.yName, cells.yLow, cells.cellHeight());
  fits.setKey("RLOW", panel.radiusLowKpc, "[kpc] lower edge in Galactocentric R");
  fits.setKey("RHIGH", panel.radiusHighKpc, "[kpc] upper edge in R");
  const std::string height = options.signedHeight() ? "Z" : "abs(Z)";
  fits.setKey("ZLOW", panel.heightLowKpc, "[kpc] lower edge in " + height);
  fits.setKey("ZHIGH", panel.heightHighKpc, "[kpc] upper edge in " + height);
}

/// Adds a column with one real number for each panel.
template <typename Function>
void addReal(io::Table& table, const std::vector<Bimodality>& results, const char* name, const std::string& description,
             const char* ucd, Function valueOf) {
  std::vector<double> values;
  for (const Bimodality& result : results)
    values.push_back(valueOf(result));
  table.columns.push_back({name, "", std::move(values), description, ucd});
}

void addBimodality(io::Table& table, const std::vector<Bimodality>& results) {
  using B = Bimodality;
  std::vector<std::int64_t> stars;
  std::vector<std::string> verdicts;
  for (const Bimodality& result : results) {
    stars.push_back(static_cast<std::int64_t>(result.stars));
    verdicts.push_back(modalityText(result.modality));
  }
  table.columns.push_back({"hump_stars", "", std::move(stars), "Stars in the bimodality test", "meta.number"});
  table.columns.push_back({"verdict", "", std::move(verdicts), "Verdict of the bimodality test", "meta.code"});
  addReal(table, results, "delta_bic", "BIC of one Gaussian minus that of two", "stat.fit.goodness",
          [](const B& b) { return b.deltaBic; });
  addReal(table, results, "bootstrap_p", "Bootstrap p-value of the likelihood ratio if one Gaussian is true",
          "stat.probability", [](const B& b) { return b.bootstrapPValue; });
  addReal(table, results, "dip", "Hartigan's dip", "stat.value", [](const B& b) { return b.dip; });
  addReal(table, results, "dip_p", "P-value of the dip (upper limit for a single peak)", "stat.probability",
          [](const B& b) { return b.dipPValue; });
  addReal(table, results, "separation", "Distance between the two means divided by their scatter", "stat.value",
          [](const B& b) { return b.separation; });
  addReal(table, results, "separation_error", "Bootstrap error of separation", "stat.error",
          [](const B& b) { return b.separationError; });
  addReal(table, results, "valley_depth", "Depth of the valley relative to the lower peak", "stat.value",
          [](const B& b) { return b.valleyDepth; });
  addReal(table, results, "valley_depth_error", "Bootstrap error of valley_depth", "stat.error",
          [](const B& b) { return b.valleyDepthError; });
  addReal(table, results, "upper_share", "Weight of the Gaussian with the higher mean", "stat.value",
          [](const B& b) { return b.upperShare; });
  addReal(table, results, "upper_share_error", "Bootstrap error of upper_share", "stat.error",
          [](const B& b) { return b.upperShareError; });
}

}  // namespace

io::Table panelTable(const PanelGrid& grid, const std::vector<Bimodality>& results) {
  io::Table table;
  const auto add = [&](const char* name, const char* unit, const std::string& description, const char* ucd,
                       const auto& valueOf) {
    using Value = decltype(valueOf(Panel()));
    std::vector<Value> values;
    for (const Panel& panel : grid.panels)
      values.push_back(valueOf(panel));
    table.columns.push_back({name, unit, std::move(values), description, ucd});
  };
  const PanelGridOptions& options = grid.options;
  const std::string share =
      fmt::format("Share of stars with {} > {:g} among those with {:g} < {} < {:g}", options.yName, options.highAlpha,
                  options.shareXLow, options.xName, options.shareXHigh);
  const auto count = [](double stars) { return static_cast<std::int64_t>(std::llround(stars)); };
  add("R_low_kpc", "kpc", "Lower edge in Galactocentric R", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.radiusLowKpc; });
  add("R_high_kpc", "kpc", "Upper edge in Galactocentric R", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.radiusHighKpc; });
  const bool isSigned = options.signedHeight();
  const std::string height = isSigned ? "the height above the plane" : "the distance from the plane";
  add(isSigned ? "Z_low_kpc" : "absZ_low_kpc", "kpc", "Lower edge in " + height, "pos.distance;pos.galactic",
      [](const Panel& p) { return p.heightLowKpc; });
  add(isSigned ? "Z_high_kpc" : "absZ_high_kpc", "kpc", "Upper edge in " + height, "pos.distance;pos.galactic",
      [](const Panel& p) { return p.heightHighKpc; });
  add("stars", "", "Stars in the panel", "meta.number",
      [](const Panel& p) { return static_cast<std::int64_t>(p.stars.size()); });
  if (options.spread) {
    add("spread_stars", "", "Sum of the shares of stars in the panel", "meta.number",
        [](const Panel& p) { return p.starCount; });
    add("effective_stars", "", "Effective number of stars (Kish 1965)", "meta.number",
        [](const Panel& p) { return p.effectiveStars; });
  }
  add("stars_in_axes", "", "Stars in the panel within the axes", "meta.number",
      [&](const Panel& p) { return count(p.counts.inside); });
  add("share_stars", "", "Stars from which high_alpha_share is computed", "meta.number",
      [&](const Panel& p) { return count(p.shareStars); });
  add("high_alpha_share", "", share, "stat.value", [](const Panel& p) { return p.highAlphaShare; });
  add("high_alpha_share_error", "", "Standard deviation of the share's Beta posterior", "stat.error",
      [](const Panel& p) { return p.highAlphaShareError; });
  if (!results.empty()) addBimodality(table, results);
  return table;
}

io::Table contourTable(const PanelGrid& grid) {
  std::vector<std::int64_t> panels, lines;
  std::vector<double> fractions, x, y;
  for (std::size_t panel = 0; panel < grid.panels.size(); ++panel) {
    const auto& contours = grid.panels[panel].contours;
    for (std::size_t level = 0; level < contours.size(); ++level) {
      for (std::size_t line = 0; line < contours[level].size(); ++line) {
        std::vector<Point> points = contours[level][line].points;
        if (contours[level][line].closed) points.push_back(points.front());
        for (const Point& point : points) {
          panels.push_back(static_cast<std::int64_t>(panel + 1));
          fractions.push_back(grid.options.massFractions[level]);
          lines.push_back(static_cast<std::int64_t>(line + 1));
          x.push_back(point.x);
          y.push_back(point.y);
        }
      }
    }
  }
  io::Table table;
  table.columns.push_back({"panel", "", std::move(panels), "Number of the panel, from 1", "meta.id"});
  table.columns.push_back(
      {"mass_fraction", "", std::move(fractions), "Share of the stars that the contour encloses", "stat.value"});
  table.columns.push_back({"line", "", std::move(lines), "Number of the line within the contour, from 1", "meta.id"});
  table.columns.push_back({grid.options.xName, "", std::move(x), "Vertex", ""});
  table.columns.push_back({grid.options.yName, "", std::move(y), "Vertex", ""});
  return table;
}

io::Table runningTable(const PanelGrid& grid) {
  std::vector<std::int64_t> panels, stars;
  std::vector<double> x, p16, median, p84;
  for (std::size_t panel = 0; panel < grid.panels.size(); ++panel) {
    for (const RunningPoint& point : grid.panels[panel].running) {
      panels.push_back(static_cast<std::int64_t>(panel + 1));
      x.push_back(point.x);
      p16.push_back(point.p16);
      median.push_back(point.median);
      p84.push_back(point.p84);
      stars.push_back(static_cast<std::int64_t>(std::llround(point.stars)));
    }
  }
  const std::string& y = grid.options.yName;
  io::Table table;
  table.columns.push_back({"panel", "", std::move(panels), "Number of the panel, from 1", "meta.id"});
  table.columns.push_back({grid.options.xName, "", std::move(x), "Mean of the stars in the bin", "stat.mean"});
  table.columns.push_back({y + "_p16", "", std::move(p16), "16 % quantile", "stat.value"});
  table.columns.push_back({y + "_median", "", std::move(median), "Median", "stat.median"});
  table.columns.push_back({y + "_p84", "", std::move(p84), "84 % quantile", "stat.value"});
  table.columns.push_back({"stars", "", std::move(stars), "Stars in the bin", "meta.number"});
  return table;
}

void writePanels(const std::filesystem::path& path, const PanelGrid& grid, const std::vector<Bimodality>& results) {
  if (io::tableFormatOf(path) != io::TableFormat::Fits) {
    io::writeTable(path, panelTable(grid, results));
    return;
  }
  io::AtomicFile file(path);
  io::FitsWriter fits(file);
  io::appendTable(fits, "PANELS", panelTable(grid, results));
  for (std::size_t i = 0; i < grid.panels.size(); ++i)
    addCells(fits, grid.options, grid.panels[i], fmt::format("PANEL{}", i + 1), grid.panels[i].counts.values, "count");
  for (std::size_t i = 0; i < grid.panels.size() && !grid.options.meanName.empty(); ++i)
    addCells(fits, grid.options, grid.panels[i], fmt::format("MEAN{}", i + 1), grid.panels[i].means,
             "mean " + grid.options.meanName);
  for (std::size_t i = 0; i < grid.panels.size() && grid.options.columnShares; ++i)
    addCells(fits, grid.options, grid.panels[i], fmt::format("SHARE{}", i + 1), columnShares(grid.panels[i].counts),
             "share of column");
  for (std::size_t i = 0; i < grid.panels.size() && grid.options.adaptiveKernel; ++i)
    if (!grid.panels[i].kernel.empty())
      addCells(fits, grid.options, grid.panels[i], fmt::format("KERNEL{}", i + 1), grid.panels[i].kernel, "count");
  if (grid.options.runningMedian) io::appendTable(fits, "RUNNING", runningTable(grid));
  io::appendTable(fits, "CONTOURS", contourTable(grid));
  fits.close();
  file.commit();
}

}  // namespace maury::galaxy
