// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::workbench {

/// Returns the option table of GalaxyFigureOptions.
const OptionTable<GalaxyFigureOptions>& galaxyFigureOptionTable();

}  // namespace maury::workbench
