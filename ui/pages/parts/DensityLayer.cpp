// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/DensityLayer.h"

namespace maury::ui {

DensityCells densityLayer(const galaxy::Density& density, const ColourScale& scale) {
  DensityCells layer;
  layer.columns = density.cells.columns;
  layer.rows = density.cells.rows;
  layer.xLow = density.cells.xLow;
  layer.xHigh = density.cells.xHigh;
  layer.yLow = density.cells.yLow;
  layer.yHigh = density.cells.yHigh;
  layer.values = density.values;
  layer.scale = scale;
  return layer;
}

}  // namespace maury::ui
