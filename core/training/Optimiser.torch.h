// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "training/Trainer.h"
#include "training/runs/Checkpoint.h"

namespace maury::training {

/// Creates the optimiser of the options, Adam or AdamW, with the constants of Keras.
std::unique_ptr<torch::optim::Optimizer> makeOptimiser(const std::vector<torch::Tensor>& parameters,
                                                       const TrainingOptions& options);
void setLearningRate(torch::optim::Optimizer& optimiser, double rate);
/// Adds the step count and the moments to `state`; adds nothing before the first step.
void saveOptimiser(const torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                   MemberCheckpoint& state);
/// Restores the step count and the moments. Throws Error(Format) if a moment is missing or has the wrong size.
void restoreOptimiser(torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                      const MemberCheckpoint& state);

}  // namespace maury::training
