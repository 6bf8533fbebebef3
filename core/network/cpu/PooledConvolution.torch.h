// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace maury::network {

/// leaky_relu(max_pool2d(conv2d(x, weight, bias), pool), slope): x B × C × 1 × P and weight F × C × 1 × k, without
/// padding, give B × F × 1 × ⌊(P − k + 1) / pool⌋; slope ≥ 0. On the processor as one layer (see PooledKernels.h), for
/// LibTorch writes the convolution to memory, reads it for the pool, and then differentiates what the pool has thrown
/// away. Differentiable once, with respect to all three.
torch::Tensor pooledConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                                std::int64_t pool, double slope);

}  // namespace maury::network
