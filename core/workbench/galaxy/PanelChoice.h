// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Returns why these stars cannot be drawn in panels of R and |Z|; empty if they can.
std::string panelsMisfit(const survey::Dataset& stars);

/// Fills in what a request leaves open, and fits the cells. Empty names become the stars' usual labels, empty edges
/// bins that fit all these stars. Cells follow the range of a label unless it is an abundance of iron or metals (x) or
/// of α elements (y): those keep the cells of PanelGridOptions, so that figures of different stars compare. Throws
/// Error(Mismatch) if the stars lack a label.
galaxy::PanelGridOptions completeOptions(galaxy::PanelGridOptions options, const survey::Dataset& stars);

}  // namespace maury::workbench
