// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include "network/Networks.torch.h"
#include "network/description/Presets.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::network;

namespace {

using Weights = std::map<std::string, io::Tensor>;
using Rows = std::vector<std::vector<double>>;  ///< positions × channels

double leaky(double x) {
  return x > 0.0 ? x : 0.3 * x;
}

// The network in plain loops, following the definitions of the layers: convolution without padding, LeakyReLU,
// max-pool, flattening in the order (position, channel).
std::vector<double> denseByHand(const Weights& weights, const std::string& name, const std::vector<double>& x,
                                bool activate) {
  const io::Tensor& w = weights.at(name + ".weight");
  const io::Tensor& bias = weights.at(name + ".bias");
  std::vector<double> out;
  for (std::int64_t unit = 0; unit < w.shape[0]; ++unit) {
    double sum = bias.values[static_cast<std::size_t>(unit)];
    for (std::size_t i = 0; i < x.size(); ++i)
      sum += w.values[static_cast<std::size_t>(unit) * x.size() + i] * x[i];
    out.push_back(activate ? leaky(sum) : sum);
  }
  return out;
}

Rows convolutionByHand(const Weights& weights, const std::string& name, const Rows& x, std::size_t pool) {
  const io::Tensor& w = weights.at(name + ".weight");  // filters × channels × 1 × kernel
  const auto filters = static_cast<std::size_t>(w.shape[0]), channels = static_cast<std::size_t>(w.shape[1]);
  const auto kernel = static_cast<std::size_t>(w.shape[3]);
  Rows out(x.size() - kernel + 1, std::vector<double>(filters));
  for (std::size_t p = 0; p < out.size(); ++p) {
    for (std::size_t f = 0; f < filters; ++f) {
      double sum = weights.at(name + ".bias").values[f];
      for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t k = 0; k < kernel; ++k)
          sum += w.values[(f * channels + c) * kernel + k] * x[p + k][c];
      }
      out[p][f] = leaky(sum);
    }
  }
  Rows pooled(out.size() / pool, std::vector<double>(filters, -1e30));
  for (std::size_t p = 0; p < pooled.size() * pool; ++p) {
    for (std::size_t f = 0; f < filters; ++f)
      pooled[p / pool][f] = std::max(pooled[p / pool][f], out[p][f]);
  }
  return pooled;
}

std::vector<double> smallNetworkByHand(const Weights& weights, const float* flux, const std::vector<double>& extra) {
  Rows x;
  for (int p = 0; p < 16; ++p)
    x.push_back({flux[p]});
  x = convolutionByHand(weights, "spectrum.conv0", x, 2);
  x = convolutionByHand(weights, "spectrum.conv1", x, 1);
  std::vector<double> flat;
  for (const auto& channels : x)
    flat.insert(flat.end(), channels.begin(), channels.end());
  std::vector<double> joined = denseByHand(weights, "spectrum.dense0", flat, true);
  const std::vector<double> branch = denseByHand(weights, "extra.dense0", extra, true);
  joined.insert(joined.end(), branch.begin(), branch.end());
  return denseByHand(weights, "output", denseByHand(weights, "joined.dense0", joined, true), false);
}

std::unique_ptr<HybridCnn> smallMember(std::uint64_t seed) {
  auto member = std::make_unique<HybridCnn>(test::smallNetwork(), 16, std::vector<std::size_t>{3}, 2);
  auto numbers = test::generator(seed);
  member->initialise(numbers);
  return member;
}

Batch smallBatch(std::int64_t stars) {
  auto numbers = test::generator(99);
  return {asNetworkFlux(toNetworkDevice(torch::empty({stars, 16}).normal_(0.0, 1.0, numbers))),
          {toNetworkDevice(torch::empty({stars, 3}).normal_(0.0, 1.0, numbers))}};
}

}  // namespace

