// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of every kind of layer: shape, parameters, JSON, gradients with respect to weights and inputs, files.
#include "network/layers/Layer.h"

#include <set>

#include "network/Layered.h"
#include "network/Networks.torch.h"
#include "network/description/DescriptionJson.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::network;

namespace {

constexpr std::int64_t kPixels = 12, kStars = 6, kLabels = 2;

Batch randomBatch(std::int64_t stars = kStars) {
  auto numbers = test::generator(5);
  return {asNetworkFlux(toNetworkDevice(torch::empty({stars, kPixels}).normal_(0.0, 1.0, numbers))), {}};
}

/// Returns a network with random weights, including those of normalisations. Running variances are positive.
std::unique_ptr<HybridCnn> randomNetwork(const NetworkDescription& description) {
  auto network = std::make_unique<HybridCnn>(description, kPixels, std::vector<std::size_t>{}, kLabels);
  auto numbers = test::generator(11);
  network->initialise(numbers);
  auto tensors = network->tensors();
  float step = 0.3F;
  for (auto& [name, tensor] : tensors) {
    if (tensor.shape.size() != 1) continue;
    for (float& value : tensor.values)
      value += step = std::fmod(step * 1.7F, 0.5F);
  }
  network->setTensors(tensors, "");
  return network;
}

/// Returns weights of the outputs for a sum that depends on all of them.
torch::Tensor outputWeights(const torch::Tensor& output) {
  return (torch::arange(output.numel(), output.options()).reshape(output.sizes()) * 0.37).cos();
}

double sumOf(const HybridCnn& network, const Batch& batch, bool inTraining) {
  torch::NoGradGuard noGrad;
  auto generator = deviceGenerator(1);
  BatchStatistics statistics;
  const torch::Tensor output =
      inTraining ? network.forwardTraining(batch, generator, &statistics) : network.forwardAll(batch);
  return (output * outputWeights(output)).sum().item<double>();
}

double largest(const torch::Tensor& x) {
  return x.abs().max().item<double>();
}

}  // namespace

TEST_CASE("layers: the module has the listed shapes and as many parameters as the description counts") {
  auto networks = test::smoothNetworks();
  networks.emplace_back("all", test::layeredNetwork());
  for (const auto& [name, description] : networks) {
    CAPTURE(name);
    const HybridCnn network(description, kPixels, {}, kLabels);
    CHECK(network.parameterCount() == parameterCount(description, kPixels, {}, kLabels));
    CHECK(network.forward(randomBatch()).sizes().vec() == std::vector<std::int64_t>{kStars, kLabels});
  }
}

TEST_CASE("layers: shapes, parameters and operations agree with hand calculations") {
  const Shape spectrum{12, 4}, vector{0, 5};
  CHECK(outputShape(LayerNorm{}, spectrum) == spectrum);
  CHECK(parameterCount(LayerNorm{}, spectrum) == 8);
  CHECK(flop(LayerNorm{}, vector) == 35);
  CHECK(outputShape(BatchNorm{}, vector) == vector);
  CHECK(parameterCount(BatchNorm{}, spectrum) == 8);
  CHECK(flop(BatchNorm{}, spectrum) == 96);
  CHECK(outputShape(GlobalAveragePool{}, spectrum) == Shape{0, 4});
  CHECK(parameterCount(GlobalAveragePool{}, spectrum) == 0);
  CHECK(flop(GlobalAveragePool{}, spectrum) == 48);
  const Residual block{{test::padded(), test::padded()}};
  CHECK(outputShape(block, spectrum) == spectrum);
  CHECK(parameterCount(block, spectrum) == 2 * (4 * 4 * 3 + 4));
  CHECK(flop(block, spectrum) == 2 * (12 * 48 * 2) + 48);
}

