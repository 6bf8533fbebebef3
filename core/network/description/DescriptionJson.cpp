// SPDX-License-Identifier: GPL-3.0-or-later
// Conversion of NetworkDescription to and from JSON. Every value is checked when it is read.
#include "network/description/DescriptionJson.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/Error.h"
#include "io/FormatVersion.h"
#include "network/description/DescriptionFields.h"
#include "network/description/DescriptionVersion1.h"

namespace maury::network {

namespace {

constexpr int kFormatVersion = 2;
/// Maximum depth of residual blocks within residual blocks.
constexpr int kMaxNesting = 8;

constexpr std::array<const char*, 2> kJoins{"concatenate", "add"};  // in the order of the enum Join

OrderedJson layersJson(const std::vector<Layer>& layers) {
  OrderedJson result = OrderedJson::array();
  for (const Layer& layer : layers) {
    OrderedJson item{{"kind", kindName(layer)}};
    std::visit(
        [&]<typename Kind>(const Kind& kind) {
          Kind::visitParameters(
              kind, [&](const LayerParameter& parameter, const auto& value) { item[parameter.key] = value; });
          if constexpr (kHoldsLayers<Kind>) item["layers"] = layersJson(kind.layers);
        },
        layer.kind);
    result.push_back(std::move(item));
  }
  return result;
}

/// Reads one parameter of a layer and checks it against its limits.
struct ParameterReader {
  const json& object;

  void operator()(const LayerParameter& parameter, int& value) const {
    value = intField(object, parameter.key, parameter.low, parameter.high);
  }
  void operator()(const LayerParameter& parameter, double& value) const {
    value = realField(object, parameter.key, parameter.low, parameter.high, parameter.highAllowed);
  }
  void operator()(const LayerParameter& parameter, bool& value) const { value = boolField(object, parameter.key); }
};

std::vector<Layer> layersFrom(const json& object, int depth);

Layer layerFrom(const json& item, int depth) {
  const std::string name = textField(item, "kind");
  std::optional<Layer> result;
  std::string known;
  forEachKind([&]<typename Kind>(Kind kind) {
    known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", Kind::kKind);
    if (name != Kind::kKind) return;
    std::vector<std::string_view> keys{"kind"};
    if constexpr (kHoldsLayers<Kind>) keys.push_back("layers");
    Kind::visitParameters(kind, [&](const LayerParameter& parameter, const auto&) { keys.push_back(parameter.key); });
    io::requireKnownKeys(item, fmt::format("a layer of the kind \"{}\"", Kind::kKind), keys);
    Kind::visitParameters(kind, ParameterReader{item});
    if constexpr (kHoldsLayers<Kind>) kind.layers = layersFrom(item, depth + 1);
    result = std::move(kind);
  });
  if (!result)
    io::failJsonField("kind",
                      fmt::format("is {}, which this program does not know; it knows {}", io::quoteShort(name), known));
  return *result;
}

std::vector<Layer> layersFrom(const json& object, int depth) {
  if (depth > kMaxNesting) io::failJsonField("layers", fmt::format("nests blocks more than {} deep", kMaxNesting));
  std::vector<Layer> layers;
  for (const json& item : listField(object, "layers"))
    layers.push_back(layerFrom(item, depth));
  return layers;
}

OrderedJson branchJson(const Branch& branch) {
  OrderedJson result{{"name", branch.name}};
  if (!branch.inputs.empty()) result["inputs"] = branch.inputs;
  if (!branch.from.empty()) result["from"] = branch.from;
  if (branch.join != Join::Concatenate) result["join"] = kJoins[static_cast<std::size_t>(branch.join)];
  result["layers"] = layersJson(branch.layers);
  return result;
}

Join joinFrom(const json& item) {
  if (!item.contains("join")) return Join::Concatenate;
  const std::string word = textField(item, "join");
  const auto found = std::find(kJoins.begin(), kJoins.end(), word);
  if (found == kJoins.end())
    io::failJsonField("join",
                      fmt::format("is {}, but must be \"{}\" or \"{}\"", io::quoteShort(word), kJoins[0], kJoins[1]));
  return static_cast<Join>(found - kJoins.begin());
}

Branch branchFrom(const json& item) {
  io::requireKnownKeys(item, "a branch", {"name", "inputs", "from", "join", "layers"});
  Branch branch;
  branch.name = textField(item, "name");
  if (item.contains("inputs")) branch.inputs = textListField(item, "inputs");
  if (item.contains("from")) branch.from = textListField(item, "from");
  branch.join = joinFrom(item);
  branch.layers = layersFrom(item, 0);
  return branch;
}

/// Returns the format version; 1 if the key is missing, because Maury 0.1 did not write it.
int readVersion(const json& root) {
  if (!root.is_object() || !root.contains("version")) return 1;
  return io::requireReadableVersion(io::jsonWhole(root.at("version"), "version"), kFormatVersion);
}

NetworkDescription descriptionFrom(const json& root) {
  if (readVersion(root) == 1) return descriptionFromVersion1(root);
  io::requireKnownKeys(root, "the network",
                       {"version", "preset", "branches", "outputs", "predictsVariance", "scaling", "windows"});
  NetworkDescription description;
  description.preset = textField(root, "preset");
  description.branches.clear();
  description.outputs.clear();
  for (const json& item : listField(root, "branches"))
    description.branches.push_back(branchFrom(item));
  for (const json& item : listField(root, "outputs")) {
    io::requireKnownKeys(item, "an output", {"name", "from"});
    description.outputs.push_back({textField(item, "name"), textListField(item, "from")});
  }
  description.predictsVariance = boolField(root, "predictsVariance");
  description.scaling = scalingField(root);
  description.windows = windowsField(root);
  return description;
}

}  // namespace

std::string toJson(const NetworkDescription& description) {
  OrderedJson branches = OrderedJson::array(), outputs = OrderedJson::array();
  for (const Branch& branch : description.branches)
    branches.push_back(branchJson(branch));
  for (const Output& output : description.outputs)
    outputs.push_back({{"name", output.name}, {"from", output.from}});
  OrderedJson result = {{"version", kFormatVersion},
                        {"preset", description.preset},
                        {"branches", branches},
                        {"outputs", outputs},
                        {"predictsVariance", description.predictsVariance},
                        {"scaling", scalingText(description.scaling)}};
  if (!description.windows.empty()) result["windows"] = windowsJson(description.windows);
  return result.dump(2);
}

NetworkDescription descriptionFromJson(const std::string& source) {
  NetworkDescription description;
  try {
    description = descriptionFrom(*io::parseJson(source));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("network description: {}", error.what()));
  }
  requireGraph(description);
  return description;
}

}  // namespace maury::network
