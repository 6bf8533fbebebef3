// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "galaxy/PanelGrid.h"
#include "io/Table.h"

namespace maury::galaxy {

/// One row a panel: its edges in R and |Z| (kpc), stars, stars within the axes, and the high-α share with its error.
io::Table panelTable(const PanelGrid& grid);

/// Writes the panels atomically. In a FITS file the table (HDU PANELS) is followed by one image a panel with the stars
/// of each cell: HDU PANEL1 and on, in the table's order, x fastest, with the linear axes as WCS keywords and the
/// panel's edges as RLOW, RHIGH, ZLOW and ZHIGH (kpc). Other formats (by suffix, as io::writeTable) hold the table.
/// Throws as io::writeTable().
void writePanels(const std::filesystem::path& path, const PanelGrid& grid);

}  // namespace maury::galaxy