TEST_CASE("layers: every kind is in the network that is trained and saved, under a prefix of tensors of its own") {
  std::set<std::string> tested, prefixes;
  const NetworkDescription description = test::layeredNetwork();
  for (const Branch& branch : description.branches)
    visitLayers(branch.layers, [&](const auto& layer) { tested.insert(layer.kKind); });
  forEachKind([&](const auto& kind) {
    CHECK(tested.count(kind.kKind) == 1);
    CHECK(prefixes.insert(kind.kTensors).second);
  });
}

TEST_CASE("layers: a shape that a layer cannot take is refused with a message") {
  CHECK_THROWS_WITH(outputShape(LayerNorm{}, Shape{12, 1}), Catch::Contains("two channels"));
  CHECK_THROWS_WITH(outputShape(GlobalAveragePool{}, Shape{0, 5}), Catch::Contains("needs positions"));
  CHECK_THROWS_WITH(outputShape(Convolution{}, Shape{0, 5}), Catch::Contains("needs positions"));
  CHECK_THROWS_WITH(outputShape(Convolution{8, 10}, Shape{9, 1}), Catch::Contains("9 positions are left"));
  CHECK_THROWS_WITH(outputShape(MaxPool{4}, Shape{3, 1}), Catch::Contains("3 positions are left"));
  CHECK_THROWS_WITH(outputShape(Residual{{Convolution{4, 3}}}, Shape{12, 4}), Catch::Contains("must keep the shape"));
  const auto description = test::chainNetwork({Dense{4}, GlobalAveragePool{}});
  CHECK_THROWS_WITH(layerList(description, 12, {}, 1), Catch::Contains("the branch \"spectrum\""));
}

TEST_CASE("layers: every kind survives JSON with all its parameters") {
  std::set<std::string> kinds;
  forEachKind([&]<typename Kind>(Kind kind) {
    kinds.insert(Kind::kKind);
    // Change every parameter from its default.
    Kind::visitParameters(kind, [](const LayerParameter& about, auto& value) {
      using Value = std::remove_cvref_t<decltype(value)>;
      if constexpr (std::is_same_v<Value, bool>)
        value = !value;
      else
        value = static_cast<Value>(about.low + 0.25 * (std::min(about.high, 16.0) - about.low));
    });
    if constexpr (kHoldsLayers<Kind>) kind.layers = {LayerNorm{}, Residual{{Dense{7, 0.25}}}};
    const std::string json = toJson(test::chainNetwork({kind}));
    CHECK(json.find(Kind::kKind) != std::string::npos);
    const NetworkDescription back = descriptionFromJson(json);
    CHECK(toJson(back) == json);
    REQUIRE(back.branches.front().layers.size() == 1);
    std::visit(
        [&]<typename Read>(const Read& read) {
          CHECK(std::is_same_v<Read, Kind>);
          if constexpr (std::is_same_v<Read, Kind>) CHECK(read.text() == kind.text());
        },
        back.branches.front().layers.front().kind);
  });
  CHECK(kinds.size() == std::variant_size_v<LayerKind>);  // all names differ
}

TEST_CASE("layers: gradients with respect to the weights in training agree with finite differences of the loss") {
  for (const auto& [name, description] : test::smoothNetworks()) {
    const auto network = randomNetwork(description);
    const Batch batch = randomBatch();
    auto generator = deviceGenerator(1);
    BatchStatistics statistics;
    const torch::Tensor output = network->forwardTraining(batch, generator, &statistics);
    (output * outputWeights(output)).sum().backward();
    std::vector<torch::Tensor> gradients;
    for (const torch::Tensor& parameter : network->parameters())
      gradients.push_back(parameter.grad().cpu().reshape({-1}).contiguous());
    double scale = 0.0;
    for (const torch::Tensor& gradient : gradients)
      scale = std::max(scale, largest(gradient));
    const auto parameters = network->parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      for (std::int64_t element = 0; element < parameters[i].numel(); element += 3) {
        const auto lossAt = [&](double step) {
          torch::NoGradGuard noGrad;
          torch::Tensor change = torch::zeros({parameters[i].numel()});
          change[element] = step;
          change = toNetworkDevice(change).reshape(parameters[i].sizes());
          torch::Tensor(parameters[i]).add_(change);
          const double sum = sumOf(*network, batch, true);
          torch::Tensor(parameters[i]).sub_(change);
          return sum;
        };
        constexpr double kStep = 1e-2;
        const double difference = (lossAt(kStep) - lossAt(-kStep)) / (2.0 * kStep);
        CAPTURE(name, i, element);
        CHECK(gradients[i][element].item<double>() == Approx(difference).margin(4e-3 * scale));
      }
    }
  }
}

