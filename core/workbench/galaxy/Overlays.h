// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "workbench/figure/StarLayers.h"
#include "workbench/galaxy/SharedBinner.h"

namespace maury::workbench {

/// Of a second catalogue: apart from both ends of cividis and from subsets.
constexpr std::uint32_t kCatalogueRgb = 0xB14FD1;

/// A subset, or another catalogue, over the panels: binned as they are.
struct GalaxyOverlay {
  std::string name;
  std::uint32_t rgb = 0;  ///< 0xRRGGBB
  std::shared_ptr<const galaxy::PanelGrid> grid;
  std::shared_ptr<const survey::Dataset> stars;  ///< that `grid` is of
  enum class Kind { Subset, Selection, Catalogue } kind = Kind::Subset;
};

/// Returns those of a subset that are among `rows`, both ascending.
std::vector<std::size_t> rowsAmong(const std::vector<std::size_t>& subset, const std::vector<std::size_t>& rows);

/// Bins the stars of each subset that are in the panels. Blocks; any thread.
std::vector<GalaxyOverlay> subsetOverlays(const BinnedPanels& panels, const std::vector<Subset>& subsets);

/// Bins another catalogue, which has R and Z, by the same filter (all its stars where it lacks a name of the filter).
/// Blocks; any thread. Throws as galaxy::overlayOf().
GalaxyOverlay catalogueOverlay(const std::string& name, std::shared_ptr<const survey::Dataset> stars,
                               const std::string& filter, const galaxy::PanelGridOptions& options);

}  // namespace maury::workbench
