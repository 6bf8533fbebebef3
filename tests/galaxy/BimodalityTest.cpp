// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/Bimodality.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Random.h"
#include "galaxy/bimodality/DipTest.h"
#include "galaxy/bimodality/Mixture.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

/// Returns the fractional parts of the multiples 1 … count of the golden ratio, which are evenly spread over (0, 1).
std::vector<double> goldenSequence(std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 1; i <= count; ++i) {
    const double product = static_cast<double>(i) * 0.6180339887498949;
    values.push_back(product - std::floor(product));
  }
  return values;
}

double dipOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return dipStatistic(values);
}

std::vector<double> drawValues(std::size_t count, std::uint64_t seed, const std::function<double(Random&)>& draw) {
  Random random(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(draw(random));
  return values;
}

/// Draws from two α sequences at fixed [M/H]: 0.15 dex apart, 0.03 dex of scatter, a third of the stars in the upper
/// one.
double twoSequences(Random& random) {
  return (random.uniform() < 1.0 / 3.0 ? 0.20 : 0.05) + 0.03 * random.gaussian();
}

std::size_t countBimodal(std::size_t count, const std::function<double(Random&)>& draw) {
  constexpr std::uint64_t kSeeds = 200;
  BimodalityOptions options;
  options.replicates = 1;  // the verdict "bimodal" does not depend on them
  std::size_t called = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed)
    called += bimodality(drawValues(count, seed, draw), options).modality == Modality::Bimodal;
  return called;
}

}  // namespace

TEST_CASE("dip: agrees with the C code of R's diptest") {
  // Expected values: dipstat() of Python's diptest 0.12, which wraps that code.
  const std::vector<double> even = goldenSequence(100);
  CHECK(dipOf(even) == Approx(0.01198520503736212).epsilon(1e-12));
  std::vector<double> apart, cubes, mixed;
  for (const double value : even) {
    apart.push_back(0.5 * value);
    cubes.push_back(value * value * value);
  }
  for (const double value : even)
    apart.push_back(2.0 + 0.7 * value);
  CHECK(dipOf(apart) == Approx(0.17144294980760702).epsilon(1e-12));
  CHECK(dipOf(cubes) == Approx(0.008624265579754358).epsilon(1e-12));
  for (std::size_t i = 0; i < 60; ++i)
    mixed.push_back(std::sqrt(even[i]));
  for (std::size_t i = 0; i < 40; ++i)
    mixed.push_back(1.2 + even[i] * even[i]);
  CHECK(dipOf(mixed) == Approx(0.04655122331929024).epsilon(1e-12));
  for (double& value : mixed)
    value = std::nearbyint(value * 10.0) / 10.0;
  CHECK(dipOf(mixed) == Approx(0.05).epsilon(1e-12));  // with ties
  CHECK(dipOf({1, 2, 3, 4, 10, 11, 12, 13}) == Approx(1.0 / 6.0).epsilon(1e-12));
}

TEST_CASE("dip: is at least 1/(2N) and accepts finite ascending values only") {
  CHECK(dipOf({3.0}) == 0.5);
  CHECK(dipOf({3.0, 3.0, 3.0, 3.0}) == 0.125);
  CHECK(dipOf({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) == Approx(0.05));
  CHECK_THROWS_AS(dipStatistic({}), Error);
  CHECK_THROWS_AS(dipStatistic(std::vector<double>{2, 1}), Error);
  CHECK_THROWS_AS(dipStatistic(std::vector<double>{1, std::numeric_limits<double>::quiet_NaN()}), Error);
}

TEST_CASE("dip: the p-value agrees with published critical values and interpolates between them") {
  // Hartigan & Hartigan 1985, Table 1: the 95 % points of the dip for N = 50, 100, 200 are 0.0702, 0.0511, 0.0370.
  CHECK(dipPValue(0.0702, 50) == Approx(0.05).margin(0.004));
  CHECK(dipPValue(0.0511, 100) == Approx(0.05).margin(0.004));
  CHECK(dipPValue(0.0370, 200) == Approx(0.05).margin(0.004));
  // Expected: diptest() of Python's diptest 0.12 for the mixed sample above.
  CHECK(dipPValue(0.04655122331929024, 100) == Approx(0.1136).margin(0.004));
  CHECK(dipPValue(0.5, 5) == 1.0);
  CHECK(dipPValue(0.1, 1000) == Approx(0.001));
  CHECK(dipPValue(0.0, 1000) == 1.0);
}

TEST_CASE("dip: uniform draws reach the 5 % point in 5 % of cases") {
  std::size_t reached = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const auto values = drawValues(300, seed, [](Random& random) { return random.uniform(); });
    reached += dipPValue(dipOf(values), 300) <= 0.05;
  }
  CHECK(reached > 70);  // 100 ± 10
  CHECK(reached < 130);
}

