// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/FoldedInput.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "base/Error.h"
#include "base/Random.h"
#include "mock/stars/MockPhotometry.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/ToyModel.h"

using namespace maury;

namespace {

constexpr double kNmPerUnit = 75.0;  // the mock's BP: λ = 520 nm + 75 nm × u

survey::Provenance mockSurvey() {
  survey::Provenance provenance;
  provenance.isMock = true;
  return provenance;
}

spectra::CoefficientBasis bluePassband() {
  return mock::xpBasis(mockSurvey(), "bp_coefficients").value();
}

double gaussian(double x, double middle, double sigma) {
  return std::exp(-0.5 * std::pow((x - middle) / sigma, 2)) / (sigma * std::sqrt(2.0 * std::numbers::pi));
}

/// Returns a smooth spectrum per unit of u with a line, and a bump of the given area at `nm`.
std::vector<double> spectrum(const spectra::CoefficientBasis& basis, double nm = 500.0, double area = 0.0) {
  std::vector<double> flux;
  for (const double at : basis.nm)
    flux.push_back(3.0 * gaussian(at, 530.0, 60.0) * kNmPerUnit - 0.1 * gaussian(at, 480.0, 8.0) * kNmPerUnit +
                   area * gaussian(at, nm, 5.0) * kNmPerUnit);
  return flux;
}

/// Returns c_k = ∫ φ_k f du.
std::vector<double> project(const spectra::CoefficientBasis& basis, const std::vector<double>& flux) {
  const double step = (basis.nm[1] - basis.nm[0]) / kNmPerUnit;
  std::vector<double> coefficients;
  for (std::size_t k = 0; k < basis.coefficients(); ++k) {
    double sum = 0.0;
    for (std::size_t i = 0; i < flux.size(); ++i)
      sum += basis.functions[k * flux.size() + i] * flux[i] * step;
    coefficients.push_back(sum);
  }
  return coefficients;
}

/// Returns ∫ curve × bump for a bump of area 1 at `nm`.
double seenBy(const spectra::CoefficientBasis& basis, const double* curve, double nm) {
  double sum = 0.0;
  for (std::size_t i = 0; i < basis.nm.size(); ++i)
    sum += curve[i] * gaussian(basis.nm[i], nm, 5.0) * (basis.nm[1] - basis.nm[0]);
  return sum;
}

/// Networks with two labels, each a weighted sum of the coefficients: one weight per member, label and coefficient.
struct LinearNetworks {
  static constexpr int kMembers = 3;
  network::ModelInfo info;
  attribution::AttributionMap map;

  LinearNetworks(const std::vector<double>& coefficients, bool overFirst) {
    info.inputs.resize(2);
    info.inputs[0].name = "g";
    info.inputs[1].name = "bp_coefficients";
    info.inputs[1].width = coefficients.size();
    if (overFirst) info.trainedOn.preprocessing = {"xp-normalise bp=bp_coefficients rp=rp_coefficients"};
    map.labels = {{"teff", "K"}, {"mh", "dex"}};
    map.members = kMembers;
    map.stars = 1;
    map.inputScatter.assign(1 + coefficients.size(), 1.0F);
    map.meanInput = {12.0F};
    for (const double c : coefficients)
      map.meanInput.push_back(static_cast<float>(overFirst ? c / coefficients[0] : c));
    Random random(5);
    for (std::size_t i = 0; i < kMembers * map.labels.size() * (1 + coefficients.size()); ++i)
      map.memberInputMean.push_back(static_cast<float>(random.gaussian()));
  }

  double label(std::size_t member, std::size_t label, std::vector<double> coefficients, bool overFirst) const {
    const double first = overFirst ? coefficients[0] : 1.0;
    double sum = 0.0;
    for (std::size_t k = 0; k < coefficients.size(); ++k)
      sum += static_cast<double>(map.memberInputMean[(member * 2 + label) * (1 + coefficients.size()) + 1 + k]) *
             coefficients[k] / first;
    return sum;
  }
};

}  // namespace

TEST_CASE("folded input: the curve is the label's response to a bump of light, for both kinds of coefficients") {
  const bool overFirst = GENERATE(false, true);
  const auto basis = bluePassband();
  const auto before = project(basis, spectrum(basis));
  const LinearNetworks networks(before, overFirst);
  const auto folded = attribution::foldedInput(networks.map, networks.info, 1, basis);
  CHECK(folded.input == "bp_coefficients");
  CHECK(folded.overFirst == overFirst);
  REQUIRE(folded.mean.size() == 2 * basis.nm.size());
  REQUIRE(folded.nm == basis.nm);
  constexpr double kArea = 1e-5;
  const double unit = overFirst ? before[0] : 1.0;
  for (const std::size_t label : {0UL, 1UL}) {
    for (const double nm : {360.0, 430.0, 517.0, 600.0, 660.0}) {
      const auto after = project(basis, spectrum(basis, nm, kArea));
      std::vector<double> changes;
      double mean = 0.0;
      for (std::size_t m = 0; m < LinearNetworks::kMembers; ++m) {
        changes.push_back((networks.label(m, label, after, overFirst) - networks.label(m, label, before, overFirst)) *
                          unit / kArea);
        mean += changes.back() / LinearNetworks::kMembers;
      }
      CHECK(seenBy(basis, folded.mean.data() + label * basis.nm.size(), nm) == Approx(mean).epsilon(2e-4).margin(2e-4));
    }
  }
}

