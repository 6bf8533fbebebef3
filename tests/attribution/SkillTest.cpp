// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Skill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/Random.h"
#include "inference/Predictor.h"
#include "support/Catch.h"
#include "support/ToyModel.h"

using maury::Random;
using maury::attribution::heldOutSkill;
using maury::attribution::Skill;
using maury::attribution::skillOf;

TEST_CASE("skill: it is 1 for the truth, 0 for the mean, and negative if worse") {
  std::vector<float> truth, mean, shuffled;
  Random random(3);
  for (int i = 0; i < 300; ++i)
    truth.push_back(static_cast<float>(random.gaussian()));
  double sum = 0.0;
  for (const float value : truth)
    sum += value / 300.0;
  mean.assign(300, static_cast<float>(sum));
  shuffled = truth;
  std::rotate(shuffled.begin(), shuffled.begin() + 100, shuffled.end());
  CHECK(skillOf(truth, truth).r2 == Approx(1.0));
  CHECK(skillOf(mean, truth).r2 == Approx(0.0).margin(1e-6));
  CHECK(skillOf(shuffled, truth).r2 < -0.5);
  auto half = truth;
  half[0] = std::numeric_limits<float>::quiet_NaN();
  CHECK(skillOf(half, truth).stars == 299);
  CHECK(std::isnan(skillOf(std::vector<float>(9, 1.0F), std::vector<float>(9, 1.0F)).r2));
}

TEST_CASE("skill: the error is the scatter over other samples of stars") {
  // For signal and noise of equal variance, R² = 1 − σ²/(1 + σ²), about 0.5.
  Random random(5);
  std::vector<double> values;
  Skill last;
  for (int sample = 0; sample < 100; ++sample) {
    std::vector<float> predicted, reference;
    for (int i = 0; i < 200; ++i) {
      const double signal = random.gaussian();
      predicted.push_back(static_cast<float>(signal));
      reference.push_back(static_cast<float>(signal + random.gaussian()));
    }
    last = skillOf(predicted, reference);
    values.push_back(last.r2);
  }
  double mean = 0.0, square = 0.0;
  for (const double value : values) {
    mean += value / 100.0;
    square += value * value / 100.0;
  }
  CHECK(mean == Approx(0.5).margin(0.03));
  CHECK(last.error == Approx(std::sqrt(square - mean * mean)).epsilon(0.4));
}

TEST_CASE("skill: the held-out skill uses the stars that training has not seen") {
  const auto survey = maury::test::toySurvey(400);
  maury::Job job;
  auto catalogue = maury::inference::predict(maury::test::toyModel(survey, 1), survey, job);
  auto* split = const_cast<maury::io::Column*>(catalogue.findColumn("split"));
  REQUIRE(split != nullptr);
  auto& parts = std::get<std::vector<std::string>>(split->values);
  auto& predicted = catalogue.labels[0].values;
  const auto reference = catalogue.numeric("teff");
  for (std::size_t star = 0; star < 400; ++star) {
    parts[star] = star < 300 ? "training" : "test";
    predicted[star] = star < 300 ? 0.0F : static_cast<float>(reference[star]);
  }
  const Skill skill = heldOutSkill(catalogue, "teff");
  CHECK(skill.stars == 100);
  CHECK(skill.r2 == Approx(1.0));
  CHECK(heldOutSkill(survey, "teff").stars == 0);  // no catalogue
  std::fill(parts.begin(), parts.end(), "training");
  CHECK(std::isnan(heldOutSkill(catalogue, "teff").r2));
}