TEST_CASE("mixture: weights, means and scatter of two Gaussians are recovered, with and without binning") {
  for (const std::size_t count : {500u, 50000u}) {
    const PairFit fit = fitPair(condenseValues(drawValues(count, 3, twoSequences)));
    const double error = 4.0 / std::sqrt(static_cast<double>(count));
    CHECK(fit.pair.mean[0] == Approx(0.05).margin(0.03 * error));
    CHECK(fit.pair.mean[1] == Approx(0.20).margin(0.05 * error));
    CHECK(fit.pair.sigma[0] == Approx(0.03).margin(0.03 * error));
    CHECK(fit.pair.sigma[1] == Approx(0.03).margin(0.04 * error));
    CHECK(fit.pair.weight[1] == Approx(1.0 / 3.0).margin(0.5 * error));
    CHECK(fit.pair.weight[0] + fit.pair.weight[1] == Approx(1.0));
  }
}

TEST_CASE("mixture: separation and valley of a pair agree with closed forms") {
  const GaussianPair pair{{0.5, 0.5}, {0.0, 4.0}, {1.0, 1.0}};
  CHECK(pair.separation() == Approx(4.0));
  // Half way between the means, the density is 2 exp(−2) of one peak; each peak also contains exp(−8) of the other.
  CHECK(pair.valleyDepth() == Approx(1.0 - 2.0 * std::exp(-2.0) / (1.0 + std::exp(-8.0))).epsilon(1e-3));
  // Two equal Gaussians that are 2 σ apart just merge into one peak.
  CHECK(GaussianPair{{0.5, 0.5}, {0.0, 1.9}, {1.0, 1.0}}.valleyDepth() == Approx(0.0).margin(1e-12));
  CHECK(GaussianPair{{0.5, 0.5}, {0.0, 2.2}, {1.0, 1.0}}.valleyDepth() > 0.001);
}

TEST_CASE("bimodality: two α sequences are bimodal, with errors that cover the truth") {
  const auto values = drawValues(2000, 5, twoSequences);
  const Bimodality result = bimodality(values);
  CHECK(result.modality == Modality::Bimodal);
  CHECK(result.stars == 2000);
  CHECK(result.deltaBic > 100);
  CHECK(result.bootstrapPValue == Approx(1.0 / 101.0));
  CHECK(std::abs(result.separation - 5.0) < 4.0 * result.separationError);
  CHECK(std::abs(result.upperShare - 1.0 / 3.0) < 4.0 * result.upperShareError);
  CHECK(result.upperShareError == Approx(std::sqrt(2.0 / 9.0 / 2000.0)).epsilon(0.4));
  CHECK(result.valleyDepth > 0.7);
  CHECK(result.valleyDepthError < 0.1);
  const Bimodality again = bimodality(values);
  CHECK(again.separationError == result.separationError);
}

TEST_CASE("bimodality: the errors agree with the scatter over independent samples") {
  std::vector<double> shares;
  double stated = 0.0;
  BimodalityOptions options;
  options.replicates = 40;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Bimodality result = bimodality(drawValues(300, seed, twoSequences), options);
    shares.push_back(result.upperShare);
    stated += result.upperShareError / 40.0;
  }
  const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / 40.0;
  double squares = 0.0;
  for (const double share : shares)
    squares += (share - mean) * (share - mean);
  CHECK(std::sqrt(squares / 39.0) == Approx(stated).epsilon(0.35));
}

