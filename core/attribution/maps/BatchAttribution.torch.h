// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "attribution/maps/AttributionOptions.h"
#include "base/Job.h"
#include "network/model/HybridCnn.torch.h"

namespace maury::attribution {

/// Function that computes B × (at least L) outputs of a network for a batch. It is differentiable, and stars do not mix
/// in it.
using Forward = std::function<torch::Tensor(const network::Batch&)>;

/// One star with which the stars of a batch are compared; all tensors have one row.
using BaselineBatch = network::Batch;

/// Range [first, last) of the network's pixels that are occluded together.
using PixelRange = std::pair<std::int64_t, std::int64_t>;

/// Attributions of one network's outputs for one batch. C columns: P′ pixels, then all input elements.
struct BatchAttribution {
  torch::Tensor values;    ///< L × B × C, in output units (per scaled unit for derivatives)
  torch::Tensor outputs;   ///< B × L
  torch::Tensor baseline;  ///< 1 × L; undefined for methods without one
};

/// Everything a method needs in addition to the batch.
struct MethodContext {
  AttributionOptions options;
  BaselineBatch baseline;              ///< undefined tensors if the method takes none
  std::vector<PixelRange> occlusions;  ///< for occlusion
  double scaledNoise = 0.0;            ///< for SmoothGrad, in units of Batch::flux
};

/// Computes the attributions of a batch. `firstStar` is the number of its first star among all stars; it seeds the
/// noise of SmoothGrad. Calls job.checkpoint() between passes.
BatchAttribution attributeBatch(const Forward& forward, const network::Batch& batch, std::int64_t labels,
                                const MethodContext& context, std::uint64_t firstStar, Job& job);

/// Returns windows of `widthNm` from the first pixel to the last, each starting half a width after the previous one,
/// without windows that contain no pixel.
std::vector<PixelRange> occlusionWindows(const std::vector<double>& wavelengthsNm, double widthNm);

}  // namespace maury::attribution
