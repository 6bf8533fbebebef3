// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Hooks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/Error.h"

namespace maury::training {

namespace {

void setStopReason(EpochState& state, EndReason reason) {
  if (!state.stopReason) state.stopReason = reason;
}

/// Returns the number of epochs in a hook's state from a checkpoint.
int epochsFrom(const std::vector<double>& state) {
  const double epochs = state.at(0);
  if (!(epochs >= 0.0 && epochs <= std::numeric_limits<int>::max()))
    throw Error(ErrorKind::Format, "the state of the training's schedule is out of range; start a new run");
  return static_cast<int>(epochs);
}

}  // namespace

void NanGuard::check(double loss, int member, int epoch, double learningRate) {
  if (std::isfinite(loss)) return;
  throw Error(
      ErrorKind::Numerical,
      fmt::format(
          "Member {}, epoch {}: the loss is {}. Train with a learning rate below {:g}, or check the flux and the "
          "inputs for outliers.",
          member + 1, epoch, std::isnan(loss) ? "not a number" : "infinite", learningRate));
}

void NanGuard::epochEnded(EpochState& state) {
  check(state.trainingLoss, state.member, state.epoch, state.learningRate);
  check(state.validationLoss, state.member, state.epoch, state.learningRate);
}

void BestSoFar::epochEnded(EpochState& state) {
  state.best = state.validationLoss < m_best;
  if (state.best) m_best = state.validationLoss;
}

void EarlyStop::restore(const std::vector<double>& state) {
  m_waited = epochsFrom(state);
}

void EarlyStop::epochEnded(EpochState& state) {
  m_waited = state.best ? 0 : m_waited + 1;
  if (m_waited >= m_patience) setStopReason(state, EndReason::NoImprovement);
}

void PlateauSchedule::restore(const std::vector<double>& state) {
  m_waited = epochsFrom(state);
}

void PlateauSchedule::epochEnded(EpochState& state) {
  m_waited = state.best ? 0 : m_waited + 1;
  if (m_waited < m_patience) return;
  m_waited = 0;
  state.learningRate = std::max(state.learningRate * m_factor, m_lowestRate);
}

void CosineSchedule::epochEnded(EpochState& state) {
  constexpr double kLowest = 1e-3;
  const double share = std::min(1.0, static_cast<double>(state.epoch) / m_epochs);
  state.learningRate = m_initialRate * (kLowest + (1.0 - kLowest) * 0.5 * (1.0 + std::cos(std::numbers::pi * share)));
}

void WallClockBudget::epochEnded(EpochState& state) {
  if (state.secondsUsed >= m_seconds) setStopReason(state, EndReason::TimeBudget);
}

void EpochLimit::epochEnded(EpochState& state) {
  if (state.epoch >= m_epochs) setStopReason(state, EndReason::EpochLimit);
}

std::vector<std::unique_ptr<EpochHook>> makeHooks(const TrainingOptions& options, int member, unsigned threads) {
  std::vector<std::unique_ptr<EpochHook>> hooks;
  hooks.push_back(std::make_unique<NanGuard>());
  hooks.push_back(std::make_unique<BestSoFar>());
  hooks.push_back(std::make_unique<EarlyStop>(options.patience));
  if (options.schedule == Schedule::Cosine) {
    hooks.push_back(std::make_unique<CosineSchedule>(options.learningRate, options.maxEpochs));
  } else if (options.plateauFactor < 1.0) {
    hooks.push_back(
        std::make_unique<PlateauSchedule>(options.plateauFactor, options.plateauPatience, options.learningRate));
  }
  if (options.wallClockSeconds > 0.0) {
    const int concurrent = static_cast<int>(threads);
    const int rounds = (options.members + concurrent - 1) / concurrent;
    const int round = member / concurrent + 1;
    hooks.push_back(std::make_unique<WallClockBudget>(options.wallClockSeconds * round / rounds));
  }
  hooks.push_back(std::make_unique<EpochLimit>(options.maxEpochs));
  return hooks;
}

}  // namespace maury::training