TEST_CASE("network module: the module has as many parameters as its description counts") {
  const auto check = [](const std::string& name, std::size_t pixels, const std::vector<std::size_t>& widths,
                        std::size_t labels) {
    const NetworkDescription description = presetDescription(name);
    CHECK(HybridCnn(description, pixels, widths, labels).parameterCount() ==
          parameterCount(description, pixels, widths, labels));
  };
  check("guiglion2020", 912, {9}, 9);
  check("nepal2023", 6861, {}, 4);
  check("hybrid-rvs", 800, {110, 4}, 5);
  check("spectrum-small", 4300, {}, 3);
}

TEST_CASE("network module: the forward pass agrees with plain loops that flatten in Keras' order") {
  auto member = smallMember(3);
  // Biases start at zero; set them to other values, so that they have an effect.
  Weights weights = member->tensors();
  for (auto& [name, tensor] : weights) {
    if (tensor.shape.size() == 1) {
      for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] = 0.05F * static_cast<float>(i) - 0.1F;
    }
  }
  member->setTensors(weights, "");
  const Batch batch = smallBatch(7);
  const torch::Tensor output = member->forward(batch), flux = batch.flux.cpu();
  for (std::int64_t star = 0; star < 7; ++star) {
    std::vector<double> extra;
    for (int k = 0; k < 3; ++k)
      extra.push_back(batch.auxiliary[0][star][k].item<double>());
    const auto expected = smallNetworkByHand(weights, flux.data_ptr<float>() + star * 16, extra);
    for (int l = 0; l < 2; ++l)
      CHECK(output[star][l].item<double>() == Approx(expected[static_cast<std::size_t>(l)]).epsilon(1e-5).margin(1e-6));
  }
}

TEST_CASE("network module: a slice of a batch holds its spectra and inputs in the same memory") {
  const auto member = smallMember(3);
  const Batch whole = smallBatch(7);
  const Batch part = whole.slice(2, 3);
  CHECK(part.size() == 3);
  CHECK(part.flux.strides() == whole.flux.strides());
  CHECK(part.flux.data_ptr() == whole.flux[2].data_ptr());
  CHECK(part.auxiliary.at(0).data_ptr() == whole.auxiliary[0][2].data_ptr());
  CHECK(torch::allclose(member->forward(part), member->forward(whole).narrow(0, 2, 3)));
}

TEST_CASE("network module: on the CPU flux and kernels are channels-last even with one channel") {
  if (networkDevice().is_cuda()) return;
  const torch::Tensor flux = asNetworkFlux(torch::zeros({4, 16}));
  CHECK(flux.strides().vec() == std::vector<std::int64_t>{16, 1, 16, 1});
  const torch::Tensor kernel = smallMember(1)->parameters().front();
  CHECK(kernel.sizes().vec() == std::vector<std::int64_t>{3, 1, 1, 4});
  CHECK(kernel.strides().vec() == std::vector<std::int64_t>{4, 1, 4, 1});
}

TEST_CASE("network module: kernels start Glorot-uniform and biases at zero") {
  HybridCnn member(presetDescription("guiglion2020"), 912, {9}, 9);
  auto numbers = test::generator(5);
  member.initialise(numbers);
  const Weights weights = member.tensors();
  for (const float bias : weights.at("spectrum.dense0.bias").values)
    CHECK(bias == 0.0F);
  // √(6 / (fan in + fan out)): 1770 + 32 for the dense layer, 10 × (8 + 4) for the second convolution.
  const auto largest = [&](const std::string& name) {
    float value = 0.0F;
    for (const float w : weights.at(name).values)
      value = std::max(value, std::abs(w));
    return value;
  };
  CHECK(largest("spectrum.dense0.weight") == Approx(std::sqrt(6.0 / 1802.0)).epsilon(0.001));
  CHECK(largest("spectrum.conv1.weight") == Approx(std::sqrt(6.0 / 120.0)).epsilon(0.02));
  CHECK(largest("spectrum.conv1.weight") <= std::sqrt(6.0 / 120.0));
}

