// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/Error.h"
#include "network/Device.torch.h"
#include "network/cpu/LoadedBlas.torch.h"
#include "network/model/Ensemble.torch.h"
#include "network/model/LabelGroups.h"

namespace maury::network {

BatchMaker::BatchMaker(const ModelInfo& info)
    : m_fluxScale(info.fluxScale), m_fluxFill(info.fluxFill), m_fluxRange(info.fluxRange), m_pixels(info.pixels()) {
  for (const std::size_t pixel : m_pixels)
    m_fluxOffset.push_back(info.fluxOffset.at(pixel));
  std::size_t next = 0;
  for (const AuxiliaryInputs& branch : info.network.auxiliary()) {
    std::vector<ModelInput>& inputs = m_branches.emplace_back();
    std::vector<float>& scales = m_auxiliaryScales.emplace_back();
    for (std::size_t i = 0; i < branch.inputs.size(); ++i, ++next) {
      inputs.push_back(info.inputs.at(next));
      scales.insert(scales.end(), inputs.back().scale.begin(), inputs.back().scale.end());
    }
    m_auxiliaryWidths.push_back(scales.size());
  }
}

/// Writes the P′ scaled fluxes of a spectrum.
void BatchMaker::fillFlux(std::span<const float> spectrum, std::vector<float>& scratch, float* out) const {
  float factor = m_fluxRange.levelsEach ? levelFactor(m_fluxRange, spectrum, m_pixels, scratch) : 1.0F;
  const auto fillWith = [&](float scale) {
    std::size_t outside = 0;
    for (std::size_t j = 0; j < m_pixels.size(); ++j) {
      const float value = spectrum[m_pixels[j]] * scale;
      const bool isReal = m_fluxRange.contains(value);
      outside += isReal ? 0 : 1;
      out[j] = ((isReal ? value : m_fluxFill) - m_fluxOffset[j]) / m_fluxScale;
    }
    return outside;
  };
  const std::size_t outside = fillWith(factor);
  if (m_fluxRange.levelsEach || 2 * outside <= m_pixels.size()) return;
  factor = levelFactor(m_fluxRange, spectrum, m_pixels, scratch);  // missing pixels are no reason to change the level
  if (factor != 1.0F) fillWith(factor);
}

template <typename RowOf>
Batch BatchMaker::fill(const survey::Dataset& dataset, std::size_t count, RowOf rowOf) const {
  const auto stars = static_cast<std::int64_t>(count);
  Batch batch;
  torch::Tensor flux = torch::empty({stars, static_cast<std::int64_t>(m_pixels.size())}, hostOptions());
  float* out = flux.data_ptr<float>();
  std::vector<float> scratch;
  for (std::size_t i = 0; i < count; ++i)
    fillFlux(dataset.fluxOf(rowOf(i)), scratch, out + i * m_pixels.size());
  batch.flux = asNetworkFlux(toNetworkDevice(flux));
  for (std::size_t b = 0; b < m_branches.size(); ++b) {
    const std::size_t total = m_auxiliaryWidths[b];
    torch::Tensor auxiliary = torch::empty({stars, static_cast<std::int64_t>(total)}, hostOptions());
    std::size_t column = 0;
    for (const ModelInput& input : m_branches[b]) {
      const survey::AuxiliaryInput* found = dataset.findInput(input.name);
      if (found == nullptr || found->width != input.width) {
        throw Error(ErrorKind::Mismatch,
                    fmt::format("the network needs the input '{}' with {} elements, which this survey "
                                "does not have",
                                input.name, input.width));
      }
      for (std::size_t i = 0; i < count; ++i) {
        const float* values = found->values.data() + rowOf(i) * input.width;
        float* row = auxiliary.data_ptr<float>() + i * total + column;
        for (std::size_t k = 0; k < input.width; ++k) {
          row[k] = std::isfinite(values[k]) ? (values[k] - input.offset[k]) / input.scale[k] : input.fill[k];
        }
      }
      column += input.width;
    }
    batch.auxiliary.push_back(toNetworkDevice(auxiliary));
  }
  return batch;
}

Batch BatchMaker::make(const survey::Dataset& dataset, std::span<const std::size_t> rows) const {
  return fill(dataset, rows.size(), [&](std::size_t i) { return rows[i]; });
}

Batch BatchMaker::make(const survey::Dataset& dataset, std::size_t first, std::size_t count) const {
  return fill(dataset, count, [&](std::size_t i) { return first + i; });
}

void outputsToLabels(const ModelInfo& info, std::span<float> outputs) {
  const std::size_t width = info.labels.size();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const ModelLabel& label = info.labels[i % width];
    outputs[i] = static_cast<float>(label.minimum + outputs[i] * (label.maximum - label.minimum));
  }
}

std::vector<float> labelFactors(const ModelInfo& info) {
  std::vector<float> factors;
  for (const ModelLabel& label : info.labels)
    factors.push_back(static_cast<float>(label.maximum - label.minimum));
  return factors;
}

std::unique_ptr<HybridCnn> emptyNetwork(const ModelInfo& info) {
  const BatchMaker maker(info);
  auto network =
      std::make_unique<HybridCnn>(info.network, maker.pixels().size(), maker.auxiliaryWidths(), info.labels.size());
  if (info.network.windows.empty()) return network;
  const LabelGroups groups = labelGroups(info, maker.pixels());
  torch::Tensor masks =
      torch::empty({static_cast<std::int64_t>(groups.masks.size()), static_cast<std::int64_t>(maker.pixels().size())});
  float* out = masks.data_ptr<float>();
  for (const std::vector<float>& mask : groups.masks)
    out = std::copy(mask.begin(), mask.end(), out);
  network->setWindows(masks, groups.groups);
  return network;
}

const std::vector<std::shared_ptr<const HybridCnn>>& networksOf(const Model& model) {
  NetworkCache& cache = model.networkCache();
  std::call_once(cache.built, [&] {
    cache.networks = convertTorchErrors([&] {
      // The first caller may be a prediction in inference mode, and tensors created in that mode allow no gradients.
      const c10::InferenceMode notInference(false);
      std::vector<std::shared_ptr<const HybridCnn>> networks;
      for (const MemberWeights& weights : model.members()) {
        std::unique_ptr<HybridCnn> network = emptyNetwork(model.info());
        network->setTensors(weights, "");
        network->freeze();
        networks.push_back(std::move(network));
      }
      return networks;
    });
  });
  return cache.networks;
}

void useOneThread() {
  thread_local bool limited = false;
  if (limited) return;
  // LibTorch stores its number of threads per process, OpenMP per thread; the call sets both. It is not safe to call
  // from several threads at the same time, hence the mutex.
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  at::set_num_threads(1);
  useOneBlasThread();
  limited = true;
}

}  // namespace maury::network
