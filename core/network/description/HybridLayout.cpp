// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/HybridLayout.h"

#include <algorithm>

namespace maury::network {

namespace {

constexpr const char* kSpectrum = "spectrum";
constexpr const char* kJoined = "joined";
constexpr double kNoActivation = 1.0;

void addDense(std::vector<Layer>& layers, const std::vector<HybridLayout::DenseSize>& sizes, double slope) {
  for (const HybridLayout::DenseSize& size : sizes) {
    layers.push_back(Dense{size.units, slope});
    if (size.dropout > 0.0) layers.push_back(Dropout{size.dropout});
  }
}

/// Reads a chain of layers from front to back.
class ChainReader {
public:
  explicit ChainReader(const std::vector<Layer>& layers) : m_layers(layers) {}

  /// Returns the next layer and moves past it if it is of this kind; otherwise returns null.
  template <typename Kind>
  const Kind* take() {
    if (m_next == m_layers.size()) return nullptr;
    const Kind* found = std::get_if<Kind>(&m_layers[m_next].kind);
    if (found != nullptr) ++m_next;
    return found;
  }
  std::vector<HybridLayout::DenseSize> takeDense() {
    std::vector<HybridLayout::DenseSize> sizes;
    while (const auto* dense = take<Dense>()) {
      sizes.push_back({dense->units, 0.0});
      if (const auto* dropout = take<Dropout>()) sizes.back().dropout = dropout->rate;
    }
    return sizes;
  }
  bool atEnd() const { return m_next == m_layers.size(); }

private:
  const std::vector<Layer>& m_layers;
  std::size_t m_next = 0;
};

/// Returns true if every layer that can have an activation has this slope.
bool haveSlope(const NetworkDescription& description, double slope) {
  bool all = true;
  for (const Branch& branch : description.branches) {
    visitLayers(branch.layers, [&](const auto& layer) {
      if constexpr (requires { layer.slope; }) all = all && layer.slope == slope;
    });
  }
  return all;
}

bool isSpectrum(const Branch& branch) {
  return branch.name == kSpectrum && branch.inputs == std::vector<std::string>{kFluxInput} && branch.from.empty();
}

bool readSpectrum(const Branch& branch, HybridLayout& layout) {
  ChainReader chain(branch.layers);
  while (const auto* convolution = chain.take<Convolution>()) {
    layout.convolutions.push_back({convolution->filters, convolution->kernel, 1, convolution->l2, convolution->padded});
    if (const auto* pool = chain.take<MaxPool>()) layout.convolutions.back().pool = pool->width;
  }
  if (!layout.convolutions.empty()) {
    if (const auto* dropout = chain.take<Dropout>()) layout.convolutionDropout = dropout->rate;
  }
  layout.spectrumDense = chain.takeDense();
  return chain.atEnd();
}

}  // namespace

NetworkDescription describe(const HybridLayout& layout) {
  NetworkDescription description;
  description.preset = layout.preset;
  description.scaling = layout.scaling;
  description.predictsVariance = layout.predictsVariance;
  description.windows = layout.windows;

  description.branches.clear();
  Branch spectrum{kSpectrum, {kFluxInput}, {}, Join::Concatenate, {}};
  for (const HybridLayout::ConvolutionSize& size : layout.convolutions) {
    spectrum.layers.push_back(Convolution{size.filters, size.kernel, size.l2, size.padded, layout.leakySlope});
    if (size.pool > 1) spectrum.layers.push_back(MaxPool{size.pool});
  }
  if (layout.convolutionDropout > 0.0 && !layout.convolutions.empty())
    spectrum.layers.push_back(Dropout{layout.convolutionDropout});
  addDense(spectrum.layers, layout.spectrumDense, layout.leakySlope);
  description.branches.push_back(std::move(spectrum));

  Branch joined{kJoined, {}, {kSpectrum}, Join::Concatenate, {}};
  for (const HybridLayout::AuxiliarySize& size : layout.auxiliary) {
    Branch branch{size.name, size.inputs, {}, Join::Concatenate, {}};
    addDense(branch.layers, size.layers, layout.leakySlope);
    description.branches.push_back(std::move(branch));
    joined.from.push_back(size.name);
  }
  addDense(joined.layers, layout.joinedDense, layout.leakySlope);
  description.branches.push_back(std::move(joined));
  description.outputs = {{"output", {kJoined}}};
  return description;
}

std::optional<HybridLayout> layoutOf(const NetworkDescription& description) {
  const std::vector<Branch>& branches = description.branches;
  if (branches.size() < 2 || !isSpectrum(branches.front())) return std::nullopt;
  HybridLayout layout;
  layout.preset = description.preset;
  layout.scaling = description.scaling;
  layout.predictsVariance = description.predictsVariance;
  layout.windows = description.windows;
  layout.leakySlope = activationSlope(description);
  if (!haveSlope(description, layout.leakySlope) || layout.leakySlope == kNoActivation) return std::nullopt;
  if (!readSpectrum(branches.front(), layout)) return std::nullopt;

  std::vector<std::string> from{kSpectrum};
  for (auto branch = branches.begin() + 1; branch != branches.end() - 1; ++branch) {
    ChainReader chain(branch->layers);
    layout.auxiliary.push_back({branch->name, branch->inputs, chain.takeDense()});
    if (!chain.atEnd() || branch->readsFlux() || !branch->from.empty()) return std::nullopt;
    from.push_back(branch->name);
  }
  const Branch& joined = branches.back();
  ChainReader chain(joined.layers);
  layout.joinedDense = chain.takeDense();
  const bool fits = chain.atEnd() && joined.name == kJoined && joined.inputs.empty() && joined.from == from &&
                    joined.join == Join::Concatenate && description.outputs.size() == 1 &&
                    description.outputs.front().from == std::vector<std::string>{kJoined};
  return fits ? std::optional(layout) : std::nullopt;
}

double activationSlope(const NetworkDescription& description) {
  std::optional<double> first;
  for (const Branch& branch : description.branches) {
    visitLayers(branch.layers, [&](const auto& layer) {
      if constexpr (requires { layer.slope; }) {
        if (!first && layer.slope != kNoActivation) first = layer.slope;
      }
    });
  }
  return first.value_or(HybridLayout{}.leakySlope);
}

void setActivationSlope(NetworkDescription& description, double slope) {
  for (Branch& branch : description.branches) {
    visitLayers(branch.layers, [&](auto& layer) {
      if constexpr (requires { layer.slope; }) {
        if (layer.slope != kNoActivation) layer.slope = slope;
      }
    });
  }
}

}  // namespace maury::network
