// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::workbench {

/// Every member of GalaxyFigureOptions, described once.
const OptionTable<GalaxyFigureOptions>& galaxyFigureOptionTable();

}  // namespace maury::workbench
