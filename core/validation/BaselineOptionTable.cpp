// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/BaselineOptionTable.h"

namespace maury::validation {

const OptionTable<BaselineOptions>& baselineOptionTable() {
  using Options = BaselineOptions;
  static const OptionTable<Options> table{
      describe("members", &Options::members,
               {.flag = "--members",
                .label = "networks per baseline",
                .help = "Number of networks in each of the two baselines",
                .low = 1,
                .high = 1000}),
      describe("maxEpochs", &Options::maxEpochs,
               {.flag = "--epochs",
                .label = "maximum epochs",
                .help = "Maximum number of training epochs of each baseline",
                .low = 1,
                .high = 100000}),
      describe("seed", &Options::seed, {.help = "Random seed of the initial weights and the order of the stars"}),
      describe("threads", &Options::threads,
               {.help = "Worker threads (0: one per core)", .high = 1024, .executionOnly = true}),
  };
  return table;
}

}  // namespace maury::validation
