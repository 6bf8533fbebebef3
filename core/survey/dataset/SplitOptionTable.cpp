// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/SplitOptionTable.h"

namespace maury::survey {

const OptionTable<SplitRule>& splitOptionTable() {
  static const OptionTable<SplitRule> table{
      describe("validationFraction", &SplitRule::validationFraction,
               {.flag = "--validation",
                .help = "Share of stars used for validation, which decides when training stops",
                .low = 0.0,
                .high = 0.9}),
      describe("testFraction", &SplitRule::testFraction,
               {.flag = "--test",
                .label = "test stars (%)",
                .help = "Share of stars reserved for testing, never used in training",
                .low = 0.0,
                .high = 0.9,
                .step = 0.05,
                .percent = true}),
      describe("seed", &SplitRule::seed, {.flag = "--split-seed", .help = "Random seed of the split by id"}),
      describe("byColumn", &SplitRule::byColumn,
               {.help = "Take the parts from the survey's column 'split' instead of dividing the stars by id"}),
  };
  return table;
}

const OptionTable<SplitDesign>& splitDesignTable() {
  static const OptionTable<SplitDesign> table = [] {
    OptionTable<SplitDesign> made;
    addPart(made, "rule", &SplitDesign::rule, splitOptionTable());
    for (Option<SplitDesign>& option : made) {
      if (option.description.key != "rule.seed") continue;
      option.description.flag = "--seed";
      option.description.help = "Seed of the split";
    }
    made.push_back(describe(
        "stratifyBy", &SplitDesign::stratifyBy,
        {.flag = "--stratify", .help = "Keep the shares in each decile of these columns or labels, e.g. snr,teff"}));
    made.push_back(
        describe("starColumn", &SplitDesign::starColumn,
                 {.flag = "--star-column",
                  .help = "Column of star names if ids identify single observations (default: ids, and columns "
                          "such as source_id and gp_id)"}));
    return made;
  }();
  return table;
}

}  // namespace maury::survey
