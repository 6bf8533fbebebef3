// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <memory>
#include <optional>
#include <vector>

#include "galaxy/panels/PanelGrid.h"
#include "survey/dataset/Dataset.h"
#include "ui/plot/ColourMap.h"

namespace maury::ui {

class FigureView;

struct GalaxyFigureOptions {
  Scaling scaling = Scaling::Log;
  QString name;               ///< of the stars, in the legend beside another catalogue's
  bool commonScale = true;    ///< false: each panel relative to its own fullest cell
  bool marginals = false;     ///< histograms of x and y along the top and right edge of each panel
  bool contourLabels = true;  ///< the percentage of the stars on each contour with room for it
  /// One panel enlarged, as its place in the grid; none: the whole grid.
  struct Place {
    std::size_t column = 0, row = 0;
  };
  std::optional<Place> enlarged;
};

/// A subset, or another catalogue, over the panels: binned as they are.
struct GalaxyOverlay {
  QString name;
  QColor colour;
  std::shared_ptr<const galaxy::PanelGrid> grid;
  std::shared_ptr<const survey::Dataset> stars;  ///< that `grid` is of
  enum class Kind { Subset, Selection, Catalogue } kind = Kind::Subset;
};

/// Draws the R × |Z| grid of densities with contours (highest |Z| on top) into a view, and over them
/// each subset in its colour with its count in the panel. GUI thread only.
void drawGalaxy(FigureView& view, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                const GalaxyFigureOptions& options, const std::vector<GalaxyOverlay>& overlays = {});

}  // namespace maury::ui
