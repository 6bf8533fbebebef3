// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
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

/// B × (at least L) outputs of a network for a batch; differentiable, and stars do not mix in it.
using Forward = std::function<torch::Tensor(const network::Batch&)>;

/// A star of a batch to which others are compared, all tensors with one row.
using BaselineBatch = network::Batch;

/// Pixels [first, last) of the network's that are occluded at once.
using PixelRange = std::pair<std::int64_t, std::int64_t>;

/// How one network's outputs come about in one batch. C columns: P′ pixels, then all input elements.
struct BatchAttribution {
  torch::Tensor values;    ///< L × B × C, in output units (per scaled unit for derivatives)
  torch::Tensor outputs;   ///< B × L
  torch::Tensor baseline;  ///< 1 × L; undefined for methods without one
};

/// What a method needs beside the batch.
struct MethodContext {
  AttributionOptions options;
  BaselineBatch baseline;              ///< undefined tensors where the method takes none
  std::vector<PixelRange> occlusions;  ///< of the method Occlusion
  double scaledNoise = 0.0;            ///< of SmoothGrad, in units of Batch::flux
};

/// The attributions of a batch whose stars are the firstStar-th … of the whole; `firstStar` seeds SmoothGrad's noise.
/// Calls job.checkpoint() between passes.
BatchAttribution attributeBatch(const Forward& forward, const network::Batch& batch, std::int64_t labels,
                                const MethodContext& context, std::uint64_t firstStar, Job& job);

/// Windows of `widthNm` from the first pixel to the last, each starting half a width after the one before; those
/// without pixels are left out.
std::vector<PixelRange> occlusionWindows(const std::vector<double>& wavelengthsNm, double widthNm);

}  // namespace maury::attribution
