// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/validation/ValidateContent.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "base/Error.h"
#include "survey/names/PredictedNames.h"

namespace maury::workbench {

namespace {

constexpr int kCoveragePoints = 61;
constexpr double kMaxSigmas = 3.0;

LabelCoverage coverageOf(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                         const std::string& label) {
  LabelCoverage result{label, {}, {}, {}};
  std::vector<double> factors;
  for (int i = 0; i < kCoveragePoints; ++i) {
    factors.push_back(kMaxSigmas * i / (kCoveragePoints - 1));
    result.nominal.push_back(std::erf(factors.back() / std::numbers::sqrt2));
  }
  const auto coverageBy = [&](const std::string& column) {
    if (!catalogue.hasNumeric(column)) return std::vector<double>();
    return validation::coverage(catalogue, stars, label, column, factors);
  };
  result.calibrated = coverageBy(survey::sigmaName(survey::predictedName(label)));
  result.internal = coverageBy(survey::errorName(survey::predictedName(label)));
  return result;
}

OneToOne oneToOneOf(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                    const validation::LabelReport& report) {
  OneToOne result{report.label, report.unit, {}, {}, catalogue.provenance.isMock};
  const std::vector<double> prediction = catalogue.numeric(survey::predictedName(report.label)),
                            reference = catalogue.numeric(report.label);
  for (const std::size_t row : stars) {
    result.prediction.push_back(prediction[row]);
    result.reference.push_back(reference[row]);
  }
  return result;
}

}  // namespace

validation::PrecisionOptions optionsWithBounds(const spectra::WavelengthGrid& grid) {
  validation::PrecisionOptions options;
  options.grid = grid;
  return options;
}

std::vector<validation::LabelPrecision> precisionOf(const survey::Dataset& catalogue,
                                                    std::span<const std::size_t> stars,
                                                    const validation::PrecisionOptions& options, Job& job) {
  auto precision = validation::precisionBySnr(catalogue, stars, options, job);
  std::erase_if(precision, [](const validation::LabelPrecision& label) { return label.bins.empty(); });
  return precision;
}

ValidateContent validateStars(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                              std::vector<std::size_t> around, Job& job) {
  ValidateContent content;
  content.stars = stars.size();
  content.around = std::move(around);
  content.isMock = catalogue.provenance.isMock;
  for (validation::LabelReport& report : validation::compareWithReference(catalogue, stars)) {
    job.checkpoint();
    if (report.residuals.count == 0) continue;
    content.oneToOne.push_back(oneToOneOf(catalogue, content.around, report));
    content.coverage.push_back(coverageOf(catalogue, stars, report.label));
    content.reports.push_back(std::move(report));
  }
  try {
    content.precision = precisionOf(catalogue, stars, {}, job);
    if (content.precision.empty())
      content.precisionProblem = "No S/N bin contains 20 of these stars. Widen the filter or select more stars.";
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Mismatch) throw;
    content.precisionProblem = error.what();
  }
  return content;
}

}  // namespace maury::workbench
