// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelPrior.h"

#include <array>
#include <cmath>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"
#include "mock/MockSurvey.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"
#include "validation/CramerRao.h"

using namespace maury;
using validation::FisherMatrix;
using validation::LabelPrior;
using validation::PriorLabels;

namespace {

constexpr PriorLabels kCentre = {4700.0, 2.4, -0.3, 0.1};

/// Returns 20 000 stars about kCentre, with 200 K, 0.4, 0.3 and 0.1 dex of scatter; Teff and log g have the correlation
/// 0.9, [M/H] and [α/M] −0.6.
std::vector<PriorLabels> gaussianStars() {
  std::vector<PriorLabels> stars;
  Random random(3, 0);
  for (int star = 0; star < 20000; ++star) {
    const double a = random.gaussian(), b = random.gaussian(), c = random.gaussian(), d = random.gaussian();
    stars.push_back({kCentre[0] + 200.0 * a, kCentre[1] + 0.4 * (0.9 * a + std::sqrt(0.19) * b), kCentre[2] + 0.3 * c,
                     kCentre[3] + 0.1 * (-0.6 * c + 0.8 * d)});
  }
  return stars;
}

/// Returns the posterior scatter of each label for measurements with these independent errors.
PriorLabels posteriorOf(const LabelPrior& prior, const PriorLabels& at, const PriorLabels& sigma) {
  FisherMatrix fisher(4);
  for (std::size_t k = 0; k < 4; ++k)
    fisher.addPrior(k, sigma[k]);
  fisher.addInformation(prior.information(at, fisher.marginalInformation(4)), 4);
  return {fisher.bound(0), fisher.bound(1), fisher.bound(2), fisher.bound(3)};
}

/// Returns the exact posterior scatter for the Gaussian of gaussianStars().
PriorLabels exactPosterior(const PriorLabels& sigma) {
  const std::vector<double> covariance{40000.0, 72.0, 0.0,  0.0,    72.0, 0.16, 0.0,    0.0,
                                       0.0,     0.0,  0.09, -0.018, 0.0,  0.0,  -0.018, 0.01};
  FisherMatrix fisher(4);
  for (std::size_t k = 0; k < 4; ++k)
    fisher.addPrior(k, sigma[k]);
  fisher.addPrior(covariance, 4);
  return {fisher.bound(0), fisher.bound(1), fisher.bound(2), fisher.bound(3)};
}

}  // namespace

TEST_CASE("label prior: for a Gaussian population, the posterior scatter is that of Bayes's theorem") {
  const LabelPrior prior(gaussianStars());
  REQUIRE(prior.starCount() == 20000);
  // Errors like the prior's, much smaller ones, and measurements without information: the prior dominates.
  for (const PriorLabels& sigma : {PriorLabels{100.0, 0.3, 0.05, 0.05}, PriorLabels{30.0, 0.1, 0.03, 0.02},
                                   PriorLabels{1e5, 100.0, 100.0, 100.0}}) {
    const PriorLabels expected = exactPosterior(sigma);
    for (const PriorLabels& at : {kCentre, PriorLabels{4500.0, 2.0, -0.6, 0.15}}) {
      const PriorLabels found = posteriorOf(prior, at, sigma);
      for (std::size_t k = 0; k < 4; ++k)
        CHECK(found[k] == Approx(expected[k]).epsilon(0.03));
    }
  }
  const PriorLabels blind = exactPosterior({1e5, 100.0, 100.0, 100.0});
  CHECK(blind[0] == Approx(200.0).epsilon(1e-4));
  CHECK(blind[3] == Approx(0.1).epsilon(1e-4));
}

TEST_CASE("label prior: of two sequences, a star knows its own, which the covariance of all stars would not tell") {
  std::vector<PriorLabels> stars;
  Random random(5, 0);
  for (int star = 0; star < 20000; ++star) {
    const double sequence = random.uniform() < 0.5 ? 0.1 : -0.1;
    stars.push_back({4700.0 + 200.0 * random.gaussian(), 2.4 + 0.4 * random.gaussian(), 0.3 * random.gaussian(),
                     sequence + 0.02 * random.gaussian()});
  }
  const LabelPrior prior(stars);
  // The error equals the width of a sequence: 0.02/√2. The variance of all stars (0.02² + 0.1²) would leave 0.0196.
  const PriorLabels found = posteriorOf(prior, {4700.0, 2.4, 0.0, 0.1}, {100.0, 0.2, 0.15, 0.02});
  CHECK(found[3] == Approx(0.02 / std::sqrt(2.0)).epsilon(0.04));
}

TEST_CASE("label prior: few stars or the star itself are no prior") {
  std::vector<PriorLabels> stars = gaussianStars();
  const std::vector<double> measured{1e-4, 0.0, 0.0,   0.0, 0.0, 11.0, 0.0, 0.0,
                                     0.0,  0.0, 400.0, 0.0, 0.0, 0.0,  0.0, 400.0};
  const std::array<double, 16> none{};
  CHECK(LabelPrior(std::span(stars).first(39)).information(kCentre, measured) == none);
  CHECK(LabelPrior(std::vector<PriorLabels>(100, kCentre)).information(kCentre, measured) == none);
  stars[7][2] = std::nan("");
  CHECK(LabelPrior(stars).starCount() == 19999);
  CHECK(LabelPrior(stars).information(kCentre, measured) != none);
}

TEST_CASE("label prior: a survey file has the prior of its true labels if it is a mock") {
  const test::TemporaryFolder folder;
  auto stars = mock::mockStars({60, 7, 0.4, 0.0, 0.0}, 0, 60);
  Job job;
  survey::writeSurvey(folder / "mock.fits", stars, job);
  const auto prior = validation::surveyLabelPrior(folder / "mock.fits", job);
  REQUIRE(prior);
  CHECK(prior->starCount() == 60);
  const PriorLabels first{stars.numeric("true_teff")[0], stars.numeric("true_logg")[0], stars.numeric("true_mh")[0],
                          stars.numeric("true_alpham")[0]};
  const std::vector<double> measured{1e-4, 0.0, 0.0,   0.0, 0.0, 11.0, 0.0, 0.0,
                                     0.0,  0.0, 400.0, 0.0, 0.0, 0.0,  0.0, 400.0};
  CHECK(prior->information(first, measured) == validation::labelPrior(stars).information(first, measured));
  stars.provenance.isMock = false;
  survey::writeSurvey(folder / "real.fits", stars, job);
  CHECK_FALSE(validation::surveyLabelPrior(folder / "real.fits", job));
  stars.columns.clear();
  CHECK_THROWS_AS(validation::labelPrior(stars), Error);
}
