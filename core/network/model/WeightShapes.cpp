// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/WeightShapes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/Error.h"
#include "network/model/LabelGroups.h"

namespace maury::network {

namespace {

/// Adds weight and bias of dense layers named PREFIX0, PREFIX1 …; `width` becomes that of the last one's output.
void addDense(std::vector<WeightShape>& shapes, const std::string& prefix, const std::vector<DenseLayer>& layers,
              std::int64_t& width) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const std::int64_t units = layers[i].units;
    shapes.push_back({fmt::format("{}{}.weight", prefix, i), {units, width}});
    shapes.push_back({fmt::format("{}{}.bias", prefix, i), {units}});
    width = units;
  }
}

/// Adds the convolutions; returns the number of values that they leave.
std::int64_t addConvolutions(std::vector<WeightShape>& shapes, const std::vector<ConvolutionLayer>& layers,
                             std::size_t pixels) {
  auto positions = static_cast<std::int64_t>(pixels);
  std::int64_t channels = 1;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const ConvolutionLayer& layer = layers[i];
    shapes.push_back({fmt::format("spectrum.conv{}.weight", i), {layer.filters, channels, 1, layer.kernel}});
    shapes.push_back({fmt::format("spectrum.conv{}.bias", i), {layer.filters}});
    positions = (layer.padded ? positions : positions - layer.kernel + 1) / layer.pool;
    channels = layer.filters;
  }
  return positions * channels;
}

}  // namespace

std::vector<WeightShape> weightShapes(const ModelInfo& info) {
  const std::vector<std::size_t> pixels = info.pixels(), widths = info.auxiliaryWidths();
  const NetworkDescription& network = info.network;
  layerList(network, pixels.size(), widths, info.labels.size());  // throws if the spectrum is too short
  labelGroups(info, pixels);                                      // throws if the windows do not fit
  std::vector<WeightShape> shapes;
  std::int64_t width = addConvolutions(shapes, network.convolutions, pixels.size());
  addDense(shapes, "spectrum.dense", network.spectrumDense, width);
  std::int64_t joined = width;
  for (std::size_t b = 0; b < widths.size(); ++b) {
    auto branch = static_cast<std::int64_t>(widths[b]);
    addDense(shapes, network.auxiliary[b].name + ".dense", network.auxiliary[b].layers, branch);
    joined += branch;
  }
  addDense(shapes, "joined.dense", network.joinedDense, joined);
  const auto outputs = static_cast<std::int64_t>(network.outputs(info.labels.size()));
  shapes.push_back({"output.weight", {outputs, joined}});
  shapes.push_back({"output.bias", {outputs}});
  return shapes;
}

void requireWeights(const std::vector<WeightShape>& shapes, const MemberWeights& tensors, const std::string& prefix) {
  for (const auto& [name, shape] : shapes) {
    const auto found = tensors.find(prefix + name);
    if (found == tensors.end()) throw Error(ErrorKind::Format, fmt::format("tensor \"{}{}\" is missing", prefix, name));
    const io::Tensor& tensor = found->second;
    const std::int64_t count = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    if (tensor.shape != shape || tensor.values.size() != static_cast<std::size_t>(count)) {
      throw Error(ErrorKind::Format,
                  fmt::format("tensor \"{}{}\" has shape {}, but the network it describes needs {}", prefix, name,
                              fmt::join(tensor.shape, " × "), fmt::join(shape, " × ")));
    }
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); }))
      throw Error(ErrorKind::Format, fmt::format("tensor \"{}{}\" holds a value that is not finite", prefix, name));
  }
}

}  // namespace maury::network
