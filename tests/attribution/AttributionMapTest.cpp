// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/AttributionMap.h"

#include "attribution/physics/Peaks.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <vector>

#include "base/Error.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/SameBits.h"
#include "support/StopLimit.h"
#include "support/ToyModel.h"

using maury::ErrorKind;
using maury::Job;
using maury::attribution::attributionMap;
using maury::attribution::AttributionMap;
using maury::survey::Dataset;
using Rows = std::vector<std::size_t>;

namespace {

AttributionMap mapOf(const maury::network::Model& model, const Dataset& survey, const Rows& stars,
                     unsigned threads = 0) {
  Job job;
  maury::attribution::AttributionOptions options;
  options.threads = threads;
  return attributionMap(model, survey, stars, options, job);
}

}  // namespace

TEST_CASE("attribution map: a network that reads one pixel has its slope there and zero elsewhere") {
  const auto survey = maury::test::toySurvey(50);
  const auto map = mapOf(maury::test::onePixelModel(survey, 17, -800.0), survey, maury::test::allRows(survey));
  CHECK(map.stars == 50);
  CHECK(map.members == 1);
  REQUIRE(map.mean.size() == 40);
  for (std::size_t p = 0; p < 40; ++p)
    CHECK(map.mean[p] == Approx(p == 17 ? -800.0 : 0.0));
  const maury::spectra::LineList lines{{survey.grid[17] + 0.02, "Ca II", 0.5}};
  const auto peaks = strongestPeaks(map, 0, lines, 0.05, 3);
  REQUIRE(peaks.size() == 1);
  CHECK(peaks[0].wavelengthNm == survey.grid[17]);
  CHECK(peaks[0].height == Approx(-800.0));
  CHECK(peaks[0].share == Approx(1.0));
  REQUIRE(peaks[0].line != nullptr);
  CHECK(peaks[0].line->species == "Ca II");
}

TEST_CASE("attribution map: missing preprocessing steps are applied, with the same bits as for a prepared survey") {
  auto raw = maury::test::toySurvey(30, 120);
  raw.provenance.preprocessing.clear();
  auto prepared = raw;
  maury::survey::RecipeReport report;
  Job job;
  const std::vector<std::string> steps = {"resample method=flux first=850.1 step=0.3 pixels=40",
                                          "continuum method=chebyshev degree=2 low=2 high=3 iterations=3"};
  maury::survey::Recipe::parse(steps).apply(prepared, report, job);
  const auto model = maury::test::toyModel(prepared, 2);
  const Rows rows = {7, 3, 3, 21};
  const AttributionMap expected = mapOf(model, prepared, rows), map = mapOf(model, raw, rows);
  CHECK(map.grid.nm() == prepared.grid.nm());
  CHECK(map.stars == 4);
  CHECK(maury::test::sameBits(map.mean, expected.mean));
  CHECK(maury::test::sameBits(map.spread, expected.spread));
  CHECK(maury::test::sameBits(map.meanFlux, expected.meanFlux));
  CHECK(map.spectrumStrength == expected.spectrumStrength);
}

TEST_CASE("attribution map: the spread is zero for one member and half the distance for two") {
  const auto survey = maury::test::toySurvey(5);
  const auto one = mapOf(maury::test::toyModel(survey, 1), survey, maury::test::allRows(survey));
  const auto two = mapOf(maury::test::toyModel(survey, 2), survey, maury::test::allRows(survey));
  for (std::size_t i = 0; i < one.mean.size(); ++i) {
    CHECK(one.spread[i] == 0.0F);
    CHECK(two.spread[i] == Approx(std::abs(two.mean[i] - one.mean[i])).epsilon(1e-3).margin(1e-4));
  }
}

TEST_CASE("attribution map: a map over stars is the mean of the maps of each") {
  const auto survey = maury::test::toySurvey(3);
  const auto model = maury::test::toyModel(survey, 2);
  const auto all = mapOf(model, survey, {0, 1, 2});
  const std::vector<AttributionMap> each{mapOf(model, survey, {0}), mapOf(model, survey, {1}),
                                         mapOf(model, survey, {2})};
  for (std::size_t i = 0; i < all.mean.size(); ++i) {
    CHECK(all.mean[i] ==
          Approx((each[0].mean[i] + each[1].mean[i] + each[2].mean[i]) / 3.0).epsilon(1e-4).margin(1e-4));
  }
  for (std::size_t i = 0; i < all.inputMean.size(); ++i) {
    const double mean = (each[0].inputMean[i] + each[1].inputMean[i] + each[2].inputMean[i]) / 3.0;
    CHECK(all.inputMean[i] == Approx(mean).epsilon(1e-4).margin(1e-4));
  }
}

