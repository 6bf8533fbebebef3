// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <cstdint>
#include <span>

#include "network/model/Ensemble.torch.h"
#include "survey/dataset/Dataset.h"
#include "training/DoubtfulData.h"
#include "training/Trainer.h"

namespace maury::training {

/// Maximum number of stars in a part of a batch: its activations stay in the cache, and a batch of 64 uses two cores.
inline constexpr std::int64_t kPartStars = 32;

/// N stars ready for the network: scaled once, read by every member, never changed. `inputs` is on networkDevice(), the
/// other tensors are in CPU memory until moveToNetworkDevice().
struct PreparedStars {
  network::Batch inputs;  ///< all N stars
  torch::Tensor labels;   ///< N × L, 0…1; 0 where missing
  torch::Tensor present;  ///< N × L, 1 if the label is known, else 0
  torch::Tensor errors;   ///< N × L, the label's 1σ error in 0…1 units; 0 if unknown
  torch::Tensor weights;  ///< N × 1, weight of the star in the loss; mean 1
  /// N each, only with noise augmentation: the star's flux level in scaled units, and its own noise relative to that
  /// level.
  torch::Tensor level, ownNoise;

  std::int64_t size() const { return labels.size(0); }
  /// Copies the inputs of some stars; `rows` is on networkDevice().
  network::Batch gather(const torch::Tensor& rows) const;
};

/// Data that all members share.
struct TrainingData {
  network::ModelInfo info;
  PreparedStars training;
  PreparedStars validation;
  std::vector<LearnedLabel> validationLabels;  ///< one per label, without the rms
  std::vector<std::size_t> pixels;             ///< indices of the pixels that the network sees, in the survey's grid
  /// L each. During training, an output h stands for the label h × labelScale + labelOffset in 0…1 units. Robust and
  /// Gaussian losses use the median and robust scatter of the training labels, so that every output starts in the
  /// middle of its label's range and one learning rate suits all; the mean square uses 0 and 1. When a member ends,
  /// both are folded into its output layer.
  torch::Tensor labelOffset, labelScale;
  Loss loss = Loss::Robust;
  bool weighByErrors = false;
  std::string kernels;            ///< RuntimeInfo::kernels
  std::uint64_t fingerprint = 0;  ///< hash of the stars and of every option that affects the weights
};

/// Returns the loss of a member's outputs (B × L, or B × 2 L with Loss::Gaussian), element by element; 0 where a label
/// is missing. `rows` are the rows of `stars` to which the outputs belong.
torch::Tensor elementLoss(const TrainingData& data, const torch::Tensor& output, const PreparedStars& stars,
                          const torch::Tensor& rows);

/// Sets loss, labelOffset and labelScale from data.training.
void fitLabelUnits(TrainingData& data, const TrainingOptions& options);

/// Sets data.training.weights (TrainingOptions::balanceLabel). Throws Error(Usage) for a label that is not learned.
void balanceStars(TrainingData& data, const std::string& label);

/// Computes TrainingData::fingerprint, for checkpoints.
std::uint64_t fingerprintOf(const TrainingData& data, const TrainingOptions& options);

/// Moves everything that a training step reads to the device of the networks. Call it last.
void moveToNetworkDevice(TrainingData& data);

/// Scales the inputs and labels of the stars in `rows`. `withNoiseLevels` also fills `level` and `ownNoise`.
PreparedStars prepareStars(const survey::Dataset& dataset, const network::ModelInfo& info,
                           std::span<const std::size_t> rows, bool withNoiseLevels);

}  // namespace maury::training
