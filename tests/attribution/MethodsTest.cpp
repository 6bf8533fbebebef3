// SPDX-License-Identifier: GPL-3.0-or-later
// Tests the methods on functions whose attributions are known in closed form.
#include <cmath>
#include <vector>

#include "attribution/maps/BatchAttribution.torch.h"
#include "network/model/Ensemble.torch.h"
#include "support/Catch.h"

using maury::Job;
using maury::attribution::attributeBatch;
using maury::attribution::AttributionMethod;
using maury::attribution::BatchAttribution;
using maury::attribution::MethodContext;
using maury::attribution::occlusionWindows;
using maury::network::Batch;

namespace {

/// Returns a batch of B × 4 pixels and one input of two elements.
Batch batchOf(const torch::Tensor& flux, const torch::Tensor& input) {
  Batch batch;
  batch.flux = maury::network::asNetworkFlux(flux);
  batch.auxiliary = {input};
  return batch;
}

Batch twoStars() {
  return batchOf(torch::tensor({1.0F, 0.5F, 0.8F, 0.2F, 0.9F, 0.4F, 1.1F, 0.7F}).reshape({2, 4}),
                 torch::tensor({2.0F, -1.0F, 0.0F, 3.0F}).reshape({2, 2}));
}

Batch oneBaseline() {
  return batchOf(torch::tensor({1.0F, 1.0F, 0.5F, 0.0F}).reshape({1, 4}), torch::tensor({0.5F, 0.0F}).reshape({1, 2}));
}

torch::Tensor columns(const Batch& batch) {
  return torch::cat({batch.flux.reshape({batch.size(), -1}), batch.auxiliary[0]}, 1);
}

const torch::Tensor& weights() {
  static const torch::Tensor w = torch::tensor({1.0F, -2.0F, 0.0F, 3.0F, 0.5F, -1.0F});
  return w;
}

/// Returns two labels: w·x and (w·x)².
torch::Tensor linearAndQuadratic(const Batch& batch) {
  const torch::Tensor line = columns(batch).matmul(weights());
  return torch::stack({line, line.square()}, 1);
}

BatchAttribution with(AttributionMethod method, int steps = 8) {
  MethodContext context;
  context.options.method = method;
  context.options.steps = steps;
  context.options.samples = 200;
  context.scaledNoise = 0.1;
  context.baseline = oneBaseline();
  context.occlusions = {{0, 2}, {1, 3}, {2, 4}};
  Job job;
  return attributeBatch(linearAndQuadratic, twoStars(), 2, context, 0, job);
}

bool near(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
  return a.sizes() == b.sizes() && (a - b).abs().max().item<double>() < tolerance;
}

}  // namespace

TEST_CASE("attribution methods: gradients of a linear and a squared function match the closed form") {
  const auto result = with(AttributionMethod::Gradient);
  const torch::Tensor line = columns(twoStars()).matmul(weights()).unsqueeze(1);
  CHECK(near(result.values[0], weights().expand({2, 6})));
  CHECK(near(result.values[1], 2.0 * line * weights()));
  CHECK(near(result.outputs, linearAndQuadratic(twoStars())));
  CHECK_FALSE(result.baseline.defined());
}

TEST_CASE("attribution methods: gradient × input is the gradient times the distance from the baseline") {
  const auto result = with(AttributionMethod::GradientTimesInput);
  const torch::Tensor distance = columns(twoStars()) - columns(oneBaseline());
  CHECK(near(result.values[0], weights() * distance));
  CHECK(near(result.baseline, linearAndQuadratic(oneBaseline())));
}

TEST_CASE("attribution methods: integrated gradients of a linear and a squared function match the closed form") {
  const auto result = with(AttributionMethod::IntegratedGradients);
  const torch::Tensor distance = columns(twoStars()) - columns(oneBaseline());
  const torch::Tensor here = columns(twoStars()).matmul(weights()), there = columns(oneBaseline()).matmul(weights());
  CHECK(near(result.values[0], weights() * distance));
  // ∫ 2 (w·x(α)) dα w_i Δ_i = (w·x + w·b) w_i Δ_i; the midpoint rule is exact here.
  CHECK(near(result.values[1], (here + there).unsqueeze(1) * weights() * distance, 1e-4));
  const torch::Tensor whole = linearAndQuadratic(twoStars()) - linearAndQuadratic(oneBaseline());
  CHECK(near(result.values.sum(2).t(), whole, 1e-4));
}

TEST_CASE("attribution methods: SmoothGrad is the mean gradient and repeats for the same seed") {
  const auto result = with(AttributionMethod::SmoothGrad), again = with(AttributionMethod::SmoothGrad);
  CHECK(near(result.values[0], weights().expand({2, 6})));
  const torch::Tensor line = columns(twoStars()).matmul(weights()).unsqueeze(1);
  // Standard error of the mean of w·noise over 200 samples: 0.1 √14 / √200 = 0.026.
  CHECK(near(result.values[1], 2.0 * line * weights(), 3.0 * 2.0 * 4.0 * 0.026));
  CHECK_FALSE(near(result.values[1], 2.0 * line * weights(), 1e-6));
  CHECK(torch::equal(result.values, again.values));
}

TEST_CASE("attribution methods: occlusion of a linear function is the loss of the window, averaged over windows") {
  const auto result = with(AttributionMethod::Occlusion);
  const torch::Tensor parts = weights() * (columns(twoStars()) - columns(oneBaseline()));
  const auto window = [&](int first) { return parts.narrow(1, first, 2).sum(1); };
  CHECK(near(result.values[0].select(1, 0), window(0)));
  CHECK(near(result.values[0].select(1, 1), 0.5 * (window(0) + window(1))));
  CHECK(near(result.values[0].select(1, 2), 0.5 * (window(1) + window(2))));
  CHECK(near(result.values[0].select(1, 3), window(2)));
  CHECK(near(result.values[0].narrow(1, 4, 2), parts.narrow(1, 4, 2)));
}

TEST_CASE("attribution methods: occlusion windows start at intervals of half a width and cover every pixel") {
  std::vector<double> wavelengths;
  for (int i = 0; i < 20; ++i)
    wavelengths.push_back(850.0 + 0.1 * i + (i >= 10 ? 5.0 : 0.0));  // a gap
  const auto windows = occlusionWindows(wavelengths, 0.4);
  std::vector<int> covers(20, 0);
  for (const auto& [first, last] : windows) {
    CHECK(last - first <= 4);
    CHECK(wavelengths[static_cast<std::size_t>(last - 1)] - wavelengths[static_cast<std::size_t>(first)] < 0.41);
    for (auto p = first; p < last; ++p)
      ++covers[static_cast<std::size_t>(p)];
  }
  for (const int count : covers)
    CHECK(count >= 1);
  CHECK(covers[5] == 2);
  CHECK(occlusionWindows({}, 0.4).empty());
}
