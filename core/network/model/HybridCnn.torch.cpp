// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Error.h"
#include "network/Device.torch.h"
#include "network/cpu/InputConvolution.torch.h"
#include "network/cpu/PooledConvolution.torch.h"
#include "network/model/HybridCnn.torch.h"

namespace maury::network {

namespace {

/// Zeros in the layout that asNetworkFlux() asks for; `contiguous()` would not give it to a kernel of one channel.
torch::Tensor kernelZeros(std::initializer_list<std::int64_t> sizes) {
  const auto layout = networkDevice().is_cuda() ? torch::MemoryFormat::Contiguous : torch::MemoryFormat::ChannelsLast;
  return torch::empty(sizes, onNetworkDevice().memory_format(layout)).zero_();
}

/// Inverted dropout with a mask from the member's own generator: the global one is shared between threads, and its
/// masks would depend on who asks first.
torch::Tensor drop(const torch::Tensor& x, double rate, torch::Generator* generator) {
  if (generator == nullptr || rate <= 0.0) return x;
  const torch::Tensor mask = torch::empty_like(x).bernoulli_(1.0 - rate, *generator).div_(1.0 - rate);
  return x * mask;
}

/// Zeros at both ends, one more at the right where their number is odd, as Keras.
torch::Tensor padded(const torch::Tensor& x, std::int64_t kernel) {
  const torch::Tensor result = torch::constant_pad_nd(x, {(kernel - 1) / 2, kernel - 1 - (kernel - 1) / 2});
  return x.size(1) == 1 ? asNetworkFlux(result) : result;
}

}  // namespace

torch::Tensor asNetworkFlux(const torch::Tensor& flux) {
  const std::int64_t stars = flux.size(0);
  const std::int64_t pixels = flux.size(-1);
  if (flux.is_cuda()) return flux.reshape({stars, 1, 1, pixels}).contiguous();
  return flux.contiguous().as_strided({stars, 1, 1, pixels}, {pixels, 1, pixels, 1});
}

template <typename Self, typename Visit>
void HybridCnn::forEachLayer(Self& self, const Visit& visit) {
  for (auto& layer : self.m_convolutions)
    visit(layer);
  for (auto& layer : self.m_spectrumDense)
    visit(layer);
  for (auto& branch : self.m_auxiliary) {
    for (auto& layer : branch)
      visit(layer);
  }
  for (auto& layer : self.m_joinedDense)
    visit(layer);
  visit(self.m_output);
}

HybridCnn::HybridCnn(const NetworkDescription& description, std::size_t pixels,
                     const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels)
    : m_description(description), m_pixels(pixels), m_auxiliaryWidths(auxiliaryWidths), m_labels(labels) {
  layerList(description, pixels, auxiliaryWidths, labels);  // throws if the spectrum is too short
  std::int64_t positions = static_cast<std::int64_t>(pixels);
  std::int64_t channels = 1;
  for (const ConvolutionLayer& layer : description.convolutions) {
    m_convolutions.push_back({fmt::format("spectrum.conv{}", m_convolutions.size()),
                              kernelZeros({layer.filters, channels, 1, layer.kernel}),
                              torch::zeros({layer.filters}, onNetworkDevice()), layer.pool, layer.l2, layer.padded});
    positions = (layer.padded ? positions : positions - layer.kernel + 1) / layer.pool;
    channels = layer.filters;
  }
  std::int64_t width = positions * channels;
  for (const DenseLayer& layer : description.spectrumDense) {
    m_spectrumDense.push_back(makeDense(fmt::format("spectrum.dense{}", m_spectrumDense.size()), width, layer));
  }
  for (std::size_t b = 0; b < auxiliaryWidths.size(); ++b) {
    const AuxiliaryBranch& branch = description.auxiliary[b];
    auto branchWidth = static_cast<std::int64_t>(auxiliaryWidths[b]);
    std::vector<Dense>& layers = m_auxiliary.emplace_back();
    for (const DenseLayer& layer : branch.layers) {
      layers.push_back(makeDense(fmt::format("{}.dense{}", branch.name, layers.size()), branchWidth, layer));
    }
    width += branchWidth;
  }
  for (const DenseLayer& layer : description.joinedDense) {
    m_joinedDense.push_back(makeDense(fmt::format("joined.dense{}", m_joinedDense.size()), width, layer));
  }
  m_output = makeDense("output", width, {static_cast<int>(description.outputs(labels)), 0.0});
  for (torch::Tensor& parameter : parameters())
    parameter.requires_grad_(true);
}

HybridCnn::Dense HybridCnn::makeDense(const std::string& name, std::int64_t& width, const DenseLayer& layer) {
  Dense dense{name, torch::zeros({layer.units, width}, onNetworkDevice()),
              torch::zeros({layer.units}, onNetworkDevice()), layer.dropout};
  width = layer.units;
  return dense;
}

void HybridCnn::initialise(torch::Generator& generator) {
  torch::NoGradGuard noGrad;
  for (auto& [name, parameter] : named()) {
    if (parameter.dim() == 1) {
      parameter.zero_();
      continue;
    }
    const std::int64_t receptive = parameter.dim() == 4 ? parameter.size(3) : 1;
    const auto fans = static_cast<double>((parameter.size(0) + parameter.size(1)) * receptive);
    const double limit = std::sqrt(6.0 / fans);
    // Drawn row-major whatever the layout of the parameter, so that a seed means the same numbers.
    parameter.copy_(torch::empty(parameter.sizes()).uniform_(-limit, limit, generator));
  }
}

torch::Tensor HybridCnn::activate(torch::Tensor x) const {
  // In place: no layer before it needs its own output for the gradient.
  return torch::leaky_relu_(x, m_description.leakySlope);
}

torch::Tensor HybridCnn::apply(const std::vector<Dense>& layers, torch::Tensor x, Dropout dropout) const {
  for (const Dense& layer : layers) {
    x = drop(activate(torch::linear(x, layer.weight, layer.bias)), layer.dropout, dropout);
  }
  return x;
}

void HybridCnn::setWindows(const torch::Tensor& masks, const std::vector<std::int64_t>& groups) {
  m_masks = toNetworkDevice(masks);
  m_columns.clear();
  const auto outputs = static_cast<std::int64_t>(m_description.outputs(m_labels));
  std::vector<std::int64_t> order(static_cast<std::size_t>(outputs));
  std::int64_t next = 0;
  for (std::int64_t group = 0; group < masks.size(0); ++group) {
    std::vector<std::int64_t> columns;
    for (std::int64_t output = 0; output < outputs; ++output) {
      if (groups[static_cast<std::size_t>(output) % m_labels] != group) continue;
      columns.push_back(output);
      order[static_cast<std::size_t>(output)] = next++;
    }
    m_columns.push_back(toNetworkDevice(torch::tensor(columns, torch::kInt64)));
  }
  m_order = toNetworkDevice(torch::tensor(order, torch::kInt64));
}

torch::Tensor HybridCnn::run(const Batch& batch, Dropout dropout) const {
  if (!m_masks.defined()) return runOnce(batch, dropout);
  std::vector<torch::Tensor> parts;
  for (std::size_t group = 0; group < m_columns.size(); ++group) {
    // Scaled flux of 0 is the same for every star, so that a hidden pixel says nothing.
    const Batch seen{asNetworkFlux(batch.flux * m_masks[static_cast<std::int64_t>(group)]), batch.auxiliary};
    parts.push_back(runOnce(seen, dropout).index_select(1, m_columns[group]));
  }
  return torch::cat(parts, 1).index_select(1, m_order);
}

torch::Tensor HybridCnn::runOnce(const Batch& batch, Dropout dropout) const {
  torch::Tensor x = batch.flux;
  for (const Convolution& layer : m_convolutions) {
    if (layer.padded) x = padded(x, layer.weight.size(3));
    if (layer.pool > 1) {
      x = pooledConvolution(x, layer.weight, layer.bias, layer.pool, m_description.leakySlope);
      continue;
    }
    const bool toFlux =
        &layer == m_convolutions.data() && x.requires_grad() && !layer.weight.requires_grad() && x.device().is_cpu();
    x = activate(toFlux ? inputConvolution(x, layer.weight, layer.bias) : torch::conv2d(x, layer.weight, layer.bias));
  }
  if (!m_convolutions.empty()) x = drop(x, m_description.convolutionDropout, dropout);
  // Keras' order (position, channel), which channels-last gives without a copy.
  x = x.permute({0, 2, 3, 1}).reshape({x.size(0), -1});
  x = apply(m_spectrumDense, x, dropout);
  if (!m_auxiliary.empty()) {
    std::vector<torch::Tensor> parts = {x};
    for (std::size_t b = 0; b < m_auxiliary.size(); ++b) {
      parts.push_back(apply(m_auxiliary[b], batch.auxiliary[b], dropout));
    }
    x = torch::cat(parts, 1);
  }
  x = apply(m_joinedDense, x, dropout);
  return torch::linear(x, m_output.weight, m_output.bias);
}

torch::Tensor HybridCnn::forward(const Batch& batch) const {
  const torch::Tensor all = run(batch, nullptr);
  return m_description.predictsVariance ? all.narrow(1, 0, static_cast<std::int64_t>(m_labels)) : all;
}

torch::Tensor HybridCnn::forwardAll(const Batch& batch) const {
  return run(batch, nullptr);
}

torch::Tensor HybridCnn::forwardTraining(const Batch& batch, torch::Generator& generator) const {
  return run(batch, &generator);
}

torch::Tensor HybridCnn::l2Penalty() const {
  torch::Tensor penalty;
  for (const Convolution& layer : m_convolutions) {
    if (layer.l2 <= 0.0) continue;
    const torch::Tensor term = layer.weight.square().sum() * layer.l2;
    penalty = penalty.defined() ? penalty + term : term;
  }
  return penalty;
}

std::vector<std::pair<std::string, torch::Tensor>> HybridCnn::named() const {
  std::vector<std::pair<std::string, torch::Tensor>> result;
  forEachLayer(*this, [&](const auto& layer) {
    result.emplace_back(layer.name + ".weight", layer.weight);
    result.emplace_back(layer.name + ".bias", layer.bias);
  });
  return result;
}

std::vector<torch::Tensor> HybridCnn::parameters() const {
  std::vector<torch::Tensor> result;
  for (auto& [name, parameter] : named())
    result.push_back(parameter);
  return result;
}

std::size_t HybridCnn::parameterCount() const {
  std::size_t count = 0;
  for (const torch::Tensor& parameter : parameters())
    count += static_cast<std::size_t>(parameter.numel());
  return count;
}

void HybridCnn::freeze() {
  for (torch::Tensor& parameter : parameters()) {
    parameter.requires_grad_(false);
    parameter.mutable_grad() = torch::Tensor();
  }
}

void HybridCnn::rescaleOutput(const torch::Tensor& scale, const torch::Tensor& offset) {
  torch::NoGradGuard noGrad;
  const auto labels = static_cast<std::int64_t>(m_labels);
  m_output.weight.narrow(0, 0, labels).mul_(scale.unsqueeze(1));
  m_output.bias.narrow(0, 0, labels).mul_(scale).add_(offset);
  if (m_description.predictsVariance) m_output.bias.narrow(0, labels, labels).add_(2.0 * scale.log());
}

std::unique_ptr<HybridCnn> HybridCnn::clone() const {
  auto copy = std::make_unique<HybridCnn>(m_description, m_pixels, m_auxiliaryWidths, m_labels);
  torch::NoGradGuard noGrad;
  const std::vector<torch::Tensor> from = parameters();
  const std::vector<torch::Tensor> to = copy->parameters();
  for (std::size_t i = 0; i < from.size(); ++i)
    to[i].copy_(from[i]);
  copy->m_masks = m_masks;
  copy->m_columns = m_columns;
  copy->m_order = m_order;
  return copy;
}

std::unique_ptr<HybridCnn> HybridCnn::sharingWeights() const {
  auto copy = std::make_unique<HybridCnn>(*this);
  forEachLayer(*copy, [](auto& layer) {
    layer.weight = layer.weight.detach().requires_grad_(true);
    layer.bias = layer.bias.detach().requires_grad_(true);
  });
  return copy;
}

std::map<std::string, io::Tensor> HybridCnn::tensors() const {
  torch::NoGradGuard noGrad;
  std::map<std::string, io::Tensor> result;
  for (const auto& [name, parameter] : named()) {
    // reshape reads in row-major order whatever the layout; contiguous() alone would keep channels-last strides.
    const torch::Tensor flat = parameter.detach().reshape({-1}).contiguous().cpu();
    io::Tensor& tensor = result[name];
    tensor.shape.assign(parameter.sizes().begin(), parameter.sizes().end());
    tensor.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  }
  return result;
}

void HybridCnn::setTensors(const std::map<std::string, io::Tensor>& all, const std::string& prefix) {
  torch::NoGradGuard noGrad;
  for (const auto& [name, parameter] : named()) {
    const auto found = all.find(prefix + name);
    if (found == all.end()) throw Error(ErrorKind::Format, fmt::format("tensor \"{}{}\" is missing", prefix, name));
    const io::Tensor& tensor = found->second;
    const std::vector<std::int64_t> shape(parameter.sizes().begin(), parameter.sizes().end());
    if (tensor.shape != shape || tensor.values.size() != static_cast<std::size_t>(parameter.numel())) {
      throw Error(ErrorKind::Format,
                  fmt::format("tensor \"{}{}\" has shape {}, but the network it describes needs {}", prefix, name,
                              fmt::join(tensor.shape, " × "), fmt::join(shape, " × ")));
    }
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); })) {
      throw Error(ErrorKind::Format, fmt::format("tensor \"{}{}\" holds a value that is not finite", prefix, name));
    }
    parameter.copy_(torch::tensor(tensor.values, torch::kFloat32).reshape(parameter.sizes()));
  }
}

}  // namespace maury::network
