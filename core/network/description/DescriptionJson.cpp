// SPDX-License-Identifier: GPL-3.0-or-later
// NetworkDescription as JSON, with every value checked on the way in.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/Error.h"
#include "network/description/NetworkDescription.h"

namespace maury::network {

namespace {

using nlohmann::json;
/// Keys in the order in which a reader wants them.
using OrderedJson = nlohmann::ordered_json;

/// Beyond this no network is meant and sizes could overflow.
constexpr int kLargestLayer = 1 << 16;

[[noreturn]] void fail(const std::string& key, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("network description: \"{}\" {}", key, reason));
}

const json& member(const json& object, const std::string& key) {
  if (!object.is_object() || !object.contains(key)) fail(key, "is missing");
  return object.at(key);
}

int wholeNumber(const json& object, const std::string& key, int low) {
  const json& value = member(object, key);
  if (!value.is_number_integer()) fail(key, "is not a whole number");
  const auto number = value.get<std::int64_t>();
  if (number < low || number > kLargestLayer)
    fail(key, fmt::format("is {}, not within {}…{}", number, low, kLargestLayer));
  return static_cast<int>(number);
}

double realNumber(const json& object, const std::string& key, double low, double below) {
  const json& value = member(object, key);
  if (!value.is_number()) fail(key, "is not a number");
  const auto number = value.get<double>();
  if (!(number >= low && number < below)) fail(key, fmt::format("is {}, not within [{}, {})", number, low, below));
  return number;
}

/// False where a description does not say: older ones do not know the key.
bool yesOrNo(const json& object, const std::string& key) {
  if (!object.contains(key)) return false;
  const json& value = object.at(key);
  if (!value.is_boolean()) fail(key, "is neither true nor false");
  return value.get<bool>();
}

std::string text(const json& object, const std::string& key) {
  const json& value = member(object, key);
  if (!value.is_string()) fail(key, "is not text");
  return value.get<std::string>();
}

const json& list(const json& object, const std::string& key) {
  const json& value = member(object, key);
  if (!value.is_array()) fail(key, "is not a list");
  return value;
}

OrderedJson denseJson(const std::vector<DenseLayer>& layers) {
  OrderedJson result = OrderedJson::array();
  for (const DenseLayer& layer : layers)
    result.push_back({{"units", layer.units}, {"dropout", layer.dropout}});
  return result;
}

std::vector<DenseLayer> denseLayers(const json& object, const std::string& key) {
  std::vector<DenseLayer> layers;
  for (const json& item : list(object, key)) {
    layers.push_back({wholeNumber(item, "units", 1), realNumber(item, "dropout", 0.0, 1.0)});
  }
  return layers;
}

std::vector<ConvolutionLayer> convolutionLayers(const json& object) {
  std::vector<ConvolutionLayer> layers;
  for (const json& item : list(object, "convolutions")) {
    layers.push_back({wholeNumber(item, "filters", 1), wholeNumber(item, "kernel", 1), wholeNumber(item, "pool", 1),
                      realNumber(item, "l2", 0.0, 1e6), yesOrNo(item, "padded")});
  }
  return layers;
}

std::vector<AuxiliaryBranch> auxiliaryBranches(const json& object) {
  std::vector<AuxiliaryBranch> branches;
  for (const json& item : list(object, "auxiliary")) {
    AuxiliaryBranch branch;
    branch.name = text(item, "name");
    for (const json& input : list(item, "inputs")) {
      if (!input.is_string()) fail("inputs", "holds something that is not text");
      branch.inputs.push_back(input.get<std::string>());
    }
    branch.layers = denseLayers(item, "layers");
    for (const AuxiliaryBranch& earlier : branches) {
      if (earlier.name == branch.name) fail("auxiliary", fmt::format("has two branches called \"{}\"", branch.name));
    }
    if (branch.name.empty() || branch.name == "spectrum" || branch.name == "joined" || branch.name == "output") {
      fail("name", fmt::format("cannot be \"{}\" for an auxiliary branch", branch.name));
    }
    branches.push_back(std::move(branch));
  }
  return branches;
}

/// None where a description does not say.
std::vector<LabelWindows> labelWindows(const json& object) {
  std::vector<LabelWindows> windows;
  if (!object.contains("windows")) return windows;
  for (const json& item : list(object, "windows")) {
    LabelWindows label{text(item, "label"), {}};
    for (const json& range : list(item, "rangesNm")) {
      const bool pair = range.is_array() && range.size() == 2 && range[0].is_number() && range[1].is_number();
      if (!pair || !(range[0].get<double>() <= range[1].get<double>()))
        fail("rangesNm", "holds something that is not two wavelengths (nm), the lower first");
      label.rangesNm.push_back({range[0].get<double>(), range[1].get<double>()});
    }
    for (const LabelWindows& earlier : windows)
      if (earlier.label == label.label) fail("windows", fmt::format("names \"{}\" twice", label.label));
    windows.push_back(std::move(label));
  }
  return windows;
}

}  // namespace

