// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/LineOptionTable.h"

namespace maury::workbench {

const OptionTable<LineChoice>& lineOptionTable() {
  static const OptionTable<LineChoice> table{
      describe("minDepth", &LineChoice::minDepth,
               {.flag = "--line-depth",
                .label = "deeper than",
                .help = "Minimum depth of the lines to mark, as a fraction of the continuum: the depth in the list of "
                        "lines or, if the list has none, in the displayed spectrum",
                .low = 0.0,
                .high = 1.0,
                .step = 0.02,
                .decimals = 2}),
      describe("hiddenElements", &LineChoice::hiddenElements,
               {.flag = "--hide-elements", .help = "Elements whose lines are not marked, e.g. Ca,Fe"}),
  };
  return table;
}

}  // namespace maury::workbench