TEST_CASE("layers: gradients with respect to the flux of a frozen network agree with finite differences") {
  for (const auto& [name, description] : test::smoothNetworks()) {
    const auto network = randomNetwork(description);
    network->freeze();
    Batch batch = randomBatch();
    batch.flux.requires_grad_(true);
    const torch::Tensor output = network->forwardAll(batch);
    const torch::Tensor gradient =
        torch::autograd::grad({(output * outputWeights(output)).sum()}, {batch.flux})[0].cpu();
    for (std::int64_t pixel = 0; pixel < kPixels; ++pixel) {
      const auto outputAt = [&](double step) {
        torch::Tensor flux = batch.flux.detach().reshape({kStars, kPixels}).clone();
        flux[1][pixel] += step;
        return sumOf(*network, {asNetworkFlux(flux), {}}, false);
      };
      constexpr double kStep = 1e-2;
      const double difference = (outputAt(kStep) - outputAt(-kStep)) / (2.0 * kStep);
      CAPTURE(name, pixel);
      CHECK(gradient[1][0][0][pixel].item<double>() == Approx(difference).margin(4e-3 * largest(gradient)));
    }
  }
}

TEST_CASE("layers: an activation, dropout or pool does not change values that another layer still reads") {
  // Each is the first layer of a residual block, which still needs its input for the sum.
  for (const Layer& layer : std::vector<Layer>{Activation{0.0}, Dropout{0.0}}) {
    const auto network = randomNetwork(test::chainNetwork({test::padded(), Residual{{layer, test::padded()}}}));
    const Batch batch = randomBatch();
    const auto named = [&](const std::string& tensor) { return network->parameters()[tensor == "weight" ? 0 : 1]; };
    const torch::Tensor x = torch::conv2d(torch::constant_pad_nd(batch.flux, {1, 1}), named("weight"), named("bias"));
    const bool isActivation = std::holds_alternative<Activation>(layer.kind);
    const torch::Tensor inner = isActivation ? torch::relu(x) : x;
    const torch::Tensor y =
        x + torch::conv2d(torch::constant_pad_nd(inner, {1, 1}), network->parameters()[2], network->parameters()[3]);
    const torch::Tensor expected = torch::linear(y.permute({0, 2, 3, 1}).reshape({kStars, -1}),
                                                 network->parameters()[4], network->parameters()[5]);
    CHECK(torch::allclose(network->forwardAll(batch), expected, 1e-4, 1e-5));
  }
}

