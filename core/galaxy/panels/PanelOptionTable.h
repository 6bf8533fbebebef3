// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// Returns the option table of CellGrid.
const OptionTable<CellGrid>& cellOptionTable();
/// Returns the option table of PanelGridOptions.
const OptionTable<PanelGridOptions>& panelOptionTable();

}  // namespace maury::galaxy
