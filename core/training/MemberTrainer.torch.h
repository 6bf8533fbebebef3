// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/Job.h"
#include "base/Random.h"
#include "training/Hooks.h"
#include "training/TrainingData.torch.h"

namespace maury::training {

/// Trains one member of an ensemble, on one thread from start to end. All its random numbers come from (seed, member).
class MemberTrainer {
public:
  using Clock = std::chrono::steady_clock;
  using EpochDone = std::function<void(EpochReport&&)>;

  /// `abandoned` turns true when another member has failed: this one then ends with Error(Cancelled) within one batch.
  MemberTrainer(const TrainingData& data, const TrainingOptions& options, int member, Job& job,
                const std::atomic<bool>& abandoned);

  /// Trains until a hook ends it, or, after its first epoch, within one batch of `finishNow` giving true (empty:
  /// never); returns how it ended. Throws what Job::checkpoint() and the hooks throw.
  MemberEnd run(unsigned threads, Clock::time_point start, const EpochDone& epochDone,
                const std::function<bool()>& finishNow);
  /// The best weights by validation loss, frozen.
  std::shared_ptr<const network::HybridCnn> takeBest();

private:
  /// False when `finishNow` cut the epoch short.
  bool trainEpoch(int epoch, EpochReport& report, const std::function<bool()>& finishNow);
  /// One batch; adds the sum of its losses and the number of its labels.
  void step(const torch::Tensor& rows, int epoch, double& lossSum, double& count);
  void addNoise(network::Batch& batch, const torch::Tensor& rows);
  void validate(EpochReport& report) const;
  std::vector<float> attribution() const;
  void setLearningRate(double rate);
  void checkpoint() const;

  const TrainingData& m_data;
  const TrainingOptions& m_options;
  int m_member;
  Job& m_job;
  const std::atomic<bool>& m_abandoned;
  Random m_shuffle;
  torch::Generator m_generator;
  std::unique_ptr<network::HybridCnn> m_network;
  std::shared_ptr<network::HybridCnn> m_best;
  std::vector<torch::Tensor> m_parameters;
  torch::optim::Adam m_optimiser;
};

}  // namespace maury::training