TEST_CASE("bimodality: a single peak is called bimodal in no more than the stated 1 % of 200 seeds") {
  // At most 2 of 200 are expected; more than 7 have a probability of 1e-3.
  CHECK(countBimodal(300, [](Random& random) { return random.gaussian(); }) <= 7);
  CHECK(countBimodal(300, [](Random& random) { return random.uniform(); }) <= 7);
  CHECK(countBimodal(300, [](Random& random) { return -std::log(1.0 - random.uniform()); }) <= 7);
  // A skewed distribution, such as a low-α sequence with a wing: two Gaussians fit it better, but it has one peak.
  CHECK(countBimodal(3000, [](Random& random) {
          return 0.05 + 0.02 * random.gaussian() - 0.08 * std::log(1.0 - random.uniform());
        }) <= 7);
  // Two sequences are nearly always found.
  CHECK(countBimodal(300, twoSequences) > 190);
}

TEST_CASE("bimodality: a skewed peak is two Gaussians, a Gaussian is one, and the p-value is uniform") {
  const auto skewed = drawValues(3000, 1, [](Random& random) {
    return 0.05 + 0.02 * random.gaussian() - 0.08 * std::log(1.0 - random.uniform());
  });
  CHECK(bimodality(skewed).modality == Modality::TwoGaussians);
  std::size_t small = 0;
  BimodalityOptions options;
  options.replicates = 19;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto result = bimodality(drawValues(100, seed, [](Random& random) { return random.gaussian(); }), options);
    small += result.bootstrapPValue <= 0.2;
    CHECK(result.modality == Modality::OneGaussian);
  }
  CHECK(small > 6);  // 20 ± 4
  CHECK(small < 36);
}

TEST_CASE("bimodality: too few stars have no verdict, and invalid options are refused") {
  const Bimodality few = bimodality(drawValues(49, 1, twoSequences));
  CHECK(few.modality == Modality::TooFew);
  CHECK(modalityText(few.modality) == "too few stars");
  CHECK(few.stars == 49);
  CHECK(std::isnan(few.separation));
  CHECK(bimodality(std::vector<double>(100, 0.1)).modality == Modality::TooFew);
  BimodalityOptions options;
  options.falseAlarm = 0.0;
  CHECK_THROWS_AS(bimodality(std::vector<double>{1, 2}, options), Error);
  options = {};
  options.replicates = 0;
  CHECK_THROWS_AS(bimodality(std::vector<double>{1, 2}, options), Error);
}

TEST_CASE("bimodality: each panel is tested with the stars within the x range only") {
  survey::Dataset dataset;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}};
  std::vector<double> radius, height;
  Random random(8);
  for (int i = 0; i < 1200; ++i) {
    const bool inner = i < 600, inRange = i % 2 == 0;
    dataset.ids.push_back(std::to_string(i));
    radius.push_back(inner ? 5.0 : 9.0);
    height.push_back(0.2);
    mh.values.push_back(inRange ? -0.4f : 0.3f);
    // Within the range of [M/H] only the inner panel has two sequences; outside of it, all panels do.
    const bool two = inner || !inRange;
    alpham.values.push_back(static_cast<float>(two ? twoSequences(random) : 0.05 + 0.03 * random.gaussian()));
  }
  dataset.labels = {mh, alpham};
  dataset.columns.push_back({"R_kpc", "kpc", radius});
  dataset.columns.push_back({"Z_kpc", "kpc", height});
  const std::vector<std::size_t> rows = test::rowNumbers(1200);
  PanelGridOptions options;
  options.radiusEdgesKpc = {4, 6, 10, 12};
  options.heightEdgesKpc = {0, 1};
  Job job;
  const auto grid = panelGrid(dataset, rows, options);
  const auto results = panelBimodality(dataset, grid, {}, job);
  REQUIRE(results.size() == 3);
  CHECK(results[0].modality == Modality::Bimodal);
  CHECK(results[0].stars == 300);
  CHECK(results[1].modality == Modality::OneGaussian);
  CHECK(results[2].modality == Modality::TooFew);
  job.requestStop();
  CHECK_THROWS_AS(panelBimodality(dataset, grid, {}, job), Error);
}