TEST_CASE("folded input: the spread is the scatter of the members' curves") {
  const auto basis = bluePassband();
  const auto before = project(basis, spectrum(basis));
  LinearNetworks networks(before, false);
  const auto folded = attribution::foldedInput(networks.map, networks.info, 1, basis);
  const std::size_t at = 100, label = 1, elements = 1 + before.size();
  double sum = 0.0, square = 0.0;
  for (std::size_t m = 0; m < 3; ++m) {
    double curve = 0.0;
    for (std::size_t k = 0; k < before.size(); ++k)
      curve += static_cast<double>(networks.map.memberInputMean[(m * 2 + label) * elements + 1 + k]) *
               basis.functions[k * basis.nm.size() + at];
    sum += curve / 3.0;
    square += curve * curve / 3.0;
  }
  CHECK(folded.spread[label * basis.nm.size() + at] == Approx(std::sqrt(square - sum * sum)));
}

TEST_CASE("folded input: for divided coefficients, neither brightness nor the first coefficient's weight matters") {
  const auto basis = bluePassband();
  const auto flux = spectrum(basis);
  LinearNetworks networks(project(basis, flux), true);
  const auto folded = attribution::foldedInput(networks.map, networks.info, 1, basis);
  double sum = 0.0, size = 0.0;
  for (std::size_t i = 0; i < flux.size(); ++i) {
    sum += folded.mean[i] * flux[i];
    size += std::abs(folded.mean[i] * flux[i]);
  }
  CHECK(std::abs(sum) < 1e-5 * size);
  networks.map.memberInputMean[1] += 100.0F;
  CHECK(attribution::foldedInput(networks.map, networks.info, 1, basis).mean == folded.mean);
}

TEST_CASE("folded input: contributions, absent inputs and wrong numbers of coefficients are refused") {
  const auto basis = bluePassband();
  LinearNetworks networks(project(basis, spectrum(basis)), false);
  CHECK(test::errorOf([&] { attribution::foldedInput(networks.map, networks.info, 0, basis); })->kind ==
        ErrorKind::Mismatch);
  CHECK(test::errorOf([&] { attribution::foldedInput(networks.map, networks.info, 2, basis); })->kind ==
        ErrorKind::Usage);
  networks.map.method = attribution::AttributionMethod::Occlusion;
  CHECK(test::errorOf([&] { attribution::foldedInput(networks.map, networks.info, 1, basis); })->kind ==
        ErrorKind::Usage);
}

TEST_CASE("folded input: the table has one row per wavelength and states the unit of the light") {
  const auto basis = bluePassband();
  const LinearNetworks networks(project(basis, spectrum(basis)), true);
  const std::vector<attribution::FoldedInput> both(2, attribution::foldedInput(networks.map, networks.info, 1, basis));
  const io::Table table = attribution::foldedTable(networks.map, both);
  REQUIRE(table.columns.size() == 6);
  CHECK(table.columns[2].name == "d_teff_d_flux");
  const auto teff = table.columns[2].asReal();
  REQUIRE(teff.size() == 2 * basis.nm.size());
  CHECK(teff[basis.nm.size() + 7] == both[1].mean[7]);
  CHECK(table.columns[4].asReal()[7] == both[0].mean[basis.nm.size() + 7]);
  CHECK(table.notes.back().find("in units of the first coefficient") != std::string::npos);
}

TEST_CASE("folded input: the map contains the mean of the stars' inputs") {
  const auto survey = test::toySurvey(20);
  Job job;
  const std::vector<std::size_t> stars = {2, 5, 11};
  const auto map = attribution::attributionMap(test::toyModel(survey, 2), survey, stars, {}, job);
  REQUIRE(map.meanInput.size() == 4);
  for (std::size_t e = 0; e < 4; ++e) {
    const auto& input = survey.inputs[e == 0 ? 0 : 1];
    double sum = 0.0;
    for (const std::size_t star : stars)
      sum += static_cast<double>(input.values[star * input.width + (e == 0 ? 0 : e - 1)]);
    CHECK(static_cast<double>(map.meanInput[e]) == Approx(sum / 3.0));
  }
}
