// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

const OptionTable<CellGrid>& cellOptionTable();
/// Every member of PanelGridOptions, described once.
const OptionTable<PanelGridOptions>& panelOptionTable();

}  // namespace maury::galaxy
