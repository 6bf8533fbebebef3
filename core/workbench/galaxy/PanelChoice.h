// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Returns the reason why these stars cannot be drawn in panels of R and |Z|, as a sentence; empty if they can.
std::string panelsProblem(const survey::Dataset& stars);

/// Fills in empty options. Empty label names become the usual labels of the stars; empty edges become bins that fit all
/// the stars. The cells follow the range of a label, except that abundances of iron or metals (x) and of α elements (y)
/// keep the cells of PanelGridOptions, so that figures of different stars are comparable. Throws Error(Mismatch) if the
/// stars lack a label.
galaxy::PanelGridOptions completeOptions(galaxy::PanelGridOptions options, const survey::Dataset& stars);

}  // namespace maury::workbench
