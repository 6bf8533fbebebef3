// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// Returns a table of all members of CellGrid.
const OptionTable<CellGrid>& cellOptionTable();
/// Returns a table of all members of PanelGridOptions.
const OptionTable<PanelGridOptions>& panelOptionTable();

}  // namespace maury::galaxy
