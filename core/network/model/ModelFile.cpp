// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes the model file, which is in the safetensors format. Its tensors are "memberM.LAYER.weight|bias" (for
// batch normalisation also mean and variance), "flux.offset" and "input.NAME.offset|scale|fill|minimum|maximum". The
// metadata entry "maury" is JSON with all other members of ModelInfo; io/Safetensors.h adds a digest of the contents.
// Nothing in the file is executed.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/Error.h"
#include "io/FormatVersion.h"
#include "io/Json.h"
#include "io/Safetensors.h"
#include "network/description/DescriptionJson.h"
#include "network/model/Model.h"
#include "network/model/WeightShapes.h"

namespace maury::network {

namespace {

using nlohmann::json;
using TensorMap = std::map<std::string, io::Tensor>;

constexpr int kFormatVersion = 2;
constexpr int kMaxMembers = 1000;

io::Tensor vectorTensor(const std::vector<float>& values) {
  return {{static_cast<std::int64_t>(values.size())}, values};
}

json rangesJson(const std::vector<spectra::WavelengthRange>& ranges) {
  json result = json::array();
  for (const auto& range : ranges)
    result.push_back({range.lowNm, range.highNm});
  return result;
}

json uncertaintyJson(const std::vector<LabelUncertainty>& labels) {
  json result = json::array();
  for (const LabelUncertainty& each : labels) {  // a NaN becomes null
    result.push_back(
        {{"floor", each.floor}, {"factor", each.factor}, {"noise", each.noise}, {"typicalSnr", each.typicalSnr}});
  }
  return result;
}

json infoJson(const ModelInfo& info) {
  json labels = json::array();
  for (const ModelLabel& label : info.labels) {
    labels.push_back(
        {{"name", label.name}, {"unit", label.unit}, {"minimum", label.minimum}, {"maximum", label.maximum}});
  }
  json inputs = json::array();
  for (const ModelInput& input : info.inputs) {
    inputs.push_back({{"name", input.name}, {"unit", input.unit}, {"width", input.width}});
  }
  return {{"version", kFormatVersion},
          {"network", std::move(*io::parseJson(toJson(info.network)))},
          {"labels", labels},
          {"uncertainty", uncertaintyJson(info.uncertainty)},
          {"dropoutUncertainty", uncertaintyJson(info.dropoutUncertainty)},
          {"inputs", inputs},
          {"gridVacuumNm", info.grid.nm()},
          {"masksNm", rangesJson(info.masks)},
          {"fluxScale", info.fluxScale},
          {"fluxFill", info.fluxFill},
          {"fluxRange",
           {{"low", info.fluxRange.low},
            {"high", info.fluxRange.high},
            {"level", info.fluxRange.level},
            {"levelsEach", info.fluxRange.levelsEach}}},
          {"trainedOn",
           {{"origin", info.trainedOn.origin},
            {"isMock", info.trainedOn.isMock},
            {"preprocessing", info.trainedOn.preprocessing},
            {"notes", info.trainedOn.notes}}},
          {"split",
           {{"validationFraction", info.split.validationFraction},
            {"testFraction", info.split.testFraction},
            {"seed", info.split.seed},
            {"byColumn", info.split.byColumn}}},
          {"trainingStars", info.trainingStars},
          {"members", info.members},
          {"program", info.program},
          {"command", info.command},
          {"history", info.history}};
}

void require(bool condition, const std::string& reason) {
  if (!condition) throw Error(ErrorKind::Format, reason);
}

std::vector<float> vectorFrom(const TensorMap& tensors, const std::string& name, std::size_t size) {
  const auto found = tensors.find(name);
  require(found != tensors.end(), fmt::format("tensor '{}' is missing", io::shorten(name)));
  require(found->second.values.size() == size, fmt::format("tensor {} has {} values, but needs {}",
                                                           io::quoteShort(name), found->second.values.size(), size));
  for (const float value : found->second.values) {
    require(std::isfinite(value), fmt::format("tensor '{}' contains a value that is not finite", io::shorten(name)));
  }
  return found->second.values;
}

// Return the value of a key. Throw Error(Format) naming the key if it is missing or has another type.
std::string textOf(const json& object, std::string_view key) {
  return io::jsonText(io::jsonField(object, key), key);
}
double realOf(const json& object, std::string_view key) {
  return io::jsonReal(io::jsonField(object, key), key);
}
bool flagOf(const json& object, std::string_view key) {
  return io::jsonFlag(io::jsonField(object, key), key);
}
const json& listOf(const json& object, std::string_view key) {
  return io::jsonList(io::jsonField(object, key), key);
}

void readLabels(const json& root, ModelInfo& info) {
  for (const json& item : listOf(root, "labels")) {
    ModelLabel label{textOf(item, "name"), textOf(item, "unit"), realOf(item, "minimum"), realOf(item, "maximum")};
    require(label.maximum > label.minimum, fmt::format("label '{}' has the invalid range {}…{}",
                                                       io::shorten(label.name), label.minimum, label.maximum));
    info.labels.push_back(std::move(label));
  }
  require(!info.labels.empty(), "it has no labels");
}

/// Converts the metadata of version 1 (Maury 0.1) to version 2 by adding the keys that early files lack. Leaves the
/// network's description, which has its own version number.
void migrateFromVersion1(json& root) {
  if (!root.is_object()) io::failJsonField("version", "is missing");
  for (const char* key : {"uncertainty", "dropoutUncertainty"}) {
    json& labels = root[key];
    if (labels.is_null()) labels = json::array();
    if (!labels.is_array()) io::failJsonField(key, "is not a list");
    for (json& label : labels) {
      if (label.is_object() && !label.contains("noise")) {
        label["noise"] = 0.0;
        label["typicalSnr"] = 1.0;
      }
    }
  }
  for (const char* key : {"trainedOn", "split"})
    if (!io::jsonField(root, key).is_object()) io::failJsonField(key, "is not an object");
  if (!root.at("trainedOn").contains("notes")) root["trainedOn"]["notes"] = json::array();
  if (!root.at("split").contains("byColumn")) root["split"]["byColumn"] = false;
}

std::vector<LabelUncertainty> readUncertainty(const json& root, const char* key, std::size_t labels) {
  const auto number = [](const json& item, const char* part) {
    const json& value = io::jsonField(item, part);
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : io::jsonReal(value, part);
  };
  std::vector<LabelUncertainty> result;
  for (const json& item : listOf(root, key)) {
    const LabelUncertainty each{number(item, "floor"), number(item, "factor"), number(item, "noise"),
                                number(item, "typicalSnr")};
    require(!(each.floor < 0.0) && !(each.factor < 0.0) && !(each.noise < 0.0), "it has a negative uncertainty");
    require(!(each.typicalSnr <= 0.0), "its uncertainty has an S/N that is not positive");
    result.push_back(each);
  }
  require(result.empty() || result.size() == labels,
          fmt::format("it has {} uncertainties for {} labels", result.size(), labels));
  return result;
}

void readInputs(const json& root, const TensorMap& tensors, ModelInfo& info) {
  for (const json& item : listOf(root, "inputs")) {
    ModelInput input;
    input.name = textOf(item, "name");
    input.unit = textOf(item, "unit");
    input.width = io::jsonCount(io::jsonField(item, "width"), "width");
    const auto part = [&](const char* suffix) {
      return vectorFrom(tensors, fmt::format("input.{}.{}", input.name, suffix), input.width);
    };
    input.offset = part("offset");
    input.scale = part("scale");
    input.fill = part("fill");
    input.minimum = part("minimum");
    input.maximum = part("maximum");
    for (const float scale : input.scale)
      require(scale > 0.0F, fmt::format("input '{}' has the invalid scale {}", io::shorten(input.name), scale));
    info.inputs.push_back(std::move(input));
  }
  std::vector<std::string> expected;
  for (const AuxiliaryInputs& branch : info.network.auxiliary()) {
    expected.insert(expected.end(), branch.inputs.begin(), branch.inputs.end());
  }
  bool match = expected.size() == info.inputs.size();
  for (std::size_t i = 0; match && i < expected.size(); ++i)
    match = expected[i] == info.inputs[i].name;
  require(match, "its inputs do not match those of its network's branches");
}

std::vector<spectra::WavelengthRange> readMasks(const json& root) {
  std::vector<spectra::WavelengthRange> masks;
  for (const json& item : listOf(root, "masksNm")) {
    const std::vector<double> ends = io::jsonReals(item, "masksNm");
    if (ends.size() != 2) io::failJsonField("masksNm", "contains an item that is not a pair of wavelengths");
    masks.push_back({ends[0], ends[1]});
  }
  return masks;
}

void readTrainedOn(const json& trainedOn, ModelInfo& info) {
  info.trainedOn.origin = textOf(trainedOn, "origin");
  info.trainedOn.isMock = flagOf(trainedOn, "isMock");
  info.trainedOn.preprocessing = io::jsonTexts(io::jsonField(trainedOn, "preprocessing"), "preprocessing");
  info.trainedOn.notes = io::jsonTexts(io::jsonField(trainedOn, "notes"), "notes");
}

void readSplit(const json& split, ModelInfo& info) {
  info.split.validationFraction = realOf(split, "validationFraction");
  info.split.testFraction = realOf(split, "testFraction");
  info.split.seed = io::jsonCount(io::jsonField(split, "seed"), "seed");
  info.split.byColumn = flagOf(split, "byColumn");
}

void readFlux(const json& root, const TensorMap& tensors, ModelInfo& info) {
  info.grid = spectra::WavelengthGrid(io::jsonReals(io::jsonField(root, "gridVacuumNm"), "gridVacuumNm"));
  info.masks = readMasks(root);
  info.fluxOffset = vectorFrom(tensors, "flux.offset", info.grid.size());
  info.fluxScale = io::jsonFloat(io::jsonField(root, "fluxScale"), "fluxScale");
  info.fluxFill = io::jsonFloat(io::jsonField(root, "fluxFill"), "fluxFill");
  require(info.fluxScale > 0.0F, fmt::format("its flux scale {} is invalid", info.fluxScale));
  if (!root.contains("fluxRange")) return;  // written before ranges were fitted
  const json& range = io::jsonField(root, "fluxRange");
  info.fluxRange.low = io::jsonFloat(io::jsonField(range, "low"), "low");
  info.fluxRange.high = io::jsonFloat(io::jsonField(range, "high"), "high");
  info.fluxRange.level = io::jsonFloat(io::jsonField(range, "level"), "level");
  info.fluxRange.levelsEach = flagOf(range, "levelsEach");
  require(info.fluxRange.high > info.fluxRange.low && info.fluxRange.level >= 0.0F, "its range of fluxes is invalid");
}

/// Reads the metadata, which it brings to the present format first.
ModelInfo infoFrom(json& root, const TensorMap& tensors) {
  const int version =
      io::requireReadableVersion(io::jsonWhole(io::jsonField(root, "version"), "version"), kFormatVersion);
  if (version < 2) migrateFromVersion1(root);
  ModelInfo info;
  info.network = descriptionFromJson(io::jsonField(root, "network").dump());
  readLabels(root, info);
  info.uncertainty = readUncertainty(root, "uncertainty", info.labels.size());
  info.dropoutUncertainty = readUncertainty(root, "dropoutUncertainty", info.labels.size());
  readInputs(root, tensors, info);
  readFlux(root, tensors, info);
  readTrainedOn(io::jsonField(root, "trainedOn"), info);
  readSplit(io::jsonField(root, "split"), info);
  info.trainingStars = io::jsonCount(io::jsonField(root, "trainingStars"), "trainingStars");
  constexpr int kLow = std::numeric_limits<int>::min(), kHigh = std::numeric_limits<int>::max();
  info.members = static_cast<int>(io::jsonWhole(io::jsonField(root, "members"), "members", kLow, kHigh));
  require(info.members >= 1 && info.members <= kMaxMembers,
          fmt::format("its number of members, {}, is not within 1…{}", info.members, kMaxMembers));
  info.program = textOf(root, "program");
  info.command = textOf(root, "command");
  info.history = textOf(root, "history");
  return info;
}

/// Moves the tensors of member `m` out of `tensors`.
MemberWeights memberFrom(TensorMap& tensors, const std::vector<WeightShape>& shapes, int m) {
  const std::string prefix = fmt::format("member{}.", m);
  requireWeights(shapes, tensors, prefix);
  MemberWeights weights;
  for (const WeightShape& shape : shapes)
    weights[shape.name] = std::move(tensors.at(prefix + shape.name));
  return weights;
}

io::JsonDocument parseMetadata(const std::string& source) {
  try {
    return io::parseJson(source);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("its metadata is {}", error.what()));
  }
}

Model modelFrom(io::SafetensorsFile& file) {
  const auto metadata = file.metadata.find("maury");
  require(metadata != file.metadata.end(),
          "it is a safetensors file but not a Maury model (its metadata has no entry \"maury\")");
  const io::JsonDocument document = parseMetadata(metadata->second);
  ModelInfo info = infoFrom(*document, file.tensors);
  const std::size_t expected =
      parameterCount(info.network, info.pixels().size(), info.auxiliaryWidths(), info.labels.size());
  std::size_t available = 0;  // counts values in memory, so it cannot wrap
  for (const auto& [name, tensor] : file.tensors)
    available += tensor.values.size();
  require(expected <= available,
          fmt::format("its network has {} parameters, but the file contains only {} numbers", expected, available));
  const std::vector<WeightShape> shapes = weightShapes(info);
  std::vector<MemberWeights> members;
  for (int m = 0; m < info.members; ++m)
    members.push_back(memberFrom(file.tensors, shapes, m));
  return {std::move(info), std::move(members)};
}

}  // namespace

