// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "galaxy/panels/PanelGrid.h"
#include "survey/dataset/Dataset.h"
#include "workbench/figure/Figure.h"
#include "workbench/galaxy/Overlays.h"

namespace maury::workbench {

/// Appearance of the panels: what does not need binning anew.
struct GalaxyFigureOptions {
  Scaling scaling = Scaling::Log;
  std::string name{};         ///< of the stars, in the legend next to a subset's or another catalogue's
  bool commonScale = true;    ///< false: each panel relative to its own fullest cell
  bool marginals = false;     ///< histograms of x and y along the top and right edge of each panel
  bool contourLabels = true;  ///< the percentage of the stars on each contour with room for it
  /// One panel enlarged, as its place in the grid; none: the whole grid.
  struct Place {
    std::size_t column = 0, row = 0;
  };
  std::optional<Place> enlarged{};
};

/// Returns the R × |Z| grid of densities with contours (highest |Z| on top), and over them each overlay in its colour
/// with its count in the panel. `stars` is what `grid` was binned from. Any thread; some milliseconds.
Figure galaxyFigure(const galaxy::PanelGrid& grid, const survey::Dataset& stars, const GalaxyFigureOptions& options,
                    const std::vector<GalaxyOverlay>& overlays = {});

}  // namespace maury::workbench
