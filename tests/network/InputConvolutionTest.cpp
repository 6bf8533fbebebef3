// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/InputConvolution.torch.h"

#include <tuple>
#include "network/model/HybridCnn.torch.h"

#include "support/Catch.h"

using maury::network::asNetworkFlux;
using maury::network::inputConvolution;

namespace {

struct OutputAndGradient {
  torch::Tensor output, slope;
};

/// Returns the output, and the gradient of Σ output × mask with respect to the flux.
template <typename Convolution>
OutputAndGradient runBoth(const Convolution& convolution, const torch::Tensor& flux, const torch::Tensor& mask) {
  const torch::Tensor x = asNetworkFlux(flux).detach().clone().requires_grad_(true);
  const torch::Tensor output = convolution(x);
  return {output.detach(), torch::autograd::grad({(output * mask).sum()}, {x})[0]};
}

}  // namespace

TEST_CASE("input convolution: its gradient with respect to the flux agrees with LibTorch's for any length and kernel") {
  torch::manual_seed(1);
  for (const auto& [pixels, filters, kernel] : {std::tuple{800, 16, 12}, std::tuple{912, 8, 10}, std::tuple{17, 3, 5},
                                                std::tuple{16, 4, 1}, std::tuple{31, 2, 31}}) {
    CAPTURE(pixels, filters, kernel);
    const torch::Tensor weight = torch::randn({filters, 1, 1, kernel}), bias = torch::randn({filters});
    const torch::Tensor flux = torch::randn({5, pixels}), mask = torch::randn({5, filters, 1, pixels - kernel + 1});
    const OutputAndGradient ours =
        runBoth([&](const auto& x) { return inputConvolution(x, weight, bias); }, flux, mask);
    const OutputAndGradient theirs = runBoth([&](const auto& x) { return torch::conv2d(x, weight, bias); }, flux, mask);
    CHECK(torch::equal(ours.output, theirs.output));
    CHECK(ours.slope.sizes() == theirs.slope.sizes());
    CHECK((ours.slope - theirs.slope).abs().max().item<double>() < 1e-4);
  }
}
