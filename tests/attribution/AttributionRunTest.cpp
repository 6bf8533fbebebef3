// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <memory>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/AttributionOptionTable.h"
#include "attribution/maps/MeanStar.h"
#include "attribution/maps/StarMaps.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"
#include "support/ToyModel.h"

using maury::Job;
using maury::ProgressMeter;
using maury::attribution::attributionMap;
using maury::attribution::AttributionMap;
using maury::attribution::AttributionMethod;
using maury::attribution::AttributionOptions;
using maury::attribution::AttributionRun;
using Rows = std::vector<std::size_t>;

namespace {

AttributionOptions by(AttributionMethod method) {
  AttributionOptions options;
  options.method = method;
  return options;
}

}  // namespace

TEST_CASE("attribution run: adding stars in chunks yields the same map as one call, for every method") {
  const auto survey = maury::test::toySurvey(90);
  const auto model = maury::test::toyModel(survey, 2);
  for (const auto& name : maury::attribution::methodNames()) {
    CAPTURE(name);
    AttributionOptions options;
    findOption(maury::attribution::attributionOptionTable(), "method").set(options, name);
    Job job;
    const AttributionMap whole = attributionMap(model, survey, maury::test::rowNumbers(90), options, job);
    AttributionRun run(model, options);
    ProgressMeter meter(job, "attributing", "spectra", 90);
    run.add(survey, maury::test::rowNumbers(17), job, meter);
    run.add(survey, maury::test::rowNumbers(64, 17), job, meter);
    run.add(survey, maury::test::rowNumbers(9, 81), job, meter);
    const AttributionMap parts = run.map();
    CHECK(parts.stars == 90);
    for (std::size_t i = 0; i < whole.mean.size(); ++i) {
      CHECK(parts.mean[i] == Approx(whole.mean[i]).epsilon(1e-4).margin(1e-4));
      CHECK(parts.starSpread[i] == Approx(whole.starSpread[i]).epsilon(1e-3).margin(1e-3));
    }
    for (std::size_t i = 0; i < whole.inputMean.size(); ++i)
      CHECK(parts.inputMean[i] == Approx(whole.inputMean[i]).epsilon(1e-4).margin(1e-4));
    CHECK(parts.meanLabel[0] == Approx(whole.meanLabel[0]));
  }
}

TEST_CASE("attribution run: the spread over stars is the scatter of the single stars' maps") {
  const auto survey = maury::test::toySurvey(12);
  const auto model = maury::test::toyModel(survey, 2);
  Job job;
  const auto all = attributionMap(model, survey, maury::test::rowNumbers(12), {}, job);
  std::vector<AttributionMap> each;
  for (std::size_t star = 0; star < 12; ++star)
    each.push_back(attributionMap(model, survey, maury::test::rowNumbers(1, star), {}, job));
  for (std::size_t i = 0; i < all.mean.size(); ++i) {
    double variance = 0.0;
    for (const auto& one : each)
      variance += std::pow(one.mean[i] - all.mean[i], 2) / 12.0;
    CHECK(all.starSpread[i] == Approx(std::sqrt(variance)).epsilon(1e-3).margin(0.02));
    CHECK(each[3].starSpread[i] <= 0.02 + 1e-3 * std::abs(each[3].mean[i]));  // single precision
  }
}

TEST_CASE("attribution run: the mean of the single stars' maps is the map of all") {
  const auto survey = maury::test::toySurvey(70);
  const auto model = maury::test::toyModel(survey, 2, {{850.95, 851.45}});
  Job job;
  for (const auto method : {AttributionMethod::Gradient, AttributionMethod::Occlusion}) {
    const auto map = attributionMap(model, survey, maury::test::rowNumbers(70), by(method), job);
    const auto stars = maury::attribution::starMaps(model, survey, maury::test::rowNumbers(70), 1, by(method), job);
    REQUIRE(stars.size() == 70 * 40);
    for (std::size_t p = 0; p < 40; ++p) {
      double mean = 0.0;
      for (std::size_t star = 0; star < 70; ++star)
        mean += stars[star * 40 + p] / 70.0;
      if (std::isnan(map.mean[40 + p]))
        CHECK(std::isnan(mean));
      else
        CHECK(map.mean[40 + p] == Approx(mean).epsilon(1e-4).margin(1e-4));
    }
  }
  CHECK(maury::test::errorOf(
      [&] { maury::attribution::starMaps(model, survey, maury::test::rowNumbers(1), 2, {}, job); }));
}

