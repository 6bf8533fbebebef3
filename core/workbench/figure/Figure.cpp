// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/Figure.h"

#include <algorithm>

namespace maury::workbench {

Figure::Figure(GridSpec shape) : grid(std::move(shape)) {
  grid.rows = std::max(1, grid.rows);
  grid.columns = std::max(1, grid.columns);
  panels.resize(static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.columns));
}

}  // namespace maury::workbench
