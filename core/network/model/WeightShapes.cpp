// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/WeightShapes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Error.h"
#include "network/layers/Chain.h"
#include "network/model/LabelGroups.h"

namespace maury::network {

std::vector<WeightShape> weightShapes(const ModelInfo& info) {
  const std::vector<std::size_t> pixels = info.pixels();
  const NetworkDescription& network = info.network;
  labelGroups(info, pixels);  // throws if the windows do not fit
  const std::vector<Shape> entering = branchShapes(network, pixels.size(), info.auxiliaryWidths());
  std::vector<WeightShape> all;
  for (std::size_t i = 0; i < network.branches.size(); ++i) {
    const Branch& branch = network.branches[i];
    for (WeightShape& weight : chainWeights(branch.layers, entering[i])) {
      weight.name = fmt::format("{}.{}", branch.name, weight.name);
      all.push_back(std::move(weight));
    }
  }
  const auto outputs = static_cast<std::int64_t>(network.outputWidth(info.labels.size()));
  const auto width = static_cast<std::int64_t>(entering.back().values());
  all.push_back({"output.weight", {outputs, width}, Start::GlorotUniform});
  all.push_back({"output.bias", {outputs}});
  return all;
}

void requireWeights(const std::vector<WeightShape>& shapes, const MemberWeights& tensors, const std::string& prefix) {
  for (const WeightShape& each : shapes) {
    const std::string& name = each.name;
    const auto found = tensors.find(prefix + name);
    if (found == tensors.end()) throw Error(ErrorKind::Format, fmt::format("tensor '{}{}' is missing", prefix, name));
    const io::Tensor& tensor = found->second;
    if (tensor.shape != each.shape || tensor.values.size() != each.size()) {
      throw Error(ErrorKind::Format,
                  fmt::format("tensor '{}{}' has the shape {}, but the described network needs {}", prefix, name,
                              fmt::join(tensor.shape, " × "), fmt::join(each.shape, " × ")));
    }
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); }))
      throw Error(ErrorKind::Format, fmt::format("tensor '{}{}' contains a value that is not finite", prefix, name));
  }
}

}  // namespace maury::network