TEST_CASE("network module: the L2 penalty includes the kernels of convolutions only") {
  auto member = smallMember(2);
  Weights weights = member->tensors();
  const auto squares = [&](const std::string& name) {
    double sum = 0.0;
    for (const float w : weights.at(name).values)
      sum += static_cast<double>(w) * w;
    return sum;
  };
  const double expected = 0.01 * squares("spectrum.conv0.weight") + 0.02 * squares("spectrum.conv1.weight");
  CHECK(member->l2Penalty().item<double>() == Approx(expected).epsilon(1e-6));
  for (auto& [name, tensor] : weights) {
    if (name.find("conv") == std::string::npos || tensor.shape.size() == 1)
      tensor.values.assign(tensor.values.size(), 7.0F);
  }
  member->setTensors(weights, "");
  CHECK(member->l2Penalty().item<double>() == Approx(expected).epsilon(1e-6));
  CHECK_FALSE(HybridCnn(presetDescription("guiglion2020"), 912, {9}, 9).l2Penalty().defined());
}

TEST_CASE("network module: dropout masks come from the given generator and keep the mean") {
  HybridLayout layout;
  layout.joinedDense = {{1}};
  layout.convolutions = {{1, 1}};
  layout.convolutionDropout = 0.25;
  HybridCnn member(describe(layout), 400, {}, 1);
  Weights weights = member.tensors();
  for (auto& [name, tensor] : weights)
    tensor.values.assign(tensor.values.size(), name.ends_with("weight") ? 1.0F : 0.0F);
  member.setTensors(weights, "");
  const Batch ones{asNetworkFlux(torch::ones({200, 400}, deviceOptions())), {}};
  auto first = deviceGenerator(1), again = deviceGenerator(1), other = deviceGenerator(2);
  const torch::Tensor a = member.forwardTraining(ones, first);
  CHECK(torch::equal(a, member.forwardTraining(ones, again)));
  CHECK_FALSE(torch::equal(a, member.forwardTraining(ones, other)));
  CHECK(torch::equal(member.forward(ones), torch::full({200, 1}, 400.0, deviceOptions())));
  // Each of the 200 stars has a sum of 400 values that are 0 or 4/3: mean 400, standard deviation √(400/3).
  CHECK(a.mean().item<double>() == Approx(400.0).margin(4.0 * std::sqrt(400.0 / 3.0 / 200.0)));
  CHECK(a.std().item<double>() == Approx(std::sqrt(400.0 / 3.0)).epsilon(0.2));
}

TEST_CASE("network module: a rescaled output is scaled and offset label by label") {
  auto member = smallMember(6);
  const Batch batch = smallBatch(5);
  const torch::Tensor scale = toNetworkDevice(torch::tensor({2.0F, 0.5F}));
  const torch::Tensor offset = toNetworkDevice(torch::tensor({-1.0F, 3.0F}));
  const torch::Tensor expected = member->forward(batch) * scale + offset;
  member->rescaleOutput(scale, offset);
  CHECK(torch::allclose(member->forward(batch), expected, 1e-5, 1e-6));
}

TEST_CASE("network module: several threads may run one frozen member at the same time") {
  auto member = smallMember(4);
  member->freeze();
  const Batch batch = smallBatch(64);
  const torch::Tensor expected = member->forward(batch);
  std::vector<int> wrong(3, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&count, &member, &batch, &expected] {
      useOneThread();
      for (int repeat = 0; repeat < 20; ++repeat) {
        Batch own{batch.flux.clone(), batch.auxiliary};
        own.flux.requires_grad_(true);
        const torch::Tensor output = member->forward(own);
        output.sum().backward();
        if (!torch::equal(output, expected) || !own.flux.grad().defined()) ++count;
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == std::vector<int>{0, 0, 0});
}

TEST_CASE("network module: a batch is filled, scaled and masked as the model requires") {
  ModelInfo info = test::smallInfo();
  info.masks = {{850.55, 850.75}};  // pixels 6 and 7
  const BatchMaker maker(info);
  CHECK(maker.pixels() == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15});
  const survey::Dataset data = test::smallSurvey();
  const std::vector<std::size_t> rows = {4, 0};
  const Batch batch = maker.make(data, rows);
  CHECK(batch.flux.sizes().vec() == std::vector<std::int64_t>{2, 1, 1, 14});
  const auto flux = [&](int star, int column) { return batch.flux[star][0][0][column].item<float>(); };
  CHECK(flux(0, 0) == Approx((data.fluxOf(4)[0] - 0.9F) / 0.05F));
  CHECK(flux(0, 2) == Approx((data.fluxOf(4)[2] - 0.8F) / 0.05F));
  CHECK(flux(0, 6) == Approx((data.fluxOf(4)[8] - 0.9F) / 0.05F));
  CHECK(flux(1, 3) == Approx((0.98F - 0.9F) / 0.05F));  // missing flux is replaced by the fill value
  REQUIRE(batch.auxiliary.size() == 1);
  CHECK(batch.auxiliary[0][0][1].item<float>() == Approx((data.inputs[0].values[9] - 1.5F) / 0.2F));
  CHECK(batch.auxiliary[0][0][2].item<float>() == Approx((4.0F - 4.5F) / 2.0F));
  CHECK(batch.auxiliary[0][1][1].item<float>() ==
        -0.5F);  // a missing input is replaced by the fill value, which is already scaled
  CHECK(torch::equal(maker.make(data, 4, 1).flux[0], batch.flux[0]));
}