TEST_CASE("attribution map: a map is bit for bit the same for any number of threads") {
  const auto survey = maury::test::toySurvey(500);
  const auto model = maury::test::toyModel(survey, 2);
  const auto one = mapOf(model, survey, maury::test::allRows(survey), 1);
  const auto four = mapOf(model, survey, maury::test::allRows(survey), 4);
  CHECK(maury::test::sameBits(one.mean, four.mean));
  CHECK(maury::test::sameBits(one.spread, four.spread));
  CHECK(maury::test::sameBits(one.inputMean, four.inputMean));
  CHECK(one.inputStrength == four.inputStrength);
}

TEST_CASE("attribution map: a masked pixel has no attribution, and the others keep their positions") {
  const auto survey = maury::test::toySurvey(4);
  // Pixels 10 to 14 lie at 851.0 to 851.4 nm.
  const auto map = mapOf(maury::test::toyModel(survey, 1, {{850.95, 851.45}}), survey, maury::test::allRows(survey));
  for (std::size_t p = 0; p < 40; ++p) {
    const bool masked = p >= 10 && p <= 14;
    CHECK(std::isnan(map.mean[p]) == masked);
    CHECK(std::isnan(map.spread[40 + p]) == masked);
    CHECK(std::isfinite(map.meanFlux[p]));
  }
}

TEST_CASE("attribution map: the mean spectrum ignores pixels without data") {
  auto survey = maury::test::toySurvey(3);
  const float missing = std::numeric_limits<float>::quiet_NaN();
  survey.flux[5] = missing;
  survey.flux[40 + 5] = 0.8F;
  survey.flux[80 + 5] = 1.0F;
  for (std::size_t star = 0; star < 3; ++star)
    survey.flux[star * 40 + 6] = missing;
  const auto map = mapOf(maury::test::toyModel(survey, 1), survey, maury::test::allRows(survey));
  CHECK(map.meanFlux[5] == Approx(0.9));
  CHECK(map.fluxSpread[5] == Approx(0.1));
  CHECK(std::isnan(map.meanFlux[6]));
  CHECK(std::isfinite(map.mean[6]));  // replaced by the fill value
  CHECK(std::isfinite(map.spectrumStrength[0]));
}

TEST_CASE("attribution map: strengths are the slopes times the scatter of their pixels or inputs") {
  const auto survey = maury::test::toySurvey(60);
  const auto map = mapOf(maury::test::toyModel(survey, 2), survey, maury::test::allRows(survey));
  REQUIRE(map.inputStrength.size() == 2 * 2);
  REQUIRE(map.inputMean.size() == 2 * 4);
  for (std::size_t l = 0; l < 2; ++l) {
    double mean = 0.0, square = 0.0;
    for (const float g : survey.inputs[0].values)
      mean += g / 60.0;
    for (const float g : survey.inputs[0].values)
      square += (g - mean) * (g - mean) / 60.0;
    CHECK(map.inputStrength[2 * l] == Approx(std::abs(map.inputMean[4 * l]) * std::sqrt(square)));
    double spectrum = 0.0;
    for (std::size_t p = 0; p < 40; ++p)
      spectrum += std::abs(map.mean[40 * l + p]) * map.fluxSpread[p];
    CHECK(map.spectrumStrength[l] == Approx(spectrum).epsilon(1e-5));
    CHECK(map.inputStrength[2 * l + 1] > 0.0);
  }
}

TEST_CASE("attribution map: a map needs existing stars and a matching survey") {
  const auto survey = maury::test::toySurvey(3);
  const auto model = maury::test::toyModel(survey, 1);
  const auto none = maury::test::errorOf([&] { mapOf(model, survey, {}); });
  REQUIRE(none);
  CHECK(none->kind == ErrorKind::Mismatch);
  CHECK(none->says("selected"));
  const auto beyond = maury::test::errorOf([&] { mapOf(model, survey, {3}); });
  REQUIRE(beyond);
  CHECK(beyond->says("Row 3"));
  CHECK(maury::test::errorOf([&] { mapOf(model, maury::test::toySurvey(3, 41), {0}); }));
}

TEST_CASE("stop: a gradient map ends within half a second") {
  using Clock = std::chrono::steady_clock;
  const auto survey = maury::test::toySurvey(12000);
  // Many members make the work last over half a second on any machine, so that the stop comes in the middle.
  const auto model = maury::test::toyModel(survey, 64);
  Job* self = nullptr;
  Clock::time_point asked;
  Job job([&](const maury::Progress& progress) {
    if (progress.done == 0 || self->stopRequested()) return;
    asked = Clock::now();
    self->requestStop();
  });
  self = &job;
  const auto error =
      maury::test::errorOf([&] { attributionMap(model, survey, maury::test::allRows(survey), {}, job); });
  const std::chrono::duration<double> latency = Clock::now() - asked;
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Cancelled);
  CHECK(latency.count() < maury::test::kStopLimitSeconds);
}