TEST_CASE("layers: normalisations, means and residual blocks agree with their definitions") {
  torch::manual_seed(4);
  const torch::Tensor x = torch::randn({kStars, 5});
  const auto alone = [&](const Layer& layer, const Batch& batch, bool inTraining) {
    NetworkDescription description;
    description.branches = {{"extra", {"extra"}, {}, Join::Concatenate, {layer}}};
    description.outputs = {{"output", {"extra"}}};
    HybridCnn network(description, kPixels, {5}, 5);
    auto numbers = test::generator(1);
    network.initialise(numbers);
    auto tensors = network.tensors();
    for (std::int64_t i = 0; i < 5; ++i)
      for (std::int64_t j = 0; j < 5; ++j)
        tensors.at("output.weight").values[static_cast<std::size_t>(5 * i + j)] = i == j ? 1.0F : 0.0F;
    network.setTensors(tensors, "");
    auto generator = deviceGenerator(1);
    BatchStatistics statistics;
    return (inTraining ? network.forwardTraining(batch, generator, &statistics) : network.forwardAll(batch)).cpu();
  };
  const Batch batch{randomBatch().flux, {toNetworkDevice(x)}};
  const torch::Tensor byStar = (x - x.mean(1, true)) / (x.var(1, false, true) + LayerNorm::kEpsilon).sqrt();
  CHECK(torch::allclose(alone(LayerNorm{}, batch, false), byStar, 1e-4, 1e-5));
  const torch::Tensor byElement = (x - x.mean(0, true)) / (x.var(0, false, true) + BatchNorm::kEpsilon).sqrt();
  CHECK(torch::allclose(alone(BatchNorm{}, batch, true), byElement, 1e-4, 1e-5));
  const double untouched = std::sqrt(1.0 + BatchNorm::kEpsilon);  // running mean 0, variance 1
  CHECK(torch::allclose(alone(BatchNorm{}, batch, false), x / untouched, 1e-4, 1e-5));
  CHECK(torch::allclose(alone(Residual{{}}, batch, false), x + x, 1e-5, 1e-6));
}

TEST_CASE("layers: branches are added, concatenated and read twice, and an invalid graph is refused") {
  NetworkDescription description;
  description.branches = {{"blue", {kFluxInput}, {}, Join::Concatenate, {test::padded()}},
                          {"red", {kFluxInput}, {}, Join::Concatenate, {test::padded()}},
                          {"sum", {}, {"blue", "red"}, Join::Add, {}},
                          {"all", {}, {"sum", "blue"}, Join::Concatenate, {Dense{3, 1.0}}}};
  description.outputs = {{"output", {"all"}}};
  CHECK(toJson(descriptionFromJson(toJson(description))) == toJson(description));
  const auto network = randomNetwork(description);
  CHECK(network->parameterCount() == parameterCount(description, kPixels, {}, kLabels));
  const Batch batch = randomBatch();
  const auto parameters = network->parameters();
  const auto branch = [&](std::size_t first) {
    return torch::conv2d(torch::constant_pad_nd(batch.flux, {1, 1}), parameters[first], parameters[first + 1])
        .permute({0, 2, 3, 1})
        .reshape({kStars, -1});
  };
  const torch::Tensor both = torch::cat({branch(0) + branch(2), branch(0)}, 1);
  const torch::Tensor expected =
      torch::linear(torch::linear(both, parameters[4], parameters[5]), parameters[6], parameters[7]);
  CHECK(torch::allclose(network->forwardAll(batch), expected, 1e-4, 1e-5));

  NetworkDescription wrong = description;
  wrong.branches[2].from = {"all"};
  CHECK_THROWS_WITH(descriptionFromJson(toJson(wrong)), Catch::Contains("\"sum\" takes \"all\""));
  wrong = description;
  wrong.outputs.push_back({"spectrum", {"blue"}});
  CHECK_THROWS_WITH(descriptionFromJson(toJson(wrong)), Catch::Contains("\"outputs\" has 2"));
  wrong = description;
  wrong.branches.push_back({"spare", {kFluxInput}, {}, Join::Concatenate, {}});
  CHECK_THROWS_WITH(descriptionFromJson(toJson(wrong)), Catch::Contains("\"output\" takes \"spare\""));
  wrong = description;
  wrong.branches[1].layers = {Convolution{4, 3}};
  CHECK_THROWS_WITH(layerList(wrong, 12, {}, 2), Catch::Contains("\"sum\" cannot add the shapes 10 × 4 and 12 × 4"));
}

