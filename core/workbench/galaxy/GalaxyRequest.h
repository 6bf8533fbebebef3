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

/// Figures of the Galaxy page.
enum class GalaxyView { Panels, Kiel, RadiusHeight, Sky };

/// Request for a figure of the Galaxy page.
struct GalaxyRequest {
  GalaxyView view = GalaxyView::Panels;
  galaxy::PanelGridOptions panels = automaticOptions();  ///< completeOptions() fills in empty options
  GalaxyFigureOptions appearance{};
  std::vector<Subset> subsets{};

  /// Returns options with empty labels and bins, which completeOptions() then chooses to suit the stars.
  static galaxy::PanelGridOptions automaticOptions();
};

/// Second catalogue to draw over the panels; must have R and Z.
struct NamedStars {
  std::string name;
  std::shared_ptr<const survey::Dataset> stars;  ///< nullptr: none
};

/// Returns the figure for the stars `rows` (ascending), which passed `filter`. Blocks; thread-safe. Throws
/// Error(Mismatch) if the stars lack a quantity that the view needs, and the errors of panelGrid().
Figure galaxyPageFigure(std::shared_ptr<const survey::Dataset> stars, const std::vector<std::size_t>& rows,
                        const GalaxyRequest& request, const NamedStars& overlay = {}, const std::string& filter = {});

}  // namespace maury::workbench
