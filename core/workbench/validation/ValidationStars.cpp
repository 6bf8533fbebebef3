// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/ValidationStars.h"

#include "base/text/ShellWord.h"
#include "validation/PrecisionOptionTable.h"

namespace maury::workbench {

const OptionTable<ValidationStars>& validationStarsTable() {
  static const OptionTable<ValidationStars> table{
      describePart(&ValidationStars::part),
      describe("filter", &ValidationStars::filter,
               {.flag = "--filter", .help = "Use only stars of this part that pass the filter, e.g. 'logg < 3.5'"}),
  };
  return table;
}

std::string precisionCommand(const std::string& survey, const std::string& model, const ValidationStars& stars,
                             const validation::PrecisionOptions& options) {
  return "maury-cli precision " + shellWord(survey) + " --model " + shellWord(model) +
         commandLine(validationStarsTable(), stars) + commandLine(validation::precisionOptionTable(), options);
}

}  // namespace maury::workbench
