// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/PanelFile.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

#include "io/AtomicFile.h"
#include "io/Fits.h"

namespace maury::galaxy {

namespace {

/// A linear axis of cells as FITS states it: the centre of the first cell, and the step (FITS standard 4.0, section 8).
void setAxis(io::FitsWriter& fits, int axis, const std::string& name, double low, double step) {
  fits.setKey(fmt::format("CTYPE{}", axis), name, "label on this axis");
  fits.setKey(fmt::format("CRPIX{}", axis), 1.0, "");
  fits.setKey(fmt::format("CRVAL{}", axis), low + 0.5 * step, "centre of the first cell");
  fits.setKey(fmt::format("CDELT{}", axis), step, "width of a cell");
}

void addDensity(io::FitsWriter& fits, const PanelGridOptions& options, const Panel& panel, std::size_t number) {
  const CellGrid& cells = panel.counts.cells;
  const std::vector<std::int64_t> axes = {static_cast<std::int64_t>(cells.columns),
                                          static_cast<std::int64_t>(cells.rows)};
  fits.createImage(fmt::format("PANEL{}", number), axes, panel.counts.values);
  fits.setKey("BUNIT", "count", "stars in a cell");
  setAxis(fits, 1, options.xName, cells.xLow, cells.cellWidth());
  setAxis(fits, 2, options.yName, cells.yLow, cells.cellHeight());
  fits.setKey("RLOW", panel.radiusLowKpc, "[kpc] lower edge in Galactocentric R");
  fits.setKey("RHIGH", panel.radiusHighKpc, "[kpc] upper edge in R");
  fits.setKey("ZLOW", panel.heightLowKpc, "[kpc] lower edge in abs(Z)");
  fits.setKey("ZHIGH", panel.heightHighKpc, "[kpc] upper edge in abs(Z)");
}

}  // namespace

io::Table panelTable(const PanelGrid& grid) {
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
  const std::string share = fmt::format("Share of stars with {} > {:g} among {:g} < {} < {:g}", options.yName,
                                        options.highAlpha, options.shareXLow, options.xName, options.shareXHigh);
  const auto count = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  add("R_low_kpc", "kpc", "Lower edge in Galactocentric R", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.radiusLowKpc; });
  add("R_high_kpc", "kpc", "Upper edge in Galactocentric R", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.radiusHighKpc; });
  add("absZ_low_kpc", "kpc", "Lower edge in the distance from the plane", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.heightLowKpc; });
  add("absZ_high_kpc", "kpc", "Upper edge in the distance from the plane", "pos.distance;pos.galactic",
      [](const Panel& p) { return p.heightHighKpc; });
  add("stars", "", "Stars in the panel", "meta.number", [&](const Panel& p) { return count(p.stars.size()); });
  add("stars_in_axes", "", "Stars of them within the axes", "meta.number",
      [&](const Panel& p) { return count(p.counts.inside); });
  add("share_stars", "", "Stars that the share counts", "meta.number",
      [&](const Panel& p) { return count(p.shareStars); });
  add("high_alpha_share", "", share, "stat.value", [](const Panel& p) { return p.highAlphaShare; });
  add("high_alpha_share_error", "", "Binomial error of the share", "stat.error",
      [](const Panel& p) { return p.highAlphaShareError; });
  return table;
}

void writePanels(const std::filesystem::path& path, const PanelGrid& grid) {
  if (io::tableFormatOf(path) != io::TableFormat::Fits) {
    io::writeTable(path, panelTable(grid));
    return;
  }
  io::AtomicFile file(path);
  io::FitsWriter fits(file.temporary());
  io::appendTable(fits, "PANELS", panelTable(grid));
  for (std::size_t i = 0; i < grid.panels.size(); ++i)
    addDensity(fits, grid.options, grid.panels[i], i + 1);
  fits.close();
  file.commit();
}

}  // namespace maury::galaxy