std::string toJson(const NetworkDescription& description) {
  OrderedJson convolutions = OrderedJson::array();
  for (const ConvolutionLayer& layer : description.convolutions) {
    convolutions.push_back({{"filters", layer.filters},
                            {"kernel", layer.kernel},
                            {"pool", layer.pool},
                            {"l2", layer.l2},
                            {"padded", layer.padded}});
  }
  OrderedJson auxiliary = OrderedJson::array();
  for (const AuxiliaryBranch& branch : description.auxiliary) {
    auxiliary.push_back({{"name", branch.name}, {"inputs", branch.inputs}, {"layers", denseJson(branch.layers)}});
  }
  OrderedJson windows = OrderedJson::array();
  for (const LabelWindows& label : description.windows) {
    OrderedJson ranges = OrderedJson::array();
    for (const spectra::WavelengthRange& range : label.rangesNm)
      ranges.push_back({range.lowNm, range.highNm});
    windows.push_back({{"label", label.label}, {"rangesNm", ranges}});
  }
  OrderedJson result = {
      {"preset", description.preset},
      {"convolutions", convolutions},
      {"convolutionDropout", description.convolutionDropout},
      {"spectrumDense", denseJson(description.spectrumDense)},
      {"auxiliary", auxiliary},
      {"joinedDense", denseJson(description.joinedDense)},
      {"leakySlope", description.leakySlope},
      {"predictsVariance", description.predictsVariance},
      {"scaling", description.scaling == InputScaling::Standardised ? "standardised" : "as delivered"}};
  if (!windows.empty()) result["windows"] = windows;
  return result.dump(2);
}

NetworkDescription descriptionFromJson(const std::string& source) {
  json root;
  try {
    root = json::parse(source);
  } catch (const json::parse_error& error) {
    const std::string before = source.substr(0, std::max<std::size_t>(error.byte, 1) - 1);
    throw Error(ErrorKind::Format,
                fmt::format("network description: not JSON at line {}, column {}",
                            1 + std::count(before.begin(), before.end(), '\n'), before.size() - before.rfind('\n')));
  }
  NetworkDescription description;
  description.preset = text(root, "preset");
  description.convolutions = convolutionLayers(root);
  description.convolutionDropout = realNumber(root, "convolutionDropout", 0.0, 1.0);
  description.spectrumDense = denseLayers(root, "spectrumDense");
  description.auxiliary = auxiliaryBranches(root);
  description.joinedDense = denseLayers(root, "joinedDense");
  description.leakySlope = realNumber(root, "leakySlope", 0.0, 1.0);
  description.predictsVariance = yesOrNo(root, "predictsVariance");
  const std::string scaling = text(root, "scaling");
  if (scaling == "standardised") {
    description.scaling = InputScaling::Standardised;
  } else if (scaling == "as delivered") {
    description.scaling = InputScaling::AsDelivered;
  } else {
    fail("scaling", fmt::format("is \"{}\", neither \"standardised\" nor \"as delivered\"", scaling));
  }
  description.windows = labelWindows(root);
  return description;
}

}  // namespace maury::network
