// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/LayerModule.torch.h"

#include <fmt/format.h>

#include <cmath>

#include "network/Device.torch.h"
#include "network/layers/Chain.h"

namespace maury::network {

namespace {

/// Returns a tensor of zeros. Convolution kernels get the layout that asNetworkFlux() expects; `contiguous()` would not
/// set it for a kernel with one input channel.
torch::Tensor makeZeros(const std::vector<std::int64_t>& shape) {
  const bool channelsLast = shape.size() == 4 && !networkDevice().is_cuda();
  const auto layout = channelsLast ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
  return torch::empty(shape, deviceOptions().memory_format(layout)).zero_();
}

}  // namespace

void BatchStatistics::add(const std::string& layer, const Moments& moments) {
  const auto [found, isNew] = m_layers.try_emplace(layer, moments);
  if (isNew) return;
  Moments& sum = found->second;
  const double share = moments.weight / (sum.weight + moments.weight);
  sum.mean = sum.mean * (1.0 - share) + moments.mean * share;
  sum.variance = sum.variance * (1.0 - share) + moments.variance * share;
  sum.weight += moments.weight;
}

void BatchStatistics::add(const BatchStatistics& other) {
  for (const auto& [layer, moments] : other.m_layers)
    add(layer, moments);
}

const BatchStatistics::Moments* BatchStatistics::find(const std::string& layer) const {
  const auto found = m_layers.find(layer);
  return found == m_layers.end() ? nullptr : &found->second;
}

void LayerModule::initialise(torch::Generator& generator) {
  for (ModuleTensor& each : m_tensors) {
    if (each.start == Start::GlorotUniform)
      drawGlorotUniform(each.value, generator);
    else
      each.value.fill_(each.start == Start::Ones ? 1.0 : 0.0);
  }
}

void LayerModule::listTensors(std::vector<ModuleTensor>& all) const {
  all.insert(all.end(), m_tensors.begin(), m_tensors.end());
}

void LayerModule::detachWeights() {
  for (ModuleTensor& each : m_tensors) {
    if (each.learned) each.value = each.value.detach().requires_grad_(true);
  }
}

void LayerModule::addTensors(const std::vector<WeightShape>& weights, const std::string& name) {
  for (const WeightShape& weight : weights) {
    m_tensors.push_back(
        {fmt::format("{}.{}", name, weight.name), makeZeros(weight.shape), weight.learned, weight.start});
    if (weight.learned) m_tensors.back().value.requires_grad_(true);
  }
}

ModuleChain::ModuleChain(const std::vector<Layer>& layers, const std::string& name, Shape in) {
  const std::vector<std::string> names = chainNames(layers);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    std::visit(
        [&](const auto& kind) {
          LayerContext context{fmt::format("{}.{}", name, names[i]), in,
                               !m_modules.empty() && m_modules.back()->makesNewOutput(),
                               std::span(layers).subspan(i + 1), 0};
          m_modules.push_back(kind.makeModule(context));
          in = outputShape(layers[i], in);
          for (; context.fusedLayers > 0; --context.fusedLayers)
            in = outputShape(layers[++i], in);
        },
        layers[i].kind);
  }
}

ModuleChain::ModuleChain(const ModuleChain& other) {
  for (const auto& module : other.m_modules)
    m_modules.push_back(module->copy());
}

torch::Tensor ModuleChain::forward(torch::Tensor x, const Pass& pass) const {
  for (const auto& module : m_modules)
    x = module->forward(x, pass);
  return x;
}

torch::Tensor asVector(const torch::Tensor& x) {
  return x.dim() == 4 ? x.permute({0, 2, 3, 1}).reshape({x.size(0), -1}) : x;
}

torch::Tensor activateInPlace(torch::Tensor x, double slope) {
  return slope == 1.0 ? x : torch::leaky_relu_(x, slope);
}

void drawGlorotUniform(torch::Tensor weight, torch::Generator& generator) {
  const std::int64_t receptive = weight.dim() == 4 ? weight.size(3) : 1;
  const auto fans = static_cast<double>((weight.size(0) + weight.size(1)) * receptive);
  const double limit = std::sqrt(6.0 / fans);
  weight.copy_(torch::empty(weight.sizes()).uniform_(-limit, limit, generator));
}

}  // namespace maury::network
