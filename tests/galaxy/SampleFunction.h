// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "galaxy/density/Density.h"

namespace maury::galaxy {

/// Returns a density whose cells contain function(x, y) at their centres.
template <typename Function>
Density sampleFunction(const CellGrid& cells, Function function) {
  Density density{cells, {}, 0};
  for (std::size_t row = 0; row < cells.rows; ++row)
    for (std::size_t column = 0; column < cells.columns; ++column)
      density.values.push_back(
          static_cast<float>(function(cells.xLow + (static_cast<double>(column) + 0.5) * cells.cellWidth(),
                                      cells.yLow + (static_cast<double>(row) + 0.5) * cells.cellHeight())));
  return density;
}

}  // namespace maury::galaxy
