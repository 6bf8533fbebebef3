// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace maury::network {

/// Returns leaky_relu(max_pool2d(conv2d(x, weight, bias), pool), slope) with slope ≥ 0 and no padding. The shapes are
/// x: B × C × 1 × P, weight: F × C × 1 × k, result: B × F × 1 × ⌊(P − k + 1) / pool⌋. Differentiable once, with respect
/// to x, weight and bias. On the CPU, runs as one fused layer (see PooledKernels.h); LibTorch's separate layers write
/// the convolution to memory, read it back for the pool, and compute gradients even for positions that the pool
/// dropped.
torch::Tensor pooledConvolution(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                                std::int64_t pool, double slope);

}  // namespace maury::network
