// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/ValidationStars.h"

#include "base/ShellWord.h"
#include "validation/PrecisionOptionTable.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::workbench {

namespace {

Option<ValidationStars> describePart() {
  using survey::Part;
  const ValidationStars defaults;
  return describeComputed<ValidationStars>(
      "part", [](const ValidationStars& stars) -> OptionValue { return partText(stars.part); },
      [](ValidationStars& stars, const OptionValue& value) { stars.part = partFromName(std::get<std::string>(value)); },
      {detail::offsetOf(defaults, defaults.part)},
      {.flag = "--part",
       .help =
           "Part of the model's split to use; the training part was fitted, the validation part decided when to stop",
       .names = {partText(Part::Training), partText(Part::Validation), partText(Part::Test), partText({})}});
}

}  // namespace

const OptionTable<ValidationStars>& validationStarsTable() {
  static const OptionTable<ValidationStars> table{
      describePart(),
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
