// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Hooks.h"

#include <cmath>

#include "base/Error.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;
using namespace maury::training;

namespace {

/// Runs the hooks over validation losses; returns the state after the last epoch that ran.
EpochState runHooks(const TrainingOptions& options, const std::vector<double>& losses, double secondsAnEpoch = 0.0,
                    int member = 0, unsigned threads = 1) {
  const auto hooks = makeHooks(options, member, threads);
  EpochState state;
  state.learningRate = options.learningRate;
  for (const double loss : losses) {
    ++state.epoch;
    state.member = member;
    state.validationLoss = loss;
    state.trainingLoss = 0.5;
    state.secondsUsed += secondsAnEpoch;
    state.best = false;
    for (const auto& hook : hooks)
      hook->epochEnded(state);
    if (state.stopReason) break;
  }
  return state;
}

TrainingOptions patient() {
  TrainingOptions options;
  options.maxEpochs = 100;
  options.patience = 3;
  options.plateauPatience = 2;
  options.plateauFactor = 0.5;
  options.learningRate = 0.01;
  options.members = 4;
  return options;
}

}  // namespace

TEST_CASE("hooks: a member stops after `patience` epochs without a better one") {
  const EpochState state = runHooks(patient(), {5, 4, 4, 6, 5, 1});
  CHECK(state.epoch == 5);
  CHECK(state.stopReason == EndReason::NoImprovement);
}

TEST_CASE("hooks: a better epoch resets the patience") {
  const EpochState state = runHooks(patient(), {5, 6, 6, 4, 5, 5, 3});
  CHECK_FALSE(state.stopReason);
  CHECK(state.best);
}

TEST_CASE("hooks: the learning rate halves on each plateau") {
  TrainingOptions options = patient();
  options.patience = 100;
  CHECK(runHooks(options, {5, 6, 6}).learningRate == 0.005);
  CHECK(runHooks(options, {5, 6, 6, 6, 6}).learningRate == 0.0025);
  CHECK(runHooks(options, {5, 6, 4, 6}).learningRate == 0.01);
  CHECK(runHooks(options, std::vector<double>(90, 5.0)).learningRate == Approx(1e-5));
  options.plateauFactor = 1.0;
  CHECK(runHooks(options, {5, 6, 6, 6, 6}).learningRate == 0.01);
}

TEST_CASE("hooks: the time budget is shared among the rounds of members") {
  TrainingOptions options = patient();
  options.wallClockSeconds = 80.0;
  const std::vector<double> falling = {9, 8, 7, 6, 5, 4, 3, 2, 1};
  // Four members on two threads: the first two may use 40 s, the last two up to 80 s.
  const EpochState first = runHooks(options, falling, 10.0, 1, 2);
  CHECK(first.epoch == 4);
  CHECK(first.stopReason == EndReason::TimeBudget);
  CHECK(runHooks(options, falling, 10.0, 2, 2).epoch == 8);
}

TEST_CASE("hooks: a non-finite loss ends the training") {
  const auto error = test::errorOf([] {
    runHooks(patient(), {1.0, std::numeric_limits<double>::quiet_NaN()}, 0.0, 2);
  });
  CHECK(error->kind == ErrorKind::Numerical);
  CHECK(error->message.starts_with("Member 3, epoch 2: the loss is not a number"));
}

TEST_CASE("hooks: the cosine schedule falls from the first rate to a thousandth of it") {
  TrainingOptions options = patient();
  options.schedule = Schedule::Cosine;
  options.maxEpochs = 4;
  options.patience = 100;
  CHECK(runHooks(options, {4}).learningRate == Approx(0.01 * (0.001 + 0.999 * (2.0 + std::sqrt(2.0)) / 4.0)));
  CHECK(runHooks(options, {4, 3}).learningRate == Approx(0.01 * 0.5005));
  CHECK(runHooks(options, {4, 3, 2, 1}).learningRate == Approx(1e-5));
}
