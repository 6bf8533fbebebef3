// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/DropoutOptionTable.h"

namespace maury::inference {

const OptionTable<DropoutSampling>& dropoutOptionTable() {
  static const OptionTable<DropoutSampling> table{
      describe("passes", &DropoutSampling::passes,
               {.flag = "--dropout-passes",
                .help = "Number of predictions with dropout on; their scatter is added to the errors (0: dropout off)",
                .low = 0,
                .high = 10000}),
      describe("seed", &DropoutSampling::seed, {.flag = "--seed", .help = "Random seed of the dropout"}),
  };
  return table;
}

}  // namespace maury::inference