TEST_CASE("network module: outputs of 0 and 1 are the ends of a label's range") {
  std::vector<float> values = {0.0F, 1.0F, 1.0F, 0.0F};
  outputsToLabels(test::smallInfo(), values);
  CHECK(values == std::vector<float>{3500.0F, 0.5F, 7000.0F, -2.0F});
  CHECK(labelFactors(test::smallInfo()) == std::vector<float>{3500.0F, 2.5F});
}

TEST_CASE("network module: a padded convolution keeps the positions and pads both ends with zeros") {
  HybridLayout layout;
  layout.convolutions = {{1, 4, 1, 0.0, true}};
  layout.leakySlope = 0.0;
  HybridCnn network(describe(layout), 6, {}, 6);
  auto tensors = network.tensors();
  tensors.at("spectrum.conv0.weight").values = {1.0F, 10.0F, 100.0F, 1000.0F};
  for (int i = 0; i < 6; ++i)
    tensors.at("output.weight").values[static_cast<std::size_t>(7 * i)] = 1.0F;  // output i is the value at position i
  network.setTensors(tensors, "");
  network.freeze();
  maury::network::Batch batch;
  batch.flux = maury::network::asNetworkFlux(
      maury::network::toNetworkDevice(torch::tensor({1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F}).reshape({1, 6})));
  // Keras' "same" padding for a kernel of four pixels: one zero on the left, two on the right.
  const torch::Tensor expected = torch::tensor({3210.0F, 4321.0F, 5432.0F, 6543.0F, 654.0F, 65.0F}).reshape({1, 6});
  CHECK(torch::allclose(network.forward(batch).cpu(), expected));
}

TEST_CASE("network module: forward() returns means without variances, and both follow a change of units") {
  HybridLayout layout = maury::test::smallLayout();
  layout.predictsVariance = true;
  layout.auxiliary.clear();
  HybridCnn network(describe(layout), 16, {}, 2);
  auto numbers = maury::test::generator(3);
  network.initialise(numbers);
  network.freeze();
  maury::network::Batch batch;
  batch.flux = maury::network::asNetworkFlux(torch::rand({5, 16}, maury::network::deviceOptions()));
  const torch::Tensor all = network.forwardAll(batch);
  REQUIRE(all.size(1) == 4);
  CHECK(torch::equal(network.forward(batch), all.narrow(1, 0, 2)));
  const torch::Tensor scale = toNetworkDevice(torch::tensor({2.0F, 0.5F}));
  const torch::Tensor offset = toNetworkDevice(torch::tensor({0.1F, -0.3F}));
  network.rescaleOutput(scale, offset);
  const torch::Tensor after = network.forwardAll(batch);
  CHECK(torch::allclose(after.narrow(1, 0, 2), all.narrow(1, 0, 2) * scale + offset, 1e-5, 1e-6));
  CHECK(torch::allclose(after.narrow(1, 2, 2).exp(), all.narrow(1, 2, 2).exp() * scale.square(), 1e-5, 1e-6));
}