Model Model::load(const std::filesystem::path& path) {
  io::SafetensorsFile file = io::readSafetensors(path);
  const auto fail = [&](const std::string& reason) {
    return Error(ErrorKind::Format, fmt::format("{}: cannot be used as a model: {}", path.string(), reason));
  };
  try {
    return modelFrom(file);
  } catch (const Error& error) {
    throw fail(error.what());
  }
}

void Model::save(const std::filesystem::path& path) const {
  io::SafetensorsFile file;
  const ModelInfo& modelInfo = info();
  file.metadata["maury"] = infoJson(modelInfo).dump(-1, ' ', false, json::error_handler_t::replace);
  file.metadata["format"] = "pt";
  file.tensors["flux.offset"] = vectorTensor(modelInfo.fluxOffset);
  for (const ModelInput& input : modelInfo.inputs) {
    const std::string prefix = fmt::format("input.{}.", input.name);
    file.tensors[prefix + "offset"] = vectorTensor(input.offset);
    file.tensors[prefix + "scale"] = vectorTensor(input.scale);
    file.tensors[prefix + "fill"] = vectorTensor(input.fill);
    file.tensors[prefix + "minimum"] = vectorTensor(input.minimum);
    file.tensors[prefix + "maximum"] = vectorTensor(input.maximum);
  }
  for (std::size_t m = 0; m < members().size(); ++m) {
    for (const auto& [name, tensor] : members()[m])
      file.tensors[fmt::format("member{}.{}", m, name)] = tensor;
  }
  io::writeSafetensors(path, file);
}

}  // namespace maury::network
