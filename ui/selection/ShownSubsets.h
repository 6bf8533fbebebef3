// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/selection/Selection.h"
#include "workbench/figure/StarLayers.h"

namespace maury::ui {

/// Returns the overlays of all figures, lowest first: the named subsets, then the selection.
std::vector<workbench::Subset> shownSubsets(const Selection& selection);

}  // namespace maury::ui
