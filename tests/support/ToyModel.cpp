// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ToyModel.h"

#include <cmath>
#include <string>
#include <utility>

#include "base/Error.h"
#include "base/Random.h"
#include "network/description/HybridLayout.h"
#include "network/model/WeightShapes.h"

namespace maury::test {
namespace {

network::ModelInfo emptyInfo(const survey::Dataset& survey, network::NetworkDescription network) {
  network::ModelInfo info;
  info.network = std::move(network);
  info.grid = survey.grid;
  info.fluxOffset.assign(survey.pixelCount(), 0.0F);
  info.trainedOn = survey.provenance;
  info.trainingStars = 1000;
  info.program = "test";
  return info;
}

/// Returns initial weights with the distributions that HybridCnn::initialise() uses for training, drawn from `random`.
network::MemberWeights startWeights(const network::ModelInfo& info, Random& random) {
  network::MemberWeights weights;
  for (const network::WeightShape& each : network::weightShapes(info)) {
    const std::vector<std::int64_t>& shape = each.shape;
    std::vector<float> values(each.size(), each.start == network::Start::Ones ? 1.0F : 0.0F);
    if (each.start == network::Start::GlorotUniform) {
      const std::int64_t receptive = shape.size() == 4 ? shape[3] : 1;
      const double limit = std::sqrt(6.0 / static_cast<double>((shape[0] + shape[1]) * receptive));
      for (float& value : values)
        value = static_cast<float>(random.uniform(-limit, limit));
    }
    weights[each.name] = {shape, std::move(values)};
  }
  return weights;
}

network::Model randomModel(network::ModelInfo info, int members) {
  info.members = members;
  std::vector<network::MemberWeights> all;
  for (int member = 0; member < members; ++member) {
    Random random(static_cast<std::uint64_t>(100 + member));
    all.push_back(startWeights(info, random));
  }
  return {std::move(info), std::move(all)};
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
  network::ModelInfo info = emptyInfo(survey, network::describe(layout));
  info.labels = {{"teff", "K", 3500.0, 6500.0}, {"alpham", "dex", -0.2, 0.4}};
  info.inputs = {toyInput("g", "mag", 1, 10.0F, 14.0F), toyInput("bp", "", 3, -10.0F, 10.0F)};
  info.masks = std::move(masks);
  info.fluxOffset.assign(survey.pixelCount(), 1.0F);
  info.fluxScale = 0.1F;
  return randomModel(std::move(info), members);
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
  ModelInfo info = emptyInfo(survey, description);
  info.labels = {{"teff", "K", 3500.0, 6500.0}, {"alpham", "dex", -0.2, 0.4}};
  info.inputs = {toyInput("bp", "", 3, -10.0F, 10.0F)};
  info.fluxOffset.assign(survey.pixelCount(), 1.0F);
  info.fluxScale = 0.1F;
  return randomModel(std::move(info), members);
}

network::Model onePixelModel(const survey::Dataset& survey, std::size_t pixel, double slopeK) {
  network::HybridLayout layout;
  layout.convolutions = {{1, 1}};
  layout.spectrumDense = {{1}};
  network::ModelInfo info = emptyInfo(survey, network::describe(layout));
  info.labels = {{"teff", "K", 3000.0, 4000.0}};
  info.members = 1;
  network::MemberWeights weights;
  for (const network::WeightShape& each : network::weightShapes(info))
    weights[each.name] = {each.shape, std::vector<float>(each.size(), 0.0F)};
  weights.at("spectrum.conv0.weight").values[0] = 1.0F;
  weights.at("spectrum.dense0.weight").values[pixel] = 1.0F;
  weights.at("output.weight").values[0] = static_cast<float>(slopeK / 1000.0);  // outputs 0 … 1 stand for 1000 K
  return {std::move(info), {std::move(weights)}};
}

network::Model untrainedModel(const survey::Dataset& survey, const network::NetworkDescription& description,
                              int members) {
  network::ModelInfo info = emptyInfo(survey, description);
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
  return randomModel(std::move(info), members);
}

}  // namespace maury::test
