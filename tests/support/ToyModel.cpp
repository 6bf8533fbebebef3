// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ToyModel.h"

#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include "base/Error.h"
#include "base/Random.h"
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

/// All zero.
network::MemberWeights zeroWeights(const network::ModelInfo& info) {
  network::MemberWeights weights;
  for (const auto& [name, shape] : network::weightShapes(info)) {
    const auto count = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    weights[name] = {shape, std::vector<float>(static_cast<std::size_t>(count), 0.0F)};
  }
  return weights;
}

/// Kernels as HybridCnn::initialise() draws them, Glorot-uniform, and no biases.
network::Model randomModel(network::ModelInfo info, int members) {
  info.members = members;
  std::vector<network::MemberWeights> all;
  for (int member = 0; member < members; ++member) {
    Random random(static_cast<std::uint64_t>(100 + member));
    network::MemberWeights& weights = all.emplace_back(zeroWeights(info));
    for (auto& [name, tensor] : weights) {
      if (tensor.shape.size() == 1) continue;
      const std::int64_t receptive = tensor.shape.size() == 4 ? tensor.shape[3] : 1;
      const double limit = std::sqrt(6.0 / static_cast<double>((tensor.shape[0] + tensor.shape[1]) * receptive));
      for (float& value : tensor.values)
        value = static_cast<float>(random.uniform(-limit, limit));
    }
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
  network::NetworkDescription description;
  description.convolutions = {{4, 5, 1, 0.0}, {3, 3, 2, 0.0}};
  description.spectrumDense = {{8, 0.0}};
  description.auxiliary = {{"photometry", {"g"}, {{4, 0.0}}}, {"xp", {"bp"}, {{4, 0.0}}}};
  description.joinedDense = {{6, dropout}};
  network::ModelInfo info = emptyInfo(survey, description);
  info.labels = {{"teff", "K", 3500.0, 6500.0}, {"alpham", "dex", -0.2, 0.4}};
  info.inputs = {toyInput("g", "mag", 1, 10.0F, 14.0F), toyInput("bp", "", 3, -10.0F, 10.0F)};
  info.masks = std::move(masks);
  info.fluxOffset.assign(survey.pixelCount(), 1.0F);
  info.fluxScale = 0.1F;
  return randomModel(std::move(info), members);
}

network::Model onePixelModel(const survey::Dataset& survey, std::size_t pixel, double slopeK) {
  network::NetworkDescription description;
  description.convolutions = {{1, 1, 1, 0.0}};
  description.spectrumDense = {{1, 0.0}};
  network::ModelInfo info = emptyInfo(survey, description);
  info.labels = {{"teff", "K", 3000.0, 4000.0}};
  info.members = 1;
  network::MemberWeights weights = zeroWeights(info);
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
  for (const network::AuxiliaryBranch& branch : info.network.auxiliary) {
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
