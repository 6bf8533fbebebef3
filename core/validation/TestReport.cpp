// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/TestReport.h"

#include "survey/names/PredictedNames.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace maury::validation {

std::vector<double> coverage(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                             const std::string& label, const std::string& sigma, std::span<const double> factors) {
  const auto predicted = catalogue.numeric(survey::predictedName(label)), expected = catalogue.numeric(label),
             sigmas = catalogue.numeric(sigma);
  std::vector<double> scores;
  for (const std::size_t star : stars) {
    const double score = std::abs(predicted[star] - expected[star]) / sigmas[star];
    if (!std::isnan(score)) scores.push_back(score);  // infinite for σ = 0, which covers no residual
  }
  std::sort(scores.begin(), scores.end());
  std::vector<double> shares;
  for (const double factor : factors) {
    const auto inside = std::upper_bound(scores.begin(), scores.end(), factor) - scores.begin();
    shares.push_back(static_cast<double>(inside) / static_cast<double>(scores.size()));  // NaN (0 / 0) without stars
  }
  return shares;
}

std::vector<LabelReport> compareWithReference(const survey::Dataset& catalogue, std::span<const std::size_t> stars) {
  std::vector<LabelReport> reports;
  for (const survey::Label& label : catalogue.labels) {
    const std::string name = survey::referenceName(label.name), sigma = survey::sigmaName(label.name);
    if (!survey::isPredictedLabel(label.name) || !catalogue.hasNumeric(name)) continue;
    const std::vector<double> reference = catalogue.numeric(name);
    std::vector<double> predicted, expected;
    for (const std::size_t star : stars) {
      predicted.push_back(label.values[star]);
      expected.push_back(reference[star]);
    }
    std::vector<double> within(2, std::numeric_limits<double>::quiet_NaN());
    if (catalogue.hasNumeric(sigma)) within = coverage(catalogue, stars, name, sigma, std::array{1.0, 2.0});
    reports.push_back({name, label.unit, residualStatistics(predicted, expected), within[0], within[1]});
  }
  return reports;
}

}  // namespace maury::validation
