// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/TestReport.h"

#include <cmath>

namespace maury::validation {

namespace {

/// Share of the residuals within so many σ, where all three numbers are finite; NaN where there are none.
double shareWithin(const std::vector<double>& predicted, const std::vector<double>& expected,
                   const std::vector<double>& sigma, double many) {
  double inside = 0.0, all = 0.0;
  for (std::size_t i = 0; i < sigma.size(); ++i) {
    const double score = std::abs(predicted[i] - expected[i]) / sigma[i];
    if (!std::isfinite(score)) continue;
    all += 1.0;
    if (score <= many) inside += 1.0;
  }
  return inside / all;  // 0 / 0: NaN, as promised
}

}  // namespace

std::vector<LabelReport> compareWithReference(const survey::Dataset& catalogue, std::span<const std::size_t> stars) {
  std::vector<LabelReport> reports;
  for (const survey::Label& label : catalogue.labels) {
    const std::string referenceName = label.name + "_reference";
    if (!catalogue.hasNumeric(referenceName)) continue;
    const std::vector<double> reference = catalogue.numeric(referenceName);
    const std::string sigmaName = "sigma_" + label.name;
    const std::vector<double> sigmas =
        catalogue.hasNumeric(sigmaName) ? catalogue.numeric(sigmaName) : std::vector<double>();
    std::vector<double> predicted, expected, sigma;
    for (const std::size_t star : stars) {
      predicted.push_back(label.values[star]);
      expected.push_back(reference[star]);
      if (!sigmas.empty()) sigma.push_back(sigmas[star]);
    }
    reports.push_back({label.name, label.unit, residualStatistics(predicted, expected),
                       shareWithin(predicted, expected, sigma, 1.0), shareWithin(predicted, expected, sigma, 2.0)});
  }
  return reports;
}

}  // namespace maury::validation
