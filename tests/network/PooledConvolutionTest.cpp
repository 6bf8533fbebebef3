// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/PooledConvolution.torch.h"

#include <cmath>
#include <limits>
#include <vector>

#include "network/cpu/PooledKernels.h"
#include "support/Catch.h"

using namespace maury::network;

namespace {

struct PooledLayer {
  std::int64_t stars, channels, filters, positions, kernel, pool;
  double slope;
};

torch::Tensor libTorchs(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                        const PooledLayer& layer) {
  return torch::leaky_relu(torch::max_pool2d(torch::conv2d(x, weight, bias), {1, layer.pool}), layer.slope);
}

/// Returns the output, and the gradients of Σ output × mask with respect to x, weight and bias.
template <typename Function>
std::vector<torch::Tensor> runWithGradients(const Function& function, std::vector<torch::Tensor> leaves,
                                            const torch::Tensor& mask) {
  for (torch::Tensor& leaf : leaves)
    leaf = leaf.detach().clone().requires_grad_(true);
  const torch::Tensor output = function(leaves[0], leaves[1], leaves[2]);
  std::vector<torch::Tensor> result = torch::autograd::grad({(output * mask).sum()}, leaves);
  result.insert(result.begin(), output.detach());
  return result;
}

double relativeDifference(const torch::Tensor& a, const torch::Tensor& b) {
  REQUIRE(a.sizes() == b.sizes());
  return (a - b).abs().max().item<double>() / std::max(1.0, b.abs().max().item<double>());
}

// Layers that cover every code path: filters and taps that fill whole vectors or not, positions wider and narrower than
// a vector, fewer positions than a block of registers, leftover positions at the end, and a very wide pool.
const std::vector<PooledLayer> kLayers = {
    {3, 1, 16, 800, 12, 3, 0.3}, {2, 16, 32, 263, 8, 3, 0.3}, {2, 32, 32, 85, 8, 2, 0.3}, {1, 3, 5, 40, 7, 4, 0.0},
    {2, 20, 70, 33, 3, 2, 0.1},  {4, 8, 16, 9, 9, 1, 1.0},    {1, 17, 3, 60, 2, 19, 0.2}, {2, 4, 16, 300, 8, 4, 0.0}};

}  // namespace

TEST_CASE(
    "pooled convolution: the fused layer and its gradients agree with LibTorch's convolution, pool and activation") {
  torch::manual_seed(1);
  for (const PooledLayer& layer : kLayers) {
    CAPTURE(layer.channels, layer.filters, layer.positions, layer.kernel, layer.pool);
    for (const auto layout : {torch::MemoryFormat::ChannelsLast, torch::MemoryFormat::Contiguous}) {
      const torch::Tensor x = torch::randn({layer.stars, layer.channels, 1, layer.positions}).contiguous(layout);
      const torch::Tensor weight = torch::randn({layer.filters, layer.channels, 1, layer.kernel}).contiguous(layout);
      const torch::Tensor bias = torch::randn({layer.filters});
      const torch::Tensor mask =
          torch::randn({layer.stars, layer.filters, 1, (layer.positions - layer.kernel + 1) / layer.pool});
      const auto ours =
          runWithGradients([&](const auto& in, const auto& w,
                               const auto& b) { return pooledConvolution(in, w, b, layer.pool, layer.slope); },
                           {x, weight, bias}, mask);
      const auto theirs =
          runWithGradients([&](const auto& in, const auto& w, const auto& b) { return libTorchs(in, w, b, layer); },
                           {x, weight, bias}, mask);
      for (std::size_t i = 0; i < theirs.size(); ++i) {
        CAPTURE(i);
        CHECK(relativeDifference(ours[i], theirs[i]) < 2e-5);
      }
      const torch::NoGradGuard noGradients;
      CHECK(torch::equal(pooledConvolution(x, weight, bias, layer.pool, layer.slope), ours[0]));
    }
  }
}