TEST_CASE("layers: a kind or a version that this program does not know is refused by name") {
  std::string json = toJson(test::chainNetwork({LayerNorm{}}));
  json.replace(json.find("layer-norm"), 10, "attention");
  CHECK_THROWS_WITH(descriptionFromJson(json), Catch::Contains("\"attention\", which this program does not know"));
  json = toJson(test::chainNetwork({}));
  json.replace(json.find("\"version\": 2"), 12, "\"version\": 3");
  CHECK_THROWS_WITH(descriptionFromJson(json), Catch::Contains("written by a newer Maury"));
}

TEST_CASE("layers: running statistics weight the parts of a batch by their sizes") {
  NetworkDescription description = test::chainNetwork({test::padded(), BatchNorm{0.75}});
  auto network = std::make_unique<HybridCnn>(description, kPixels, std::vector<std::size_t>{}, kLabels);
  auto numbers = test::generator(2);
  network->initialise(numbers);
  const Batch batch = randomBatch(9);
  const torch::Tensor x =
      torch::conv2d(torch::constant_pad_nd(batch.flux, {1, 1}), network->parameters()[0], network->parameters()[1])
          .detach();
  std::vector<BatchStatistics> parts(2);
  const auto other = network->cloneSharingWeights();
  auto generator = deviceGenerator(1);
  network->forwardTraining({batch.flux.narrow(0, 0, 6), {}}, generator, &parts[0]);
  other->forwardTraining({batch.flux.narrow(0, 6, 3), {}}, generator, &parts[1]);
  network->updateStatistics(parts);
  const auto moments = [&](std::int64_t channel, bool variance) {
    const torch::Tensor one = x.narrow(0, 0, 6).select(1, channel), two = x.narrow(0, 6, 3).select(1, channel);
    return variance ? (one.var(false) * 2 + two.var(false)).item<double>() / 3
                    : (one.mean() * 2 + two.mean()).item<double>() / 3;
  };
  const auto tensors = network->tensors();
  for (std::size_t channel = 0; channel < 4; ++channel) {
    const auto number = static_cast<std::int64_t>(channel);
    CHECK(tensors.at("spectrum.batchnorm0.mean").values[channel] == Approx(0.25 * moments(number, false)).margin(1e-6));
    CHECK(tensors.at("spectrum.batchnorm0.variance").values[channel] ==
          Approx(0.75 + 0.25 * moments(number, true)).epsilon(1e-4));
  }
  // The network that shares the weights has the same statistics; an independent copy keeps its own.
  CHECK(torch::equal(network->forwardAll(batch), other->forwardAll(batch)));
  const auto copy = network->clone();
  network->updateStatistics(parts);
  CHECK_FALSE(torch::equal(network->forwardAll(batch), copy->forwardAll(batch)));
  CHECK(torch::equal(network->forwardAll(batch), other->forwardAll(batch)));
}

TEST_CASE("layers: a model file keeps every kind's weights and running statistics") {
  const test::TemporaryFolder folder;
  ModelInfo info = test::smallInfo();
  info.network = test::layeredNetwork();
  info.inputs.clear();
  info.members = 1;
  auto member = emptyNetwork(info);
  auto numbers = test::generator(3);
  member->initialise(numbers);
  const survey::Dataset data = test::smallSurvey();
  const Batch batch = BatchMaker(info).make(data, 0, 10);
  auto generator = deviceGenerator(1);
  std::vector<BatchStatistics> statistics(1);
  for (int step = 0; step < 3; ++step) {
    member->forwardTraining(batch, generator, &statistics.front());
    member->updateStatistics(statistics);
  }
  member->freeze();
  const torch::Tensor before = member->forwardAll(batch);
  Model(info, {member->tensors()}).save(folder / "layered.safetensors");
  const Model read = Model::load(folder / "layered.safetensors");
  CHECK(torch::equal(networksOf(read).front()->forwardAll(batch), before));
  CHECK(toJson(read.info().network) == toJson(info.network));
}
