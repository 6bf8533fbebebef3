// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/BimodalityOptionTable.h"

namespace maury::galaxy {

const OptionTable<BimodalityOptions>& bimodalityOptionTable() {
  using Options = BimodalityOptions;
  static const OptionTable<Options> table{
      describe("xLow", &Options::xLow, {.flag = "--hump-low", .help = "Lowest x of the stars in the test"}),
      describe("xHigh", &Options::xHigh, {.flag = "--hump-high", .help = "Highest x of the stars in the test"}),
      describe("fewStars", &Options::minStars,
               {.flag = "--hump-stars", .help = "Minimum number of stars for a verdict"}),
      describe("falseAlarm", &Options::falseAlarm,
               {.flag = "--false-alarm",
                .help = "Maximum probability of calling a single peak bimodal",
                .low = 0.001,
                .high = 0.999,
                .aboveLow = true}),
      describe("replicates", &Options::replicates,
               {.flag = "--replicates", .help = "Bootstrap samples per panel", .low = 1, .high = 1000000}),
      describe("seed", &Options::seed, {.help = "Random seed of the bootstrap"}),
  };
  return table;
}

}  // namespace maury::galaxy
