// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include "training/TrainingData.torch.h"

namespace maury::training {

/// `generator` below is one of network::deviceGenerator().

/// Shifts each spectrum of a batch by a velocity of its own, drawn from a Gaussian of 1σ `scatterKmS`: linear
/// interpolation between the two pixels that come to lie about each; the ends are held.
void shiftAtRandom(network::Batch& batch, const TrainingData& data, double scatterKmS, torch::Generator& generator);

/// Takes a run of pixels of each spectrum as without data: of random place, of a length uniform up to `share` of them.
void maskAtRandom(network::Batch& batch, const TrainingData& data, double share, torch::Generator& generator);

}  // namespace maury::training