TEST_CASE("attribution run: integrated gradients add up to the label minus that of the baseline") {
  const auto survey = maury::test::toySurvey(40);
  const auto model = maury::test::toyModel(survey, 3);
  Job job;
  AttributionOptions options = by(AttributionMethod::IntegratedGradients);
  options.steps = 256;
  SECTION("the continuum") {}
  SECTION("the mean of some stars") {
    options.baseline = std::make_shared<const maury::survey::Dataset>(
        maury::attribution::meanStar(model, survey, maury::test::rowNumbers(10), job));
  }
  const auto map = attributionMap(model, survey, maury::test::rowNumbers(30, 10), options, job);
  REQUIRE(map.completenessError.size() == 2);
  for (std::size_t l = 0; l < 2; ++l) {
    CHECK(map.completenessError[l] < 0.01);
    double sum = 0.0;
    for (std::size_t p = 0; p < 40; ++p)
      sum += map.mean[l * 40 + p];
    for (std::size_t e = 0; e < 4; ++e)
      sum += map.inputMean[l * 4 + e];
    const double change = map.meanLabel[l] - map.baselineLabel[l];
    const double range = map.labels[l].maximum - map.labels[l].minimum;
    CHECK(std::abs(sum - change) < 1e-3 * range);
  }
}

TEST_CASE("attribution run: occlusion finds the one line that a network reads") {
  const auto survey = maury::test::toySurvey(30);
  Job job;
  AttributionOptions options = by(AttributionMethod::Occlusion);
  options.windowNm = 0.4;
  const auto map =
      attributionMap(maury::test::onePixelModel(survey, 17, -800.0), survey, maury::test::rowNumbers(30), options, job);
  const double depth = 1.0 - map.meanFlux[17];  // below the continuum, the baseline
  for (std::size_t p = 0; p < 40; ++p) {
    CAPTURE(p);
    // Windows of four pixels start at even pixels, so pixel 17 lies in those from 14 and from 16.
    const double expected = p == 16 || p == 17 ? 1.0 : p == 14 || p == 15 || p == 18 || p == 19 ? 0.5 : 0.0;
    CHECK(map.mean[p] == Approx(expected * 800.0 * depth).margin(0.1));
  }
}

TEST_CASE("attribution run: the mean star has the mean spectrum and inputs, missing values ignored") {
  auto survey = maury::test::toySurvey(3);
  survey.inputs[0].values[1] = std::nanf("");
  const auto model = maury::test::toyModel(survey, 1);
  Job job;
  const auto mean = maury::attribution::meanStar(model, survey, maury::test::rowNumbers(3), job);
  REQUIRE(mean.starCount() == 1);
  CHECK(mean.flux[5] == Approx((survey.flux[5] + survey.flux[45] + survey.flux[85]) / 3.0));
  CHECK(mean.inputs[0].values[0] == Approx(0.5 * (survey.inputs[0].values[0] + survey.inputs[0].values[2])));
}

TEST_CASE("attribution run: invalid options are refused") {
  const auto survey = maury::test::toySurvey(3);
  const auto model = maury::test::toyModel(survey, 1);
  const auto refused = [&](auto change) {
    AttributionOptions options = by(AttributionMethod::IntegratedGradients);
    change(options);
    return maury::test::errorOf([&] { AttributionRun run(model, options); });
  };
  CHECK(refused([](auto& o) { o.steps = 0; }));
  CHECK(refused([](auto& o) { o.samples = 0; }));
  CHECK(refused([](auto& o) { o.noise = -1.0; }));
  CHECK(refused([](auto& o) { o.windowNm = 0.0; }));
  CHECK(refused([&](auto& o) { o.baseline = std::make_shared<const maury::survey::Dataset>(survey); }));
  CHECK_FALSE(refused([](auto&) {}));
}
