// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::workbench {

enum class GalaxyView { Panels, Kiel, RadiusHeight, Sky };

/// What a figure of the Galaxy page shows.
struct GalaxyRequest {
  GalaxyView view = GalaxyView::Panels;
  galaxy::PanelGridOptions panels = openOptions();  ///< completed for the stars by completeOptions()
  GalaxyFigureOptions appearance{};
  std::vector<Subset> subsets{};

  /// Returns options that leave labels and bins to the stars.
  static galaxy::PanelGridOptions openOptions();
};

/// A second catalogue, which has R and Z, over the panels.
struct NamedStars {
  std::string name;
  std::shared_ptr<const survey::Dataset> stars;  ///< nullptr: none
};

/// Returns the figure of the stars of `rows` (ascending), which passed `filter`. Blocks; any thread. Throws
/// Error(Mismatch) if the stars lack what the view needs, and as panelGrid().
Figure galaxyPageFigure(std::shared_ptr<const survey::Dataset> stars, const std::vector<std::size_t>& rows,
                        const GalaxyRequest& request, const NamedStars& overlay = {}, const std::string& filter = {});

}  // namespace maury::workbench
