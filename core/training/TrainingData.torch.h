// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <cstdint>
#include <span>

#include "network/model/Ensemble.torch.h"
#include "survey/dataset/Dataset.h"
#include "training/Trainer.h"

namespace maury::training {

/// Stars at most in a part of a batch: its activations stay in the cache, and a batch of 64 keeps two cores busy.
inline constexpr std::int64_t kPartStars = 32;

/// N stars ready for the network: scaled once, read by every member, never changed. `inputs` lie on networkDevice(),
/// the others in the processor's memory until moveToNetworkDevice().
struct PreparedStars {
  network::Batch inputs;  ///< all N stars
  torch::Tensor labels;   ///< N × L, 0…1; 0 where missing
  torch::Tensor present;  ///< N × L, 1 where the label is known, else 0
  torch::Tensor errors;   ///< N × L, the label's 1σ in 0…1 units; 0 where it is not given
  torch::Tensor weights;  ///< N × 1, how much the star counts; mean 1
  /// Only with noise augmentation, N each: the star's flux level in scaled units, and its own noise over that level.
  torch::Tensor level, ownNoise;

  std::int64_t size() const { return labels.size(0); }
  /// The inputs of some stars, copied; `rows` on networkDevice().
  network::Batch gather(const torch::Tensor& rows) const;
};

/// What all members share.
struct TrainingData {
  network::ModelInfo info;
  PreparedStars training;
  PreparedStars validation;
  std::vector<std::size_t> pixels;  ///< of the survey's grid, that the network sees
  /// L each: while a member trains, its output h means the label h × labelScale + labelOffset in 0…1 units. With the
  /// robust loss these are the training labels' median and robust scatter, so that every output starts in the middle of
  /// its label and steps of one learning rate suit them all; else 0 and 1. Folded into the output layer when the member
  /// ends.
  torch::Tensor labelOffset, labelScale;
  Loss loss = Loss::Robust;
  bool weighByErrors = false;
  std::uint64_t fingerprint = 0;  ///< of the stars and of every option that the weights depend on
};

/// The loss of a training member's outputs (B × L, or 2 L with Loss::Gaussian) for the rows of `stars` that they belong
/// to, element by element, 0 where a label is missing.
torch::Tensor elementLoss(const TrainingData& data, const torch::Tensor& output, const PreparedStars& stars,
                          const torch::Tensor& rows);

/// Sets loss, labelOffset and labelScale from data.training.
void fitLabelUnits(TrainingData& data, const TrainingOptions& options);

/// Sets data.training.weights (TrainingOptions::balanceLabel). Throws Error(Usage) for a label that is not learned.
void balance(TrainingData& data, const std::string& label);

/// TrainingData::fingerprint, for checkpoints.
std::uint64_t fingerprintOf(const TrainingData& data, const TrainingOptions& options);

/// The last step before training: all that a step reads lies with the networks.
void moveToNetworkDevice(TrainingData& data);

PreparedStars prepareStars(const survey::Dataset& dataset, const network::ModelInfo& info,
                           std::span<const std::size_t> rows, bool withNoiseLevels);

}  // namespace maury::training
