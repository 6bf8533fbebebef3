// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "training/Checkpoint.h"
#include "training/Trainer.h"

namespace maury::training {

/// Adam or AdamW of the options, as Keras sets them.
std::unique_ptr<torch::optim::Optimizer> makeOptimiser(const std::vector<torch::Tensor>& parameters,
                                                       const TrainingOptions& options);
void setLearningRate(torch::optim::Optimizer& optimiser, double rate);
/// Adds steps and moments to `state`; nothing before the first step.
void saveOptimiser(const torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                   MemberCheckpoint& state);
/// Throws Error(Format) when a moment is missing or has another shape.
void restoreOptimiser(torch::optim::Optimizer& optimiser, const std::vector<torch::Tensor>& parameters,
                      const MemberCheckpoint& state);

}  // namespace maury::training
