// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "galaxy/PanelGrid.h"
#include "survey/Dataset.h"
#include "ui/plot/ColourMap.h"

namespace maury::ui {

class FigureView;

struct GalaxyFigureOptions {
  Scaling scaling = Scaling::Log;
  bool commonScale = true;  ///< false: each panel relative to its own fullest cell
  /// One panel enlarged, as its place in the grid; none: the whole grid.
  struct Place {
    std::size_t column = 0, row = 0;
  };
  std::optional<Place> enlarged;
};

/// Draws the R × |Z| grid of densities with contours (highest |Z| on top) into a view. GUI thread only.
void drawGalaxy(FigureView& view, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                const GalaxyFigureOptions& options);

}  // namespace maury::ui
