// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// The end of an epoch of one member, as its hooks see it one after the other.
struct EpochState {
  int member = 0;
  int epoch = 0;  ///< from 1
  double trainingLoss = 0.0;
  double validationLoss = 0.0;
  double secondsUsed = 0.0;             ///< since the ensemble's training started
  double learningRate = 0.0;            ///< a hook may change it for the next epoch
  bool best = false;                    ///< the best validation loss so far; set by BestSoFar, which comes first
  std::optional<EndReason> stopReason;  ///< a hook sets it to end the member; the first reason stands
};

/// A training policy. One object a member, used on that member's thread alone.
class EpochHook {
public:
  virtual ~EpochHook() = default;
  virtual void epochEnded(EpochState& state) = 0;
  /// What it remembers from one epoch to the next, for checkpoints; empty: nothing.
  virtual std::vector<double> state() const { return {}; }
  /// Takes back what state() gave; as many values.
  virtual void restore(const std::vector<double>& /*state*/) {}
};

/// Throws Error(Numerical) when a loss is not finite.
class NanGuard : public EpochHook {
public:
  void epochEnded(EpochState& state) override;
  /// The error, also for a batch in the middle of an epoch.
  static void check(double loss, int member, int epoch, double learningRate);
};

/// Marks the epochs whose validation loss is the lowest so far; the member then keeps its weights.
class BestSoFar : public EpochHook {
public:
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {m_best}; }
  void restore(const std::vector<double>& state) override { m_best = state.at(0); }

private:
  double m_best = std::numeric_limits<double>::infinity();
};

/// Ends a member after `patience` epochs without a best one.
class EarlyStop : public EpochHook {
public:
  explicit EarlyStop(int patience) : m_patience(patience) {}
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {static_cast<double>(m_waited)}; }
  void restore(const std::vector<double>& state) override { m_waited = static_cast<int>(state.at(0)); }

private:
  int m_patience;
  int m_waited = 0;
};

/// Multiplies the learning rate by `factor` after every `patience` epochs without a best one, down to 1/1000 of the
/// first.
class PlateauSchedule : public EpochHook {
public:
  PlateauSchedule(double factor, int patience, double firstRate)
      : m_factor(factor), m_patience(patience), m_lowestRate(firstRate * 1e-3) {}
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {static_cast<double>(m_waited)}; }
  void restore(const std::vector<double>& state) override { m_waited = static_cast<int>(state.at(0)); }

private:
  double m_factor;
  int m_patience;
  double m_lowestRate;
  int m_waited = 0;
};

/// Sets the rate of epoch e + 1 to f + (1 − f)(1 + cos(π e / epochs)) / 2 of the first, f = 1/1000.
class CosineSchedule : public EpochHook {
public:
  CosineSchedule(double firstRate, int epochs) : m_firstRate(firstRate), m_epochs(epochs) {}
  void epochEnded(EpochState& state) override;

private:
  double m_firstRate;
  int m_epochs;
};

/// Ends a member once `seconds` have gone by since the ensemble started.
class WallClockBudget : public EpochHook {
public:
  /// `seconds` is this member's share.
  explicit WallClockBudget(double seconds) : m_seconds(seconds) {}
  void epochEnded(EpochState& state) override;

private:
  double m_seconds;
};

/// Ends a member after its last epoch.
class EpochLimit : public EpochHook {
public:
  explicit EpochLimit(int epochs) : m_epochs(epochs) {}
  void epochEnded(EpochState& state) override;

private:
  int m_epochs;
};

/// The hooks that the options ask for, in the order in which they run. `threads` members run at once: the budget is
/// shared out over the rounds that takes.
std::vector<std::unique_ptr<EpochHook>> makeHooks(const TrainingOptions& options, int member, unsigned threads);

}  // namespace maury::training
