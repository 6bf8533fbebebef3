// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"
#include "galaxy/panels/PanelGrid.h"
#include "io/tables/Table.h"

namespace maury::galaxy {

/// Returns a table with one row for each panel: its edges in R and |Z| (kpc), the number of stars, the number of stars
/// within the axes, and the high-α share with its error; if `results` is not empty (one for each panel), also the
/// result of the bimodality test.
io::Table panelTable(const PanelGrid& grid, const std::vector<Bimodality>& results = {});

/// Returns a table with one row for each vertex of a contour: the number of the panel (from 1, in the order of
/// panelTable()), the mass fraction, the number of the line within the contour, x and y. A closed line repeats its
/// first vertex.
io::Table contourTable(const PanelGrid& grid);

/// Returns a table with one row for each bin of the running medians: the number of the panel (from 1), x, the quantiles
/// of y, and the number of stars.
io::Table runningTable(const PanelGrid& grid);

/// Writes the panels atomically. The format depends on the suffix, as in io::writeTable(). A FITS file contains:
/// - panelTable() in HDU PANELS;
/// - an image of the stars per cell for each panel, in HDUs PANEL1, PANEL2 …, with x as the fastest axis, the linear
///   axes as WCS keywords, and the edges of the panel as RLOW, RHIGH, ZLOW and ZHIGH (kpc);
/// - if requested, images of the means of PanelGridOptions::meanName (MEAN1 …), of the cells relative to their column
///   (SHARE1 …) and of the adaptive kernel's stars per cell (KERNEL1 …), and the running medians (RUNNING);
/// - contourTable() in HDU CONTOURS.
/// Other formats contain panelTable() only. Throws the errors of io::writeTable().
void writePanels(const std::filesystem::path& path, const PanelGrid& grid, const std::vector<Bimodality>& results = {});

}  // namespace maury::galaxy
