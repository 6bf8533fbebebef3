// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/TruthFilter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "attribution/physics/Peaks.h"
#include "base/Error.h"
#include "base/Statistics.h"
#include "mock/stars/Evolution.h"
#include "mock/stars/MockPhotometry.h"
#include "survey/names/PositionColumns.h"
#include "validation/CramerRao.h"
#include "validation/MockMeasurements.h"

namespace maury::validation {
namespace {

constexpr std::size_t kMainLabels = kFirstElement;  // Teff, log g, [M/H], [α/M]

std::string truthName(std::size_t k) {
  return fmt::format("true_{}", mock::mockLabelName(static_cast<mock::MockLabel>(k)));
}

double meanOf(const std::vector<double>& values, std::span<const std::size_t> rows) {
  double sum = 0.0;
  for (const std::size_t row : rows)
    sum += values.at(row);
  return sum / static_cast<double>(rows.size());
}

/// Returns the covariance of the true main labels (kMainLabels × kMainLabels). A small constant is added to the
/// diagonal, so that a population of identical stars has a positive definite covariance too.
std::vector<double> covarianceOf(const survey::Dataset& population) {
  constexpr std::array<double, kMainLabels> kMinSigma = {10.0, 0.02, 0.02, 0.01};
  std::vector<std::size_t> everyone(population.starCount());
  std::iota(everyone.begin(), everyone.end(), std::size_t{0});
  std::array<std::vector<double>, kMainLabels> truth;
  for (std::size_t k = 0; k < kMainLabels; ++k) {
    truth[k] = population.numeric(truthName(k));
    const double mean = meanOf(truth[k], everyone);
    for (double& value : truth[k])
      value -= mean;
  }
  std::vector<double> covariance(kMainLabels * kMainLabels, 0.0);
  for (std::size_t i = 0; i < kMainLabels; ++i) {
    for (std::size_t j = 0; j < kMainLabels; ++j) {
      for (const std::size_t star : everyone)
        covariance[i * kMainLabels + j] += truth[i][star] * truth[j][star] / static_cast<double>(everyone.size());
    }
    covariance[i * kMainLabels + i] += kMinSigma[i] * kMinSigma[i];
  }
  return covariance;
}

double medianOf(const std::vector<double>& values, std::span<const std::size_t> rows) {
  std::vector<double> some;
  for (const std::size_t row : rows)
    some.push_back(values[row]);
  return upperMedian(some);
}

/// Returns the filter as a map, so that the function that finds the peaks of a network's map also finds its peaks.
attribution::AttributionMap filterMap(const TruthFilter& truth, std::size_t label, std::span<const float> seen) {
  attribution::AttributionMap map;
  map.labels = {{kBoundLabels.at(label), "", 0.0, 1.0}};
  map.grid = truth.grid;
  for (std::size_t p = 0; p < truth.grid.size(); ++p) {
    const auto value = static_cast<float>(truth.filter[label * truth.grid.size() + p]);
    map.mean.push_back(std::isfinite(seen[p]) ? value : std::numeric_limits<float>::quiet_NaN());
  }
  map.spread.assign(map.mean.size(), 0.0F);
  return map;
}

}  // namespace

int TruthFilter::indexOf(const std::string& label) {
  const auto found = std::find(kBoundLabels.begin(), kBoundLabels.end(), label);
  return found == kBoundLabels.end() ? -1 : static_cast<int>(found - kBoundLabels.begin());
}

std::vector<std::string> truthColumns() {
  std::vector<std::string> names = {"snr", survey::kDistanceColumn, "true_extinction_v"};
  for (std::size_t k = 0; k < mock::kMockLabels; ++k)
    names.push_back(truthName(k));
  return names;
}

bool hasTruth(const survey::Dataset& survey) {
  const std::vector<std::string> names = truthColumns();
  return survey.provenance.isMock &&
         std::all_of(names.begin(), names.end(), [&](const std::string& name) { return survey.hasNumeric(name); });
}

TruthFilter truthFilter(const survey::Dataset& survey, std::span<const std::size_t> stars,
                        const survey::Dataset& population, double resolution) {
  if (!hasTruth(survey) || !hasTruth(population) || survey.grid.empty())
    throw Error(ErrorKind::Mismatch,
                "The ideal response is only known for a mock survey with spectra. Make or open a mock survey first.");
  if (stars.empty())
    throw Error(ErrorKind::Mismatch, "No star is selected. Select at least one star for the ideal response.");
  mock::StellarParameters star;
  for (std::size_t k = 0; k < mock::kMockLabels; ++k)
    star.value(static_cast<mock::MockLabel>(k)) = meanOf(survey.numeric(truthName(k)), stars);
  TruthFilter result;
  result.grid = survey.grid;
  result.snr = medianOf(survey.numeric("snr"), stars);
  const mock::SpectrumModel model(survey.grid, resolution);
  const Measurements spectrum = spectrumMeasurements(model, star, result.snr, &result.flux);
  FisherMatrix fisher(kParameters);
  const NoiseCorrelation noise = noiseOf(survey.provenance, survey.grid);
  fisher.add(spectrum.derivatives, spectrum.sigma, noise);
  const Observed observed{result.snr, medianOf(survey.numeric(survey::kDistanceColumn), stars),
                          medianOf(survey.numeric("true_extinction_v"), stars)};
  const double g = mock::truePhotometry(star, observed.massSolar, observed.distanceKpc, observed.extinctionV).g;
  addVelocityPrior(fisher, restFrameErrorKmS(survey.provenance, g));
  const Measurements inputs = inputMeasurements(star, observed);
  fisher.add(inputs.derivatives, inputs.sigma);
  fisher.addPrior(kMass, kMassPriorSigma);
  for (std::size_t i = 0; i < mock::kMockElements; ++i)
    fisher.addPrior(kFirstElement + i, mock::kElementScatter[i]);
  fisher.addPrior(covarianceOf(population), kMainLabels);

  const std::size_t pixels = survey.grid.size();
  for (std::size_t k = 0; k < kBoundLabels.size(); ++k) {
    const std::vector<double> coefficients = labelCoefficients(k);
    const std::vector<double> filter = fisher.filter(coefficients, spectrum.derivatives, spectrum.sigma, noise);
    result.filter.insert(result.filter.end(), filter.begin(), filter.end());
    // [Fe/H] increases with [M/H] at fixed [Fe/M], so both have the same derivative of the flux.
    const auto own = static_cast<std::size_t>(
        std::find_if(coefficients.begin(), coefficients.end(), [](double c) { return c != 0.0; }) -
        coefficients.begin());
    const auto row = std::span(spectrum.derivatives).subspan(own * pixels, pixels);
    result.derivatives.insert(result.derivatives.end(), row.begin(), row.end());
  }
  return result;
}

TruthScore scoreMap(const TruthFilter& truth, const attribution::AttributionMap& map, std::size_t label,
                    double toleranceNm, std::size_t count) {
  const std::size_t pixels = truth.grid.size();
  const int index = label < map.labels.size() ? TruthFilter::indexOf(map.labels[label].name) : -1;
  if (index < 0) throw Error(ErrorKind::Mismatch, "The ideal response of this label is not known.");
  if (map.grid.nm() != truth.grid.nm())
    throw Error(ErrorKind::Mismatch, "The map and the ideal response have different wavelength grids.");
  const std::span<const float> seen = std::span(map.mean).subspan(label * pixels, pixels);
  const std::span<const double> best =
      std::span(truth.filter).subspan(static_cast<std::size_t>(index) * pixels, pixels);
  TruthScore score;
  const double pearson = correlation(seen, best);
  score.correlation = std::isfinite(pearson) ? pearson : 0.0;

  const auto expected =
      attribution::strongestPeaks(filterMap(truth, static_cast<std::size_t>(index), seen), 0, {}, 0.0, count);
  const auto found = attribution::strongestPeaks(map, label, {}, 0.0, count);
  score.linesCompared = expected.size();
  for (const auto& peak : expected) {
    const bool shared = std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return std::abs(other.wavelengthNm - peak.wavelengthNm) <= toleranceNm && other.height * peak.height > 0.0;
    });
    if (shared) ++score.linesShared;
  }
  return score;
}

}  // namespace maury::validation
