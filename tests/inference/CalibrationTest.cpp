// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Calibration.h"

#include <cmath>
#include <vector>

#include "base/Random.h"
#include "inference/Predictor.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"

using maury::Random;
using maury::inference::calibrated;
using maury::inference::fitUncertainty;

namespace {

/// Residuals of 1σ √(floor² + (factor s)²) with s spread over a factor of ten.
struct Sample {
  std::vector<double> residuals, own;
};

Sample sampleOf(double floor, double factor, std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Sample sample;
  for (std::size_t i = 0; i < count; ++i) {
    sample.own.push_back(std::exp(random.uniform(std::log(0.1), 0.0)));
    sample.residuals.push_back(random.gaussian() * std::sqrt(floor * floor + std::pow(factor * sample.own.back(), 2)));
  }
  return sample;
}

double coverage(const Sample& sample, const maury::network::LabelUncertainty& each, double many) {
  double inside = 0.0;
  for (std::size_t i = 0; i < sample.own.size(); ++i) {
    const double sigma = std::sqrt(each.floor * each.floor + std::pow(each.factor * sample.own[i], 2));
    inside += std::abs(sample.residuals[i]) <= many * sigma ? 1.0 / static_cast<double>(sample.own.size()) : 0.0;
  }
  return inside;
}

}  // namespace

TEST_CASE("floor and factor of the residuals are found, and cover other stars as a Gaussian would") {
  const auto fitted = sampleOf(0.3, 2.0, 4000, 1), other = sampleOf(0.3, 2.0, 4000, 2);
  const auto each = fitUncertainty(fitted.residuals, fitted.own);
  CHECK(each.floor == Approx(0.3).epsilon(0.2));
  CHECK(each.factor == Approx(2.0).epsilon(0.15));
  CHECK(coverage(other, each, 1.0) == Approx(0.683).margin(0.025));
  CHECK(coverage(other, each, 2.0) == Approx(0.954).margin(0.015));
}

TEST_CASE("a model that says nothing of its error gets a floor alone") {
  const auto sample = sampleOf(0.5, 0.0, 2000, 3);
  const auto each = fitUncertainty(sample.residuals, std::vector<double>(2000, 0.0));
  CHECK(each.floor == Approx(0.5).epsilon(0.06));
  CHECK(each.factor == 0.0);
}

TEST_CASE("too few stars tell nothing") {
  const auto sample = sampleOf(0.5, 0.0, 19, 3);
  CHECK(std::isnan(fitUncertainty(sample.residuals, sample.own).floor));
}

TEST_CASE("a calibrated model says sigma beside the scatter of its members, also after its file") {
  auto survey = maury::test::toySurvey(300);
  const auto model = maury::test::toyModel(survey, 3);
  maury::Job job;
  const auto plain = maury::inference::predict(model, survey, job);
  CHECK(plain.findColumn("sigma_teff") == nullptr);
  const auto ready = calibrated(model, survey, job);
  const maury::test::TemporaryFolder folder;
  ready.save(folder / "ready.safetensors");
  const auto read = maury::network::Model::load(folder / "ready.safetensors");
  const auto catalogue = maury::inference::predict(read, survey, job);
  REQUIRE(catalogue.findColumn("sigma_teff") != nullptr);
  CHECK(catalogue.labels[0].values == plain.labels[0].values);
  CHECK(catalogue.labels[0].errors == plain.labels[0].errors);
  const auto sigma = catalogue.numeric("sigma_teff");
  double inside = 0.0;
  for (std::size_t i = 0; i < 300; ++i)
    inside += std::abs(catalogue.labels[0].values[i] - survey.labels[0].values[i]) <= sigma[i] ? 1.0 / 300.0 : 0.0;
  CHECK(inside == Approx(0.683).margin(0.01));
  // Only the label errors are wanted of a few stars.
  const auto few = calibrated(model, survey.select(std::vector<std::size_t>{0, 1, 2}), job);
  few.save(folder / "few.safetensors");
  CHECK(std::isnan(maury::network::Model::load(folder / "few.safetensors").info().uncertainty[0].floor));
}

TEST_CASE("passes with dropout need a network that has it") {
  const auto survey = maury::test::toySurvey(5);
  maury::Job job;
  const auto error = maury::test::errorOf([&] {
    maury::inference::predict(maury::test::toyModel(survey, 1), survey, job, 1, nullptr, {10, 1});
  });
  REQUIRE(error);
  CHECK(error->says("dropout"));
}
