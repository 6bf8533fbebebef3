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

/// Appearance of the panels: options that do not require binning again.
struct GalaxyFigureOptions {
  Scaling scaling = Scaling::Log;
  std::string name{};         ///< name of the stars in the legend, shown if there are subsets or another catalogue
  bool commonScale = true;    ///< false: colours of each panel relative to its own fullest cell
  bool marginals = false;     ///< histograms of x and y along the top and right edge of each panel
  bool contourLabels = true;  ///< on each contour, the percentage of stars that it encloses, if space permits
  /// Cell of the grid.
  struct Place {
    std::size_t column = 0, row = 0;
  };
  std::optional<Place> enlarged{};  ///< the only panel to show; nullopt: the whole grid
};

/// Returns the R × |Z| grid of densities with contours, highest |Z| at the top. Draws each overlay over them in its
/// colour, with its number of stars in the panel. `stars` is the dataset from which `grid` was binned. Thread-safe;
/// takes a few milliseconds.
Figure galaxyFigure(const galaxy::PanelGrid& grid, const survey::Dataset& stars, const GalaxyFigureOptions& options,
                    const std::vector<GalaxyOverlay>& overlays = {});

}  // namespace maury::workbench
