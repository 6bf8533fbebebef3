// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

namespace maury::network {

/// conv2d(flux, weight, bias) of one input channel (flux B × 1 × 1 × P, weight F × 1 × 1 × k, stride 1, no padding)
/// whose gradient to the flux is fast: LibTorch's own has one output channel and fills a sixteenth of the vector unit,
/// at 7 % of the rate of matrix products; here neighbouring pixels stand for channels. For frozen weights: they get no
/// gradient.
torch::Tensor inputConvolution(const torch::Tensor& flux, const torch::Tensor& weight, const torch::Tensor& bias);

}  // namespace maury::network
