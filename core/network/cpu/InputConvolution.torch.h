// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

namespace maury::network {

/// Returns conv2d(flux, weight, bias) for one input channel (flux B × 1 × 1 × P, weight F × 1 × 1 × k, stride 1, no
/// padding), with a fast gradient with respect to the flux. LibTorch's gradient has a single output channel, which
/// fills a sixteenth of the vector unit and runs at 7 % of the speed of matrix products; here, neighbouring pixels take
/// the role of channels. The weights must be frozen: they get no gradient.
torch::Tensor inputConvolution(const torch::Tensor& flux, const torch::Tensor& weight, const torch::Tensor& bias);

}  // namespace maury::network
