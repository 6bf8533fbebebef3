// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Calibration.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include "base/Random.h"
#include "inference/Catalogue.h"
#include "inference/Predictor.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"

using maury::Random;
using maury::inference::calibrateModel;
using maury::inference::fitUncertainty;
using maury::inference::Residual;
using maury::inference::totalSigma;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Draws residuals with the 1σ of `truth`, with s spread over a factor of ten and S/N from 10 to 100.
std::vector<Residual> sampleOf(const maury::network::LabelUncertainty& truth, std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Residual> sample;
  for (std::size_t i = 0; i < count; ++i) {
    Residual each{0.0, std::exp(random.uniform(std::log(0.1), 0.0)),
                  std::exp(random.uniform(std::log(10.0), std::log(100.0)))};
    each.value = random.gaussian() * totalSigma(truth, each.modelSigma * each.modelSigma, each.snr);
    sample.push_back(each);
  }
  return sample;
}

double coverage(const std::vector<Residual>& sample, const maury::network::LabelUncertainty& each, double many) {
  double inside = 0.0;
  for (const Residual& star : sample) {
    const double sigma = totalSigma(each, star.modelSigma * star.modelSigma, star.snr);
    inside += std::abs(star.value) <= many * sigma ? 1.0 / static_cast<double>(sample.size()) : 0.0;
  }
  return inside;
}

}  // namespace

TEST_CASE("calibration: floor and factor are recovered, and cover other stars like a Gaussian") {
  const auto fitted = sampleOf({0.3, 2.0}, 4000, 1), other = sampleOf({0.3, 2.0}, 4000, 2);
  const auto each = fitUncertainty(fitted);
  CHECK(each.floor == Approx(0.3).epsilon(0.2));
  CHECK(each.factor == Approx(2.0).epsilon(0.15));
  CHECK(each.noise < 3.0);  // 0.1 at a typical S/N of 32
  CHECK(coverage(other, each, 1.0) == Approx(0.683).margin(0.025));
  CHECK(coverage(other, each, 2.0) == Approx(0.954).margin(0.015));
}

TEST_CASE("calibration: sigma follows the S/N if the residuals do, and is typical if the S/N is unknown") {
  const auto fitted = sampleOf({0.2, 0.0, 20.0}, 4000, 4), other = sampleOf({0.2, 0.0, 20.0}, 4000, 5);
  const auto each = fitUncertainty(fitted);
  CHECK(each.noise == Approx(20.0).epsilon(0.1));
  CHECK(each.typicalSnr == Approx(std::sqrt(1000.0)).epsilon(0.05));
  for (const double low : {10.0, 20.0, 40.0}) {
    std::vector<Residual> some;
    std::copy_if(other.begin(), other.end(), std::back_inserter(some),
                 [&](const Residual& star) { return star.snr >= low && star.snr < 2.0 * low; });
    CHECK(coverage(some, each, 1.0) == Approx(0.683).margin(0.05));
  }
  CHECK(totalSigma(each, 0.0, kNan) == totalSigma(each, 0.0, each.typicalSnr));
  CHECK(totalSigma(each, 0.0, 10.0) > 1.9);
}

TEST_CASE("calibration: a few wrong labels do not determine the uncertainty of the others") {
  auto sample = sampleOf({0.2, 0.0, 20.0}, 2000, 6);
  for (std::size_t i = 0; i < sample.size(); i += 33)
    sample[i].value = 30.0;
  const auto each = fitUncertainty(sample);
  CHECK(each.floor == Approx(0.2).margin(0.1));
  CHECK(each.noise == Approx(20.0).epsilon(0.2));
}

TEST_CASE("calibration: a model without its own uncertainty gets only a floor") {
  auto sample = sampleOf({0.5, 0.0}, 2000, 3);
  for (Residual& star : sample)
    star.modelSigma = 0.0, star.snr = kNan;
  const auto each = fitUncertainty(sample);
  CHECK(each.floor == Approx(0.5).epsilon(0.06));
  CHECK(each.factor == 0.0);
  CHECK(each.noise == 0.0);
}

TEST_CASE("calibration: too few stars yield NaN") {
  CHECK(std::isnan(fitUncertainty(sampleOf({0.5, 0.0}, 19, 3)).floor));
}

TEST_CASE("calibration: a calibrated model adds sigma to the members' scatter, also after saving and loading") {
  auto survey = maury::test::toySurvey(300);
  const auto model = maury::test::toyModel(survey, 3);
  maury::Job job;
  const auto plain = maury::inference::predict(model, survey, job);
  CHECK(plain.findColumn("sigma_teff_cnn") == nullptr);
  const auto ready = calibrateModel(model, survey, job);
  const maury::test::TemporaryFolder folder;
  ready.save(folder / "ready.safetensors");
  const auto read = maury::network::Model::load(folder / "ready.safetensors");
  const auto catalogue = maury::inference::predict(read, survey, job);
  REQUIRE(catalogue.findColumn("sigma_teff_cnn") != nullptr);
  CHECK(catalogue.labels[0].values == plain.labels[0].values);
  CHECK(catalogue.labels[0].errors == plain.labels[0].errors);
  const auto sigma = catalogue.numeric("sigma_teff_cnn");
  double inside = 0.0;
  for (std::size_t i = 0; i < 300; ++i)
    inside += std::abs(catalogue.labels[0].values[i] - survey.labels[0].values[i]) <= sigma[i] ? 1.0 / 300.0 : 0.0;
  CHECK(inside == Approx(0.683).margin(0.01));
  // Three stars are too few for the fit, so the uncertainty is NaN.
  const auto few = calibrateModel(model, survey.select(std::vector<std::size_t>{0, 1, 2}), job);
  few.save(folder / "few.safetensors");
  CHECK(std::isnan(maury::network::Model::load(folder / "few.safetensors").info().uncertainty[0].floor));
}

TEST_CASE("calibration: prediction with dropout has its own uncertainties, also after saving and loading") {
  auto survey = maury::test::toySurvey(400);
  const auto model = maury::test::toyModel(survey, 2, {}, 0.5);
  maury::Job job;
  const maury::test::TemporaryFolder folder;
  calibrateModel(model, survey, job).save(folder / "ready.safetensors");
  const auto read = maury::network::Model::load(folder / "ready.safetensors");
  const auto sampled = maury::inference::predict(read, survey, job, 0, nullptr, {10, 7});
  const auto sigma = sampled.numeric("sigma_teff_cnn");
  double inside = 0.0;
  for (std::size_t i = 0; i < survey.starCount(); ++i)
    inside += std::abs(sampled.labels[0].values[i] - survey.labels[0].values[i]) <= sigma[i] ? 1.0 / 400.0 : 0.0;
  CHECK(inside == Approx(0.683).margin(0.04));  // other units are dropped than in the calibration
  CHECK(sigma != maury::inference::predict(read, survey, job).numeric("sigma_teff_cnn"));
}

TEST_CASE("calibration: dropout passes need a network with dropout") {
  const auto survey = maury::test::toySurvey(5);
  maury::Job job;
  const auto error = maury::test::errorOf([&] {
    maury::inference::predict(maury::test::toyModel(survey, 1), survey, job, 1, nullptr, {10, 1});
  });
  REQUIRE(error);
  CHECK(error->says("dropout"));
}
