// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"
#include "galaxy/panels/PanelGrid.h"
#include "io/tables/Table.h"

namespace maury::galaxy {

/// One row a panel: its edges in R and |Z| (kpc), stars, stars within the axes, and the high-α share with its error;
/// with `humps` (one a panel, or none) also its bimodality.
io::Table panelTable(const PanelGrid& grid, const std::vector<Bimodality>& humps = {});

/// One row a vertex of a contour: the panel's number (1 on, in the table's order) and edges, the mass fraction, the
/// line's number within it, and x and y. A closed line repeats its first vertex.
io::Table contourTable(const PanelGrid& grid);

/// One row a bin of a panel's running median: the panel's number (1 on), x, the quantiles of y, and the stars.
io::Table runningTable(const PanelGrid& grid);

/// Writes the panels atomically. In a FITS file the table (HDU PANELS) is followed by one image a panel with the stars
/// of each cell: HDU PANEL1 and on, in the table's order, x fastest, with the linear axes as WCS keywords and the
/// panel's edges as RLOW, RHIGH, ZLOW and ZHIGH (kpc), the means of PanelGridOptions::meanName in the same cells (HDU
/// MEAN1 and on) the columns'
/// shares (HDU SHARE1 and on), the adaptive kernel's stars a cell (HDU KERNEL1 and on) and the running medians (HDU
/// RUNNING) where wanted, and by the contours (HDU CONTOURS). Other formats (by suffix, as io::writeTable) hold the
/// table. Throws as io::writeTable().
void writePanels(const std::filesystem::path& path, const PanelGrid& grid, const std::vector<Bimodality>& humps = {});

}  // namespace maury::galaxy
