// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/DoubtfulData.h"

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "base/Random.h"
#include "network/model/Ensemble.torch.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "training/FitScaling.h"
#include "training/ToySurvey.h"

using namespace maury;
using namespace maury::training;
using test::contains;

namespace {

std::vector<std::size_t> allRows(const survey::Dataset& data) {
  std::vector<std::size_t> rows(data.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

network::ModelInfo fitted(const survey::Dataset& data) {
  return fitScaling(data, test::toyOptions(), allRows(data));
}

/// Trains with toyOptions() and collects the warnings.
TrainingResult trainWithWarnings(const survey::Dataset& data, std::string& warnings, TrainingOptions options) {
  TrainingEvents events;
  events.warned = [&warnings](const std::string& sentences) { warnings += sentences + "\n"; };
  Job job;
  return train(data, options, events, job);
}

double rmsOfBest(const TrainingResult& result, std::size_t label) {
  double best = 1e30;
  for (const EpochReport& report : result.history)
    best = std::min(best, report.scatter[label]);
  return best;
}

}  // namespace

TEST_CASE("flux scale: one hot pixel changes neither the scale nor the labels of a training") {
  const survey::Dataset clean = test::toySurvey(200);
  survey::Dataset hot = clean;
  const std::size_t star = fitted(clean).split.apply(clean)[0].front();
  hot.flux[star * test::kToyPixels + 7] = 1e5F;
  const network::ModelInfo before = fitted(clean), after = fitted(hot);
  CHECK(after.fluxScale == Approx(before.fluxScale).epsilon(0.01));
  CHECK(after.fluxFill == Approx(before.fluxFill).epsilon(0.01));
  CHECK(after.fluxRange.high < 10.0F);

  std::string none, warnings;
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 6;
  const double rmsBefore = rmsOfBest(trainWithWarnings(clean, none, options), 0);
  const double rmsAfter = rmsOfBest(trainWithWarnings(hot, warnings, options), 0);
  INFO(rmsBefore << " K without, " << rmsAfter << " K with the hot pixel");
  CHECK(rmsAfter == Approx(rmsBefore).epsilon(0.1));
  INFO(warnings);
  CHECK(contains(warnings, "1 pixel of 1 spectrum with a flux outside"));
  CHECK(contains(warnings, "1e+05 at 850.700 nm in star " + clean.ids[star]));
}

TEST_CASE("flux scale: a star 10^5 times too bright is brought to the level of the others") {
  const survey::Dataset clean = test::toySurvey(200);
  survey::Dataset bright = clean;
  for (std::size_t p = 0; p < test::kToyPixels; ++p)
    bright.flux[3 * test::kToyPixels + p] *= 1e5F;
  const network::ModelInfo info = fitted(bright);
  CHECK(info.fluxScale == Approx(fitted(clean).fluxScale).epsilon(0.02));
  CHECK_FALSE(info.fluxRange.levelsEach);
  const auto doubts = doubtfulData(bright, info, allRows(bright));
  REQUIRE(doubts.size() == 1);
  CHECK(contains(doubts[0], "1 spectrum was brought to the level of the others"));
  CHECK(contains(doubts[0], bright.ids[3] + " by a factor of"));
}

TEST_CASE("flux scale: where the levels of a survey differ, each spectrum is divided by its own") {
  const survey::Dataset clean = test::toySurvey(200);
  survey::Dataset counts = clean;
  for (std::size_t star = 0; star < counts.starCount(); ++star) {
    Random random(5, star);
    const auto level = static_cast<float>(std::pow(10.0, random.uniform(1.0, 5.0)));
    for (std::size_t p = 0; p < test::kToyPixels; ++p)
      counts.flux[star * test::kToyPixels + p] *= level;
  }
  const network::ModelInfo info = fitted(counts);
  CHECK(info.fluxRange.levelsEach);
  // The scatter relative to the level is that of the normalised survey, up to the scatter of the medians.
  CHECK(info.fluxScale / info.fluxRange.level == Approx(fitted(clean).fluxScale).epsilon(0.15));
  CHECK(contains(doubtfulData(counts, info, allRows(counts)).front(), "each is divided by its own median"));

  // The network sees the same numbers whatever the unit of the flux.
  survey::Dataset other = counts;
  for (float& flux : other.flux)
    flux *= 1e-3F;
  const torch::Tensor first = network::BatchMaker(info).make(counts, 0, 200).flux,
                      second = network::BatchMaker(info).make(other, 0, 200).flux;
  CHECK(torch::allclose(first, second, 1e-4, 1e-4));
  CHECK(first.isfinite().all().item<bool>());
}

TEST_CASE("flux scale: spectra of one level without outliers are used as they are") {
  const survey::Dataset data = test::toySurvey(200);
  const network::ModelInfo info = fitted(data);
  CHECK_FALSE(info.fluxRange.levelsEach);
  CHECK(info.fluxRange.level == Approx(1.0F).margin(0.02));
  std::vector<float> scratch;
  for (std::size_t star = 0; star < data.starCount(); ++star)
    CHECK(network::levelFactor(info.fluxRange, data.fluxOf(star), info.pixels(), scratch) == 1.0F);
  CHECK(doubtfulData(data, info, allRows(data)).empty());
}

TEST_CASE("doubtful data: labels beyond ten robust scatters are named, the farthest first") {
  survey::Dataset data = test::toySurvey(200);
  data.labels[0].values[17] = 60000.0F;
  data.labels[0].values[4] = 20000.0F;
  const auto doubts = doubtfulData(data, fitted(data), allRows(data));
  REQUIRE(doubts.size() == 1);
  CHECK(doubts[0] == "teff of 2 stars lie more than 10 robust scatters from the median (toy17 60000, toy4 20000).");
}

TEST_CASE("not learned: a label of random numbers is named at the end, with a likely cause") {
  survey::Dataset data = test::toySurvey(500);
  for (std::size_t star = 0; star < data.starCount(); ++star)
    data.labels[1].values[star] = static_cast<float>(Random(99, star).uniform(-1.0, 1.0));
  std::string warnings;
  TrainingOptions options = test::toyOptions();
  options.maxEpochs = 8;
  trainWithWarnings(data, warnings, options);
  INFO(warnings);
  CHECK(contains(warnings, "mh (R² = "));
  CHECK(contains(warnings, "was not learned"));
  CHECK_FALSE(contains(warnings, "teff"));
}

TEST_CASE("not learned: the cause depends on the number of stars, the errors and the epochs") {
  const std::vector<LearnedLabel> good{{"teff", 90.0, 500.0, 0.0}},
      bad{{"teff", 90.0, 500.0, 0.0}, {"mh", 0.3, 0.3, 0.01}}, noisy{{"mh", 0.3, 0.3, 0.25}};
  CHECK(notLearned(good, 1000, false).empty());
  CHECK(contains(notLearned(bad, 1000, false), "mh (R² = 0.00) was not learned"));
  CHECK(contains(notLearned(bad, 1000, false), "check the join"));
  CHECK(contains(notLearned(bad, 120, false), "small number of training stars (120)"));
  CHECK(contains(notLearned(bad, 1000, true), "too few epochs"));
  CHECK(contains(notLearned(noisy, 1000, false), "errors of the labels (0.25)"));
}
