// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Error.h"
#include "network/Device.torch.h"
#include "network/model/HybridCnn.torch.h"

namespace maury::network {

namespace {

/// Returns the indices of the branches called `names`.
std::vector<std::size_t> nodesOf(const NetworkDescription& description, const std::vector<std::string>& names) {
  std::vector<std::size_t> nodes;
  for (const std::string& name : names) {
    const auto found = std::find_if(description.branches.begin(), description.branches.end(),
                                    [&](const Branch& branch) { return branch.name == name; });
    nodes.push_back(static_cast<std::size_t>(found - description.branches.begin()));
  }
  return nodes;
}

/// Joins the parts that enter a node into one tensor.
torch::Tensor joinParts(std::vector<torch::Tensor> parts, Join join) {
  if (parts.size() == 1) return parts.front();
  if (join == Join::Add) {
    torch::Tensor sum = parts[0] + parts[1];
    for (std::size_t i = 2; i < parts.size(); ++i)
      sum.add_(parts[i]);
    return sum;
  }
  for (torch::Tensor& part : parts)
    part = asVector(part);
  return torch::cat(parts, 1);
}

}  // namespace

Batch Batch::slice(std::int64_t first, std::int64_t count) const {
  Batch part;
  part.flux = flux.narrow(0, first, count);
  for (const torch::Tensor& inputs : auxiliary)
    part.auxiliary.push_back(inputs.narrow(0, first, count));
  return part;
}

torch::Tensor asNetworkFlux(const torch::Tensor& flux) {
  const std::int64_t stars = flux.size(0);
  const std::int64_t pixels = flux.size(-1);
  if (flux.is_cuda()) return flux.reshape({stars, 1, 1, pixels}).contiguous();
  return flux.contiguous().as_strided({stars, 1, 1, pixels}, {pixels, 1, pixels, 1});
}

HybridCnn::HybridCnn(const NetworkDescription& description, std::size_t pixels,
                     const std::vector<std::size_t>& auxiliaryWidths, std::size_t labels)
    : m_description(description), m_pixels(pixels), m_auxiliaryWidths(auxiliaryWidths), m_labels(labels) {
  const std::vector<Shape> shapes = branchShapes(description, pixels, auxiliaryWidths);
  std::size_t auxiliary = 0;
  for (std::size_t i = 0; i < description.branches.size(); ++i) {
    const Branch& branch = description.branches[i];
    Node node{branch.readsFlux(), std::nullopt, nodesOf(description, branch.from), branch.join,
              ModuleChain(branch.layers, branch.name, shapes[i])};
    if (!branch.auxiliaryInputs().empty()) node.auxiliary = auxiliary++;
    m_nodes.push_back(std::move(node));
  }
  m_outputFrom = nodesOf(description, description.outputs.front().from);
  const auto outputs = static_cast<std::int64_t>(description.outputWidth(labels));
  m_outputWeight = torch::zeros({outputs, static_cast<std::int64_t>(shapes.back().values())}, deviceOptions());
  m_outputBias = torch::zeros({outputs}, deviceOptions());
  for (torch::Tensor* tensor : {&m_outputWeight, &m_outputBias})
    tensor->requires_grad_(true);
}

template <typename Visit>
void HybridCnn::forEachModule(const Visit& visit) const {
  for (const Node& node : m_nodes)
    for (const auto& module : node.chain.modules())
      visit(*module);
}

void HybridCnn::initialise(torch::Generator& generator) {
  torch::NoGradGuard noGrad;
  forEachModule([&](LayerModule& module) { module.initialise(generator); });
  drawGlorotUniform(m_outputWeight, generator);
  m_outputBias.zero_();
}

void HybridCnn::setWindows(const torch::Tensor& masks, const std::vector<std::int64_t>& groups) {
  m_masks = toNetworkDevice(masks);
  m_columns.clear();
  const auto outputs = static_cast<std::int64_t>(m_description.outputWidth(m_labels));
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

torch::Tensor HybridCnn::run(const Batch& batch, const Pass& pass) const {
  if (!m_masks.defined()) return runOnce(batch, pass);
  std::vector<torch::Tensor> parts;
  for (std::size_t group = 0; group < m_columns.size(); ++group) {
    // A scaled flux of 0 for every star makes a hidden pixel carry no information.
    const Batch seen{asNetworkFlux(batch.flux * m_masks[static_cast<std::int64_t>(group)]), batch.auxiliary};
    parts.push_back(runOnce(seen, pass).index_select(1, m_columns[group]));
  }
  return torch::cat(parts, 1).index_select(1, m_order);
}

torch::Tensor HybridCnn::runOnce(const Batch& batch, const Pass& pass) const {
  std::vector<torch::Tensor> done;
  const auto outputsOf = [&](const std::vector<std::size_t>& nodes, std::vector<torch::Tensor> parts) {
    for (const std::size_t node : nodes)
      parts.push_back(done[node]);
    return parts;
  };
  for (const Node& node : m_nodes) {
    std::vector<torch::Tensor> parts;
    if (node.readsFlux) parts.push_back(batch.flux);
    if (node.auxiliary) parts.push_back(batch.auxiliary[*node.auxiliary]);
    done.push_back(node.chain.forward(joinParts(outputsOf(node.from, std::move(parts)), node.join), pass));
  }
  const torch::Tensor last = joinParts(outputsOf(m_outputFrom, {}), Join::Concatenate);
  return torch::linear(asVector(last), m_outputWeight, m_outputBias);
}

torch::Tensor HybridCnn::forward(const Batch& batch) const {
  const torch::Tensor all = run(batch, {});
  return m_description.predictsVariance ? all.narrow(1, 0, static_cast<std::int64_t>(m_labels)) : all;
}

torch::Tensor HybridCnn::forwardAll(const Batch& batch) const {
  return run(batch, {});
}

torch::Tensor HybridCnn::forwardTraining(const Batch& batch, torch::Generator& generator,
                                         BatchStatistics* statistics) const {
  return run(batch, {&generator, statistics});
}

void HybridCnn::updateStatistics(std::span<const BatchStatistics> parts) {
  BatchStatistics batch;
  for (const BatchStatistics& part : parts)
    batch.add(part);
  torch::NoGradGuard noGrad;
  forEachModule([&](LayerModule& module) { module.updateStatistics(batch); });
}

torch::Tensor HybridCnn::l2Penalty() const {
  torch::Tensor penalty;
  forEachModule([&](const LayerModule& module) {
    const torch::Tensor term = module.penalty();
    if (term.defined()) penalty = penalty.defined() ? penalty + term : term;
  });
  return penalty;
}

std::vector<ModuleTensor> HybridCnn::allTensors() const {
  std::vector<ModuleTensor> all;
  forEachModule([&](const LayerModule& module) { module.listTensors(all); });
  all.push_back({"output.weight", m_outputWeight});
  all.push_back({"output.bias", m_outputBias});
  return all;
}

std::vector<torch::Tensor> HybridCnn::parameters() const {
  std::vector<torch::Tensor> result;
  for (const ModuleTensor& each : allTensors())
    if (each.learned) result.push_back(each.value);
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
  m_outputWeight.narrow(0, 0, labels).mul_(scale.unsqueeze(1));
  m_outputBias.narrow(0, 0, labels).mul_(scale).add_(offset);
  if (m_description.predictsVariance) m_outputBias.narrow(0, labels, labels).add_(2.0 * scale.log());
}

std::unique_ptr<HybridCnn> HybridCnn::clone() const {
  auto copy = std::make_unique<HybridCnn>(m_description, m_pixels, m_auxiliaryWidths, m_labels);
  torch::NoGradGuard noGrad;
  const std::vector<ModuleTensor> from = allTensors(), to = copy->allTensors();
  for (std::size_t i = 0; i < from.size(); ++i)
    torch::Tensor(to[i].value).copy_(from[i].value);
  copy->m_masks = m_masks;
  copy->m_columns = m_columns;
  copy->m_order = m_order;
  return copy;
}

std::unique_ptr<HybridCnn> HybridCnn::cloneSharingWeights() const {
  auto copy = std::make_unique<HybridCnn>(*this);
  copy->forEachModule([](LayerModule& module) { module.detachWeights(); });
  for (torch::Tensor* tensor : {&copy->m_outputWeight, &copy->m_outputBias})
    *tensor = tensor->detach().requires_grad_(true);
  return copy;
}

std::map<std::string, io::Tensor> HybridCnn::tensors() const {
  torch::NoGradGuard noGrad;
  std::map<std::string, io::Tensor> result;
  for (const auto& [name, parameter, learned, start] : allTensors()) {
    // reshape() reads in row-major order whatever the layout; contiguous() alone would keep channels-last strides.
    const torch::Tensor flat = parameter.detach().reshape({-1}).contiguous().cpu();
    io::Tensor& tensor = result[name];
    tensor.shape.assign(parameter.sizes().begin(), parameter.sizes().end());
    tensor.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  }
  return result;
}

void HybridCnn::setTensors(const std::map<std::string, io::Tensor>& all, const std::string& prefix) {
  torch::NoGradGuard noGrad;
  for (const auto& [name, parameter, learned, start] : allTensors()) {
    const auto found = all.find(prefix + name);
    if (found == all.end()) throw Error(ErrorKind::Format, fmt::format("tensor '{}{}' is missing", prefix, name));
    const io::Tensor& tensor = found->second;
    const std::vector<std::int64_t> shape(parameter.sizes().begin(), parameter.sizes().end());
    if (tensor.shape != shape || tensor.values.size() != static_cast<std::size_t>(parameter.numel())) {
      throw Error(ErrorKind::Format,
                  fmt::format("tensor '{}{}' has the shape {}, but the described network needs {}", prefix, name,
                              fmt::join(tensor.shape, " × "), fmt::join(shape, " × ")));
    }
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); })) {
      throw Error(ErrorKind::Format, fmt::format("tensor '{}{}' contains a value that is not finite", prefix, name));
    }
    parameter.copy_(torch::tensor(tensor.values, torch::kFloat32).reshape(parameter.sizes()));
  }
}

}  // namespace maury::network
