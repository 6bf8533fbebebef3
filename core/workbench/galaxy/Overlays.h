// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "workbench/figure/StarLayers.h"
#include "workbench/galaxy/SharedBinner.h"

namespace maury::workbench {

/// Colour of a second catalogue, distinct from both ends of cividis and from the colours of subsets.
constexpr std::uint32_t kCatalogueRgb = 0xB14FD1;

/// Subset or second catalogue to draw over the panels, in the same bins.
struct GalaxyOverlay {
  std::string name;
  std::uint32_t rgb = 0;  ///< 0xRRGGBB
  std::shared_ptr<const galaxy::PanelGrid> grid;
  std::shared_ptr<const survey::Dataset> stars;  ///< from which `grid` was binned
  enum class Kind { Subset, Selection, Catalogue } kind = Kind::Subset;
};

/// Returns the intersection of two ascending lists of rows.
std::vector<std::size_t> intersectRows(const std::vector<std::size_t>& subset, const std::vector<std::size_t>& rows);

/// Bins the stars of each subset that are also in the panels. Blocks; thread-safe.
std::vector<GalaxyOverlay> binSubsets(const BinnedPanels& panels, const std::vector<Subset>& subsets);

/// Bins another catalogue, which must have R and Z, after applying the same filter; uses all its stars if it lacks a
/// name of the filter. Blocks; thread-safe. Throws the errors of galaxy::binOverlay().
GalaxyOverlay binCatalogue(const std::string& name, std::shared_ptr<const survey::Dataset> stars,
                           const std::string& filter, const galaxy::PanelGridOptions& options);

}  // namespace maury::workbench
