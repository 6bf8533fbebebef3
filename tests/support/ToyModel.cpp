// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ToyModel.h"

#include <memory>
#include <string>
#include <utility>

#include "base/Random.h"
#include "network/description/HybridLayout.h"
#include "network/model/Ensemble.torch.h"

namespace maury::test {
namespace {

std::shared_ptr<network::Model::Weights> emptyWeights(const survey::Dataset& survey,
                                                      network::NetworkDescription network) {
  auto weights = std::make_shared<network::Model::Weights>();
  network::ModelInfo& info = weights->info;
  info.network = std::move(network);
  info.grid = survey.grid;
  info.fluxOffset.assign(survey.pixelCount(), 0.0F);
  info.trainedOn = survey.provenance;
  info.trainingStars = 1000;
  info.program = "test";
  return weights;
}

std::unique_ptr<network::HybridCnn> makeNetwork(const network::ModelInfo& info) {
  return network::emptyNetwork(info);
}

void addRandomMembers(network::Model::Weights& weights, int members) {
  weights.info.members = members;
  for (int member = 0; member < members; ++member) {
    auto network = makeNetwork(weights.info);
    auto generator = torch::make_generator<torch::CPUGeneratorImpl>(static_cast<std::uint64_t>(100 + member));
    network->initialise(generator);
    network->freeze();
    weights.members.push_back(std::move(network));
  }
}

network::ModelInput toyInput(const std::string& name, const std::string& unit, std::size_t width, float low,
                             float high) {
  network::ModelInput input{name, unit, width, {}, {}, {}, {}, {}};
  for (std::size_t e = 0; e < width; ++e) {
    input.offset.push_back(0.5F * (low + high));
    input.scale.push_back(0.5F + 0.25F * static_cast<float>(e));
    input.fill.push_back(0.0F);
    input.minimum.push_back(low);
    input.maximum.push_back(high);
  }
  return input;
}

}  // namespace

survey::Dataset toySurvey(std::size_t stars, std::size_t pixels, std::uint64_t seed) {
  survey::Dataset survey;
  survey.provenance.origin = "toy";
  survey.provenance.preprocessing = {"continuum method=running-mean pixels=5"};
  survey.grid = spectra::WavelengthGrid::linear(850.0, 0.1, pixels);
  survey.inputs = {{"g", "mag", 1, {}}, {"bp", "", 3, {}}};
  survey.labels = {{"teff", "K", {}, {}}, {"alpham", "dex", {}, {}}};
  std::vector<double> snr;
  std::vector<std::string> field;
  Random random(seed);
  for (std::size_t i = 0; i < stars; ++i) {
    survey.ids.push_back("toy" + std::to_string(i));
    for (std::size_t p = 0; p < pixels; ++p) {
      survey.flux.push_back(static_cast<float>(1.0 + 0.1 * random.gaussian()));
      survey.fluxError.push_back(0.01F);
    }
    survey.inputs[0].values.push_back(static_cast<float>(random.uniform(11.0, 13.0)));
    for (int e = 0; e < 3; ++e)
      survey.inputs[1].values.push_back(static_cast<float>(random.gaussian()));
    survey.labels[0].values.push_back(static_cast<float>(random.uniform(4000.0, 6000.0)));
    survey.labels[0].errors.push_back(50.0F);
    survey.labels[1].values.push_back(static_cast<float>(random.uniform(-0.1, 0.3)));
    snr.push_back(random.uniform(15.0, 100.0));
    field.push_back(i % 2 == 0 ? "north" : "south");
  }
  survey.columns = {{"snr", "", std::move(snr)}, {"field", "", std::move(field)}};
  return survey;
}

network::Model toyModel(const survey::Dataset& survey, int members, std::vector<spectra::WavelengthRange> masks,
                        double dropout) {
  network::HybridLayout layout;
  layout.convolutions = {{4, 5}, {3, 3, 2}};
  layout.spectrumDense = {{8}};
  layout.auxiliary = {{"photometry", {"g"}, {{4}}}, {"xp", {"bp"}, {{4}}}};
  layout.joinedDense = {{6, dropout}};
  auto weights = emptyWeights(survey, network::describe(layout));
  network::ModelInfo& info = weights->info;
  info.labels = {{"teff", "K", 3500.0, 6500.0}, {"alpham", "dex", -0.2, 0.4}};
  info.inputs = {toyInput("g", "mag", 1, 10.0F, 14.0F), toyInput("bp", "", 3, -10.0F, 10.0F)};
  info.masks = std::move(masks);
  info.fluxOffset.assign(survey.pixelCount(), 1.0F);
  info.fluxScale = 0.1F;
  addRandomMembers(*weights, members);
  return network::Model(std::move(weights));
}

network::Model layeredModel(const survey::Dataset& survey, int members) {
  using namespace network;
  const Convolution convolution{.filters = 4, .kernel = 3, .padded = true};
  const Convolution linear{.filters = 4, .kernel = 3, .padded = true, .slope = 1.0};
  NetworkDescription description;
  description.branches = {{"spectrum",
                           {kFluxInput},
                           {},
                           Join::Concatenate,
                           {linear, BatchNorm{}, Activation{}, MaxPool{2}, Residual{{convolution, LayerNorm{}, linear}},
                            Activation{}, GlobalAveragePool{}}},
                          {"xp", {"bp"}, {}, Join::Concatenate, {Dense{4}, BatchNorm{}}},
                          {"joined", {}, {"spectrum", "xp"}, Join::Concatenate, {Dense{6}}}};
  description.outputs = {{"output", {"joined"}}};
  auto weights = emptyWeights(survey, description);
  ModelInfo& info = weights->info;
  info.labels = {{"teff", "K", 3500.0, 6500.0}, {"alpham", "dex", -0.2, 0.4}};
  info.inputs = {toyInput("bp", "", 3, -10.0F, 10.0F)};
  info.fluxOffset.assign(survey.pixelCount(), 1.0F);
  info.fluxScale = 0.1F;
  addRandomMembers(*weights, members);
  return Model(std::move(weights));
}

network::Model onePixelModel(const survey::Dataset& survey, std::size_t pixel, double slopeK) {
  network::HybridLayout layout;
  layout.convolutions = {{1, 1}};
  layout.spectrumDense = {{1}};
  auto weights = emptyWeights(survey, network::describe(layout));
  weights->info.labels = {{"teff", "K", 3000.0, 4000.0}};
  weights->info.members = 1;
  auto network = makeNetwork(weights->info);
  auto tensors = network->tensors();  // all zero so far
  tensors.at("spectrum.conv0.weight").values[0] = 1.0F;
  tensors.at("spectrum.dense0.weight").values[pixel] = 1.0F;
  tensors.at("output.weight").values[0] = static_cast<float>(slopeK / 1000.0);  // outputs 0 … 1 stand for 1000 K
  network->setTensors(tensors, "");
  network->freeze();
  weights->members.push_back(std::move(network));
  return network::Model(std::move(weights));
}

network::Model untrainedModel(const survey::Dataset& survey, const network::NetworkDescription& description,
                              int members) {
  auto weights = emptyWeights(survey, description);
  network::ModelInfo& info = weights->info;
  for (const survey::Label& label : survey.labels)
    info.labels.push_back({label.name, label.unit, 0.0, 1.0});
  for (const network::AuxiliaryInputs& branch : info.network.auxiliary()) {
    for (const std::string& name : branch.inputs) {
      const survey::AuxiliaryInput* input = survey.findInput(name);
      if (input == nullptr) throw Error(ErrorKind::Mismatch, "The survey lacks the input '" + name + "'.");
      const std::vector<float> zeros(input->width, 0.0F), ones(input->width, 1.0F);
      info.inputs.push_back({name, input->unit, input->width, zeros, ones, zeros, zeros, ones});
    }
  }
  addRandomMembers(*weights, members);
  return network::Model(std::move(weights));
}

}  // namespace maury::test