TEST_CASE("pooled convolution: every set of instructions computes the same layer") {
  torch::manual_seed(2);
  for (const PooledKernels& kernels : pooledKernels()) {
    for (const PooledLayer& layer : kLayers) {
      CAPTURE(kernels.name, layer.channels, layer.filters, layer.positions, layer.kernel, layer.pool);
      const PooledShape shape{layer.positions, layer.channels, layer.filters,
                              layer.kernel,    layer.pool,     static_cast<float>(layer.slope)};
      const torch::Tensor x = torch::randn({1, layer.positions, layer.channels}).permute({0, 2, 1}).unsqueeze(2);
      const torch::Tensor rows = torch::randn({layer.filters, layer.kernel, layer.channels});
      const torch::Tensor weight = rows.permute({0, 2, 1}).unsqueeze(2), bias = torch::randn({layer.filters});
      const torch::Tensor mask = torch::randn({1, layer.filters, 1, shape.pooled()});
      const auto expected =
          runWithGradients([&](const auto& in, const auto& w, const auto& b) { return libTorchs(in, w, b, layer); },
                           {x, weight, bias}, mask);

      // Exactly the documented size, so that the address sanitizer detects any access beyond it.
      const std::int64_t in = shape.positions * shape.channels, out = shape.pooled() * shape.filters;
      std::vector<float> star(static_cast<std::size_t>(in + kernels.lanes));
      std::copy_n(x.permute({0, 2, 3, 1}).contiguous().data_ptr<float>(), in, star.begin());
      std::vector<float> packed(static_cast<std::size_t>(kernels.forwardWeights(shape)));
      std::vector<float> scratch(static_cast<std::size_t>(kernels.forwardScratch(shape)));
      std::vector<float> activated(static_cast<std::size_t>(out)), before(activated);
      std::vector<std::int32_t> chosen(static_cast<std::size_t>(out));
      kernels.packForward(shape, rows.data_ptr<float>(), bias.data_ptr<float>(), packed.data());
      kernels.forward(shape, star.data(), packed.data(), activated.data(), chosen.data(), scratch.data());
      const auto asLayer = [&](std::vector<float>& values) {
        return torch::from_blob(values.data(), {1, 1, shape.pooled(), shape.filters}).permute({0, 3, 1, 2});
      };
      CHECK(relativeDifference(asLayer(activated), expected[0]) < 2e-5);

      const torch::Tensor gradient = mask.permute({0, 2, 3, 1}).contiguous();
      kernels.activationGradient(shape, gradient.data_ptr<float>(), activated.data(), before.data());
      std::vector<float> toInput(static_cast<std::size_t>(kernels.inputWeights(shape)));
      std::vector<float> xGradient(star.size()),
          weightGradient(static_cast<std::size_t>(kernels.paddedTaps(shape) * shape.filters));
      kernels.packInput(shape, rows.data_ptr<float>(), toInput.data());
      std::vector<std::int32_t> sorted(chosen.size() + 1),
          counts(static_cast<std::size_t>(shape.pooled() * shape.pool));
      sortChoices(shape, chosen.data(), sorted.data(), counts.data());
      kernels.addInputGradient(shape, before.data(), {chosen.data(), sorted.data(), counts.data()}, toInput.data(),
                               xGradient.data());
      kernels.addWeightGradient(shape, before.data(), chosen.data(), star.data(), weightGradient.data());
      CHECK(relativeDifference(
                torch::from_blob(xGradient.data(), {1, 1, shape.positions, shape.channels}).permute({0, 3, 1, 2}),
                expected[1]) < 2e-5);
      CHECK(relativeDifference(torch::from_blob(weightGradient.data(), {shape.filters, kernels.paddedTaps(shape)})
                                   .narrow(1, 0, shape.taps())
                                   .reshape({shape.filters, 1, shape.kernel, shape.channels})
                                   .permute({0, 3, 1, 2}),
                               expected[2]) < 2e-5);
    }
  }
}

TEST_CASE("pooled convolution: the first of several equal positions takes the gradient, and the pool keeps a NaN") {
  constexpr std::int64_t kChannels = 1;
  const torch::Tensor one = torch::ones({4, kChannels, 1, 1}), zero = torch::zeros({4});
  const torch::Tensor x = torch::tensor({2.0F, 2.0F, 1.0F, 3.0F}).reshape({1, 1, 1, 4}).requires_grad_(true);
  pooledConvolution(x, one, zero, 2, 0.1).sum().backward();
  CHECK(torch::equal(x.grad().reshape({4}), torch::tensor({4.0F, 0.0F, 0.0F, 4.0F})));

  const float nan = std::numeric_limits<float>::quiet_NaN();
  const torch::Tensor holes = torch::tensor({nan, 1.0F, 2.0F, nan, 3.0F, 4.0F}).reshape({1, 1, 1, 6});
  const torch::Tensor isNan = pooledConvolution(holes, one, zero, 2, 0.1).isnan();
  for (int filter = 0; filter < 4; ++filter)
    CHECK(torch::equal(isNan[0][filter][0], torch::tensor({true, true, false})));
}
