// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include "training/TrainingData.torch.h"

namespace maury::training {

/// In the functions below, `generator` is one of network::deviceGenerator().

/// Shifts each spectrum of a batch by its own random velocity, drawn from a Gaussian with 1σ of `scatterKmS`.
/// Interpolates linearly between pixels; beyond the ends the end pixels are repeated.
void shiftAtRandom(network::Batch& batch, const TrainingData& data, double scatterKmS, torch::Generator& generator);

/// Hides a run of pixels in each spectrum as if they had no data: its position is random, its length uniform between 0
/// and `share` of the pixels.
void maskAtRandom(network::Batch& batch, const TrainingData& data, double share, torch::Generator& generator);

}  // namespace maury::training
