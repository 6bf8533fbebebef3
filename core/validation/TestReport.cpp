// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/TestReport.h"

namespace maury::validation {

std::vector<LabelReport> compareWithReference(const survey::Dataset& catalogue, std::span<const std::size_t> stars) {
  std::vector<LabelReport> reports;
  for (const survey::Label& label : catalogue.labels) {
    const std::string referenceName = label.name + "_reference";
    if (!catalogue.hasNumeric(referenceName)) continue;
    const std::vector<double> reference = catalogue.numeric(referenceName);
    std::vector<double> predicted, expected;
    for (const std::size_t star : stars) {
      predicted.push_back(label.values[star]);
      expected.push_back(reference[star]);
    }
    reports.push_back({label.name, label.unit, residualStatistics(predicted, expected)});
  }
  return reports;
}

}  // namespace maury::validation
