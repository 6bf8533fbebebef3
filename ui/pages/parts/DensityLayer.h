// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "galaxy/density/Density.h"
#include "ui/plot/Layers.h"

namespace maury::ui {

/// A density's cells as a panel's layer, with the colours of `scale`.
DensityCells densityLayer(const galaxy::Density& density, const ColourScale& scale);

}  // namespace maury::ui
