// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Rows.h"
#include "validation/TruthFilter.h"

#include <cmath>
#include <vector>

#include "mock/MockSurvey.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "validation/CramerRao.h"

using namespace maury;

namespace {

survey::Dataset giants() {
  mock::MockOptions options;
  options.stars = 300;
  options.seed = 3;
  return mock::mockStars(options, 0, 300);
}

double strengthNear(const validation::TruthFilter& truth, std::size_t label, double nm) {
  double sum = 0.0;
  for (std::size_t p = 0; p < truth.grid.size(); ++p) {
    if (std::abs(truth.grid[p] - nm) < 0.06) sum += std::abs(truth.filter[label * truth.grid.size() + p]);
  }
  return sum;
}

}  // namespace

TEST_CASE("truth filter: the filter of a single measurement is the inverse of its derivative") {
  validation::FisherMatrix fisher(2);
  const std::vector<double> slopes{4.0, 0.0}, sigma{0.1}, coefficients{1.0, 0.0};
  fisher.add(slopes, sigma);
  CHECK(fisher.filter(coefficients, slopes, sigma).front() == Approx(0.25));
  // A prior as precise as the measurement halves the filter.
  const double known = 0.1 / 4.0;
  const std::vector<double> covariance{known * known};
  fisher.addPrior(covariance, 1);
  CHECK(fisher.filter(coefficients, slopes, sigma).front() == Approx(0.125));
}

TEST_CASE("truth filter: through a prior covariance, a measurement of one parameter constrains the other") {
  validation::FisherMatrix fisher(2);
  const std::vector<double> slopes{1.0, 0.0}, sigma{1e-6}, covariance{1.0, 0.6, 0.6, 1.0};
  fisher.add(slopes, sigma);
  fisher.addPrior(covariance, 2);
  // If the first parameter is known exactly, the second follows by regression with slope 0.6 and its residual variance.
  const std::vector<double> second{0.0, 1.0};
  CHECK(fisher.filter(second, slopes, sigma).front() == Approx(0.6).epsilon(1e-6));
  CHECK(fisher.bound(1) == Approx(0.8).epsilon(1e-6));
}

TEST_CASE("truth filter: the filter of [α/M] peaks at lines of α elements and is small without lines") {
  const auto stars = giants();
  const auto rows = test::allRows(stars);
  const auto truth = validation::truthFilter(stars, rows, stars);
  REQUIRE(truth.filter.size() == 5 * stars.pixelCount());
  const std::size_t alpha = 4;
  // Vacuum wavelengths (nm) of lines of Ti I, Si I and Ca II (resources/lines/rvs.csv).
  for (const double nm : {843.730, 866.451})
    CHECK((nm < truth.grid.first() || strengthNear(truth, alpha, nm) > 0.0));
  CHECK(strengthNear(truth, alpha, 868.54) > 5.0 * strengthNear(truth, alpha, 847.65));
}

TEST_CASE("truth filter: a map equal to the filter scores 1, its negative −1") {
  const auto stars = giants();
  const auto truth = validation::truthFilter(stars, test::allRows(stars), stars);
  attribution::AttributionMap map;
  map.labels = {{"alpham", "dex", 0.0, 1.0}, {"mh", "dex", 0.0, 1.0}};
  map.grid = truth.grid;
  const std::size_t pixels = truth.grid.size();
  for (const int sign : {1, -1}) {
    map.mean.clear();
    for (std::size_t p = 0; p < 2 * pixels; ++p)
      map.mean.push_back(static_cast<float>(sign * truth.filter[4 * pixels + p % pixels]));
    map.spread.assign(map.mean.size(), 0.0F);
    const auto score = validation::scoreMap(truth, map, 0, 0.03);
    CHECK(score.correlation == Approx(sign).margin(1e-4));
    CHECK(score.linesCompared == 20);
    CHECK(score.linesShared == (sign > 0 ? 20 : 0));
  }
}

TEST_CASE("truth filter: a survey without the truth is refused") {
  auto stars = giants();
  stars.provenance.isMock = false;
  const auto error = test::errorOf([&] { validation::truthFilter(stars, test::allRows(stars), stars); });
  REQUIRE(error);
  CHECK(error->says("mock"));
}
