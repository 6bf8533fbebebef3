// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/Overlays.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "galaxy/panels/Overlay.h"

namespace maury::workbench {

std::vector<std::size_t> intersectRows(const std::vector<std::size_t>& subset, const std::vector<std::size_t>& rows) {
  std::vector<std::size_t> both;
  std::set_intersection(subset.begin(), subset.end(), rows.begin(), rows.end(), std::back_inserter(both));
  return both;
}

std::vector<GalaxyOverlay> binSubsets(const BinnedPanels& panels, const std::vector<Subset>& subsets) {
  galaxy::PanelGridOptions options = panels.options();
  options.meanName.clear();
  options.runningMedian = false;
  std::vector<GalaxyOverlay> overlays;
  for (const Subset& subset : subsets)
    overlays.push_back({subset.name, subset.rgb,
                        std::make_shared<const galaxy::PanelGrid>(
                            panels.binner->bin(intersectRows(*subset.rows, *panels.rows), options)),
                        panels.binner->stars(),
                        subset.isSelection ? GalaxyOverlay::Kind::Selection : GalaxyOverlay::Kind::Subset});
  return overlays;
}

GalaxyOverlay binCatalogue(const std::string& name, std::shared_ptr<const survey::Dataset> stars,
                           const std::string& filter, const galaxy::PanelGridOptions& options) {
  auto grid = std::make_shared<const galaxy::PanelGrid>(galaxy::binOverlay(*stars, filter, options).grid);
  return {name, kCatalogueRgb, std::move(grid), std::move(stars), GalaxyOverlay::Kind::Catalogue};
}

}  // namespace maury::workbench
