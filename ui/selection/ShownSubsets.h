// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/selection/Selection.h"
#include "workbench/figure/StarLayers.h"

namespace maury::ui {

/// Returns what lies over every view, lowest first, for the contents of figures: the named subsets, and what is
/// selected on top.
std::vector<workbench::Subset> shownSubsets(const Selection& selection);

}  // namespace maury::ui
