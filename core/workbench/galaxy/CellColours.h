// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "workbench/figure/Layers.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::workbench {

/// Colour scale of all panels, with the quantity that it shows.
struct CellColours {
  enum class Kind { Counts, Shares, ColumnShares, Means };
  ColourScale scale;
  std::string title;
  Kind kind = Kind::Counts;
};

/// Returns the colours that all panels share.
CellColours cellColours(const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                        const GalaxyFigureOptions& options);

/// Returns the coloured cells of a panel, which must have enough stars for contours. Cells with a negligible share of
/// an adaptive kernel, or of stars spread by their errors, are blank.
DensityCells panelCells(const galaxy::Panel& panel, const CellColours& colours);

}  // namespace maury::workbench
