// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
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
#include "training/runs/Checkpoint.h"

namespace maury::training {

/// Trains one member of an ensemble. On the CPU each batch is split into parts, whose gradients are computed on the
/// threads that are free at the time and summed in the order of the parts, so the weights do not depend on the number
/// of threads. All random numbers derive from (seed, member).
class MemberTrainer {
public:
  using Clock = std::chrono::steady_clock;
  using EpochDone = std::function<void(EpochReport&&)>;
  /// Returns the number of threads that this member may use now, its own included; called before every batch.
  using AvailableThreads = std::function<unsigned()>;

  /// `abandoned` becomes true when another member has failed; this one then throws Error(Cancelled) within one batch.
  MemberTrainer(const TrainingData& data, const TrainingOptions& options, int member, Job& job,
                const std::atomic<bool>& abandoned, AvailableThreads availableThreads);

  /// Resumes from a checkpoint of this member; call it before run(). Throws Error(Mismatch) if the data or options
  /// differ, and Error(Format) if the checkpoint lacks something that this network needs.
  void restore(const MemberCheckpoint& state);
  /// Trains until a hook ends the member or, after its first epoch, within one batch of `finishNow` returning true
  /// (empty: never). Returns how it ended. `concurrentMembers` members share the time budget. Throws the errors of
  /// Job::checkpoint() and of the hooks.
  MemberEnd run(unsigned concurrentMembers, Clock::time_point start, const EpochDone& epochDone,
                const std::function<bool()>& finishNow);
  /// Returns the weights with the best validation loss, frozen.
  std::shared_ptr<const network::HybridCnn> takeBest();

private:
  /// Returns false if `finishNow` cut the epoch short.
  bool trainEpoch(EpochReport& report, const std::function<bool()>& finishNow);
  /// Does the work after the last batch of an epoch: hooks, best weights, report and checkpoint.
  void endEpoch(EpochReport&& report, const EpochDone& epochDone);
  /// Shuffles the stars for the next epoch; always draws the same number of random numbers.
  void shuffle();
  bool checkpointIsDue(double afterSeconds) const;
  void saveCheckpoint();
  double secondsUsed() const;
  /// Trains on one batch; adds the sum of its losses and the number of its labels to m_state.
  void step(const torch::Tensor& rows);
  /// Computes the gradients of the batch's parts, each divided by `known` (the number of known labels), and sums them
  /// into m_parameters in the order of the parts. Returns the sum of the losses.
  double computeGradients(const network::Batch& batch, const torch::Tensor& rows, double known);
  void addNoise(network::Batch& batch, const torch::Tensor& rows, torch::Generator& generator);
  void validate(EpochReport& report) const;
  /// Throws Error(Numerical) if the best weights predict more than half of the validation labels further from the truth
  /// than ten times the range of the label.
  void requireConverged() const;
  std::vector<float> attribution() const;
  void checkpoint() const;

  const TrainingData& m_data;
  const TrainingOptions& m_options;
  int m_member;
  Job& m_job;
  const std::atomic<bool>& m_abandoned;
  Random m_shuffle;
  std::vector<std::int64_t> m_order;
  torch::Generator m_generator;  ///< always on the CPU, whatever the device
  std::unique_ptr<network::HybridCnn> m_network;
  /// Replicas that share m_network's weights, for all parts of a batch but the first.
  std::vector<std::unique_ptr<network::HybridCnn>> m_replicas;
  AvailableThreads m_availableThreads;
  std::shared_ptr<network::HybridCnn> m_best;
  std::vector<torch::Tensor> m_parameters;
  std::unique_ptr<torch::optim::Optimizer> m_optimiser;
  std::vector<std::unique_ptr<EpochHook>> m_hooks;
  MemberCheckpoint m_state;  ///< current state; its tensors and generator are filled only for writing
  std::vector<EpochReport> m_history;
  Clock::time_point m_start, m_lastCheckpoint;
  double m_secondsBefore = 0.0;  ///< time used before this run resumed
};

}  // namespace maury::training
