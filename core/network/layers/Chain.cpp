// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/Chain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <utility>

#include "network/layers/Layer.h"

namespace maury::network {

Shape chainShape(const std::vector<Layer>& layers, Shape in) {
  for (const Layer& layer : layers)
    in = outputShape(layer, in);
  return in;
}

std::vector<std::string> chainNames(const std::vector<Layer>& layers) {
  std::map<std::string, int> counts;
  std::vector<std::string> names;
  for (const Layer& layer : layers) {
    const std::string kind = std::visit([](const auto& each) { return std::string(each.kTensors); }, layer.kind);
    names.push_back(fmt::format("{}{}", kind, counts[kind]++));
  }
  return names;
}

std::vector<WeightShape> chainWeights(const std::vector<Layer>& layers, Shape in) {
  const std::vector<std::string> names = chainNames(layers);
  std::vector<WeightShape> all;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    for (WeightShape& weight : layerWeights(layers[i], in)) {
      weight.name = fmt::format("{}.{}", names[i], weight.name);
      all.push_back(std::move(weight));
    }
    in = outputShape(layers[i], in);
  }
  return all;
}

std::size_t chainFlop(const std::vector<Layer>& layers, Shape in) {
  std::size_t sum = 0;
  for (const Layer& layer : layers) {
    sum = checkedSum(sum, flop(layer, in));
    in = outputShape(layer, in);
  }
  return sum;
}

std::string chainText(const std::vector<Layer>& layers) {
  constexpr std::size_t kMostShown = 20;
  std::vector<std::string> texts;
  for (const Layer& layer : layers) {
    texts.push_back(texts.size() < kMostShown ? layerText(layer) : "…");
    if (texts.size() > kMostShown) break;
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace maury::network
