// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// State of one member at the end of an epoch, passed through its hooks in order.
struct EpochState {
  int member = 0;
  int epoch = 0;  ///< counted from 1
  double trainingLoss = 0.0;
  double validationLoss = 0.0;
  double secondsUsed = 0.0;   ///< time since the ensemble's training started, including earlier runs
  double learningRate = 0.0;  ///< a hook may change it for the next epoch
  bool best = false;  ///< true for the best validation loss so far; set by BestSoFar before the hooks that use it
  std::optional<EndReason> stopReason;  ///< a hook sets it to end the member; the first reason is kept
};

/// A training policy. Each member has its own object, used on that member's thread only.
class EpochHook {
public:
  virtual ~EpochHook() = default;
  virtual void epochEnded(EpochState& state) = 0;
  /// Returns the state that checkpoints must store; empty if there is none.
  virtual std::vector<double> state() const { return {}; }
  /// Restores the values that state() returned. Throws Error(Format) if `state` cannot be such values.
  virtual void restore(const std::vector<double>& /*state*/) {}
};

/// Throws Error(Numerical) if a loss is not finite.
class NanGuard : public EpochHook {
public:
  void epochEnded(EpochState& state) override;
  /// Throws if the loss is not finite; also called for each batch within an epoch.
  static void check(double loss, int member, int epoch, double learningRate);
};

/// Marks the epochs with the lowest validation loss so far; the member then keeps its weights.
class BestSoFar : public EpochHook {
public:
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {m_best}; }
  void restore(const std::vector<double>& state) override { m_best = state.at(0); }

private:
  double m_best = std::numeric_limits<double>::infinity();
};

/// Ends a member after `patience` epochs without a new best one.
class EarlyStop : public EpochHook {
public:
  explicit EarlyStop(int patience) : m_patience(patience) {}
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {static_cast<double>(m_waited)}; }
  void restore(const std::vector<double>& state) override;

private:
  int m_patience;
  int m_waited = 0;
};

/// Multiplies the learning rate by `factor` after every `patience` epochs without a new best one, down to 1/1000 of the
/// initial rate.
class PlateauSchedule : public EpochHook {
public:
  PlateauSchedule(double factor, int patience, double initialRate)
      : m_factor(factor), m_patience(patience), m_lowestRate(initialRate * 1e-3) {}
  void epochEnded(EpochState& state) override;
  std::vector<double> state() const override { return {static_cast<double>(m_waited)}; }
  void restore(const std::vector<double>& state) override;

private:
  double m_factor;
  int m_patience;
  double m_lowestRate;
  int m_waited = 0;
};

/// Sets the rate of epoch e + 1 to f + (1 − f)(1 + cos(π e / epochs)) / 2 times the initial rate, with f = 1/1000.
class CosineSchedule : public EpochHook {
public:
  CosineSchedule(double initialRate, int epochs) : m_initialRate(initialRate), m_epochs(epochs) {}
  void epochEnded(EpochState& state) override;

private:
  double m_initialRate;
  int m_epochs;
};

/// Ends a member once `seconds` have elapsed since the ensemble started.
class WallClockBudget : public EpochHook {
public:
  /// Takes this member's share of the ensemble's budget.
  explicit WallClockBudget(double seconds) : m_seconds(seconds) {}
  void epochEnded(EpochState& state) override;

private:
  double m_seconds;
};

/// Ends a member after the last allowed epoch.
class EpochLimit : public EpochHook {
public:
  explicit EpochLimit(int epochs) : m_epochs(epochs) {}
  void epochEnded(EpochState& state) override;

private:
  int m_epochs;
};

/// Creates the hooks that the options require, in the order in which they run. As `threads` members train at the same
/// time, the ensemble's members need several rounds, which share the time budget equally.
std::vector<std::unique_ptr<EpochHook>> makeHooks(const TrainingOptions& options, int member, unsigned threads);

}  // namespace maury::training
