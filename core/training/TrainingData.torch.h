// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <cstdint>
#include <span>

#include "network/Ensemble.torch.h"
#include "survey/Dataset.h"
#include "training/Trainer.h"

namespace maury::training {

/// N stars ready for the network: scaled once, read by every member, never changed.
struct PreparedStars {
  network::Batch inputs;  ///< all N stars
  torch::Tensor labels;   ///< N × L, 0…1; 0 where missing
  torch::Tensor present;  ///< N × L, 1 where the label is known, else 0
  /// Only with noise augmentation, N each: the star's flux level in scaled units, and its own noise over that level.
  torch::Tensor level, ownNoise;

  std::int64_t size() const { return labels.size(0); }
  /// The inputs of some stars, copied.
  network::Batch gather(const torch::Tensor& rows) const;
};

/// What all members share.
struct TrainingData {
  network::ModelInfo info;
  PreparedStars training;
  PreparedStars validation;
  std::vector<std::size_t> pixels;  ///< of the survey's grid, that the network sees
  std::vector<std::size_t> auxiliaryWidths;
  torch::Tensor labelScatter;  ///< L: robust scatter of the training labels in 0…1 units; undefined for the mean square
};

/// The loss of B × L outputs, element by element, 0 where a label is missing.
torch::Tensor elementLoss(const TrainingData& data, const torch::Tensor& output, const torch::Tensor& labels,
                          const torch::Tensor& present);

/// 1.4826 × the median absolute deviation of the known labels, L.
torch::Tensor robustScatter(const PreparedStars& stars);

PreparedStars prepareStars(const survey::Dataset& dataset, const network::ModelInfo& info,
                           std::span<const std::size_t> rows, bool withNoiseLevels);

}  // namespace maury::training
