// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/SplitOptionTable.h"

namespace maury::survey {

const OptionTable<SplitRule>& splitOptionTable() {
  static const OptionTable<SplitRule> table{
      describe("validationFraction", &SplitRule::validationFraction,
               {.flag = "--validation", .help = "Share of stars that decide when to stop", .low = 0.0, .high = 0.9}),
      describe("testFraction", &SplitRule::testFraction,
               {.flag = "--test",
                .label = "test stars (%)",
                .help = "Share of stars that are never used in training",
                .low = 0.0,
                .high = 0.9,
                .step = 0.05,
                .percent = true}),
      describe("seed", &SplitRule::seed, {.flag = "--split-seed", .help = "Seed of the split by id"}),
      describe("byColumn", &SplitRule::byColumn,
               {.help = "Take the parts from the survey's column 'split' instead of dividing the stars by their ids"}),
  };
  return table;
}

}  // namespace maury::survey
