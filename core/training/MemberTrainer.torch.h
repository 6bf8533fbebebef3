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
#include "training/Checkpoint.h"
#include "training/Hooks.h"
#include "training/TrainingData.torch.h"

namespace maury::training {

/// Trains one member of an ensemble. On the processor each batch is cut into parts whose gradients are found on as many
/// threads as are free at the time and added in the order of the parts, so that the weights do not depend on the
/// threads. All random numbers come from (seed, member).
class MemberTrainer {
public:
  using Clock = std::chrono::steady_clock;
  using EpochDone = std::function<void(EpochReport&&)>;
  /// Threads that this member may use now, its own among them; asked before every batch.
  using ThreadsNow = std::function<unsigned()>;

  /// `abandoned` turns true when another member has failed: this one then ends with Error(Cancelled) within one batch.
  MemberTrainer(const TrainingData& data, const TrainingOptions& options, int member, Job& job,
                const std::atomic<bool>& abandoned, ThreadsNow threadsNow);

  /// Goes on from a checkpoint of this member, before run(). Throws Error(Mismatch) if it is of other data or options,
  /// Error(Format) if it does not hold what this network needs.
  void restore(const MemberCheckpoint& state);
  /// Trains until a hook ends it, or, after its first epoch, within one batch of `finishNow` giving true (empty:
  /// never); returns how it ended. `membersAtOnce` share the budget. Throws what Job::checkpoint() and the hooks throw.
  MemberEnd run(unsigned membersAtOnce, Clock::time_point start, const EpochDone& epochDone,
                const std::function<bool()>& finishNow);
  /// The best weights by validation loss, frozen.
  std::shared_ptr<const network::HybridCnn> takeBest();

private:
  /// False when `finishNow` cut the epoch short.
  bool trainEpoch(EpochReport& report, const std::function<bool()>& finishNow);
  /// What follows the last batch of an epoch: hooks, best weights, the report, a checkpoint.
  void endEpoch(EpochReport&& report, const EpochDone& epochDone);
  /// The next epoch's order of the stars; as many random numbers each time.
  void shuffle();
  bool checkpointIsDue(double afterSeconds) const;
  void saveCheckpoint();
  double secondsUsed() const;
  /// One batch; adds the sum of its losses and the number of its labels to m_state.
  void step(const torch::Tensor& rows);
  /// Sums of the losses of the batch's parts, in their order; their gradients are then in m_parameters. Each is divided
  /// by `known`.
  double addGradients(const network::Batch& batch, const torch::Tensor& rows, double known);
  void addNoise(network::Batch& batch, const torch::Tensor& rows, torch::Generator& generator);
  void validate(EpochReport& report) const;
  std::vector<float> attribution() const;
  void checkpoint() const;

  const TrainingData& m_data;
  const TrainingOptions& m_options;
  int m_member;
  Job& m_job;
  const std::atomic<bool>& m_abandoned;
  Random m_shuffle;
  std::vector<std::int64_t> m_order;
  torch::Generator m_generator;  ///< the processor's, whatever the device
  std::unique_ptr<network::HybridCnn> m_network;
  std::vector<std::unique_ptr<network::HybridCnn>>
      m_others;  ///< m_network's weights, for parts of a batch but the first
  ThreadsNow m_threadsNow;
  std::shared_ptr<network::HybridCnn> m_best;
  std::vector<torch::Tensor> m_parameters;
  std::unique_ptr<torch::optim::Optimizer> m_optimiser;
  std::vector<std::unique_ptr<EpochHook>> m_hooks;
  MemberCheckpoint m_state;  ///< where the member is; its tensors and generator are filled for writing only
  std::vector<EpochReport> m_history;
  Clock::time_point m_start, m_lastCheckpoint;
  double m_secondsBefore = 0.0;  ///< used by the run that was killed
};

}  // namespace maury::training
