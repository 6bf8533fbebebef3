// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Error.h"
#include "network/model/HybridCnn.torch.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::network {

/// Converts rows of a survey to batches for the networks: fills missing pixels and inputs, scales, and leaves out
/// masked pixels. No other code does this. Thread-safe after construction; needs little memory.
class BatchMaker {
public:
  explicit BatchMaker(const ModelInfo& info);

  /// Returns the batch of `rows` of `dataset`, in that order. Throws Error(Mismatch) if an input is missing or has
  /// another width. Does not check the grid; call Model::missingSteps() for that.
  Batch make(const survey::Dataset& dataset, std::span<const std::size_t> rows) const;
  /// Returns the batch of the rows [first, first + count).
  Batch make(const survey::Dataset& dataset, std::size_t first, std::size_t count) const;

  /// Returns the P′ pixels of the grid that the network sees, in order: column j of Batch::flux is pixel pixels()[j].
  const std::vector<std::size_t>& pixels() const { return m_pixels; }
  /// Returns the total width K of the inputs of each auxiliary branch.
  const std::vector<std::size_t>& auxiliaryWidths() const { return m_auxiliaryWidths; }
  /// Returns the scale of each of the K elements of each auxiliary branch (value = scaled × scale + offset). To get a
  /// derivative per unit of the input, divide the derivative per scaled unit by it.
  const std::vector<std::vector<float>>& auxiliaryScales() const { return m_auxiliaryScales; }

private:
  template <typename RowOf>
  Batch fill(const survey::Dataset& dataset, std::size_t count, RowOf rowOf) const;

  void fillFlux(std::span<const float> spectrum, std::vector<float>& scratch, float* out) const;

  float m_fluxScale, m_fluxFill;
  FluxRange m_fluxRange;
  std::vector<std::size_t> m_pixels;
  std::vector<float> m_fluxOffset;  ///< one per element of m_pixels
  std::vector<std::size_t> m_auxiliaryWidths;
  std::vector<std::vector<float>> m_auxiliaryScales;
  std::vector<std::vector<ModelInput>> m_branches;
};

/// Returns a network with the architecture and label windows of the model and weights of zero. Throws Error(Mismatch)
/// if the spectrum is too short, or if windows belong to an unknown label or contain no unmasked pixel.
std::unique_ptr<HybridCnn> emptyNetwork(const ModelInfo& info);

/// Returns the networks of a model's members, which the first call builds from their weights. They are frozen (their
/// weights have no gradients), so that several threads may call forward() on the same network at the same time, even
/// with a batch that requires gradients. Thread-safe; the reference is valid as long as the model or a copy of it
/// lives.
const std::vector<std::shared_ptr<const HybridCnn>>& networksOf(const Model& model);

/// Converts outputs (stars × labels, row-major) to labels in place: label = minimum + output × (maximum − minimum).
void outputsToLabels(const ModelInfo& info, std::span<float> outputs);
/// Returns a factor (maximum − minimum) for each label: d(label)/d(flux) = factor × d(output)/d(Batch::flux) /
/// info.fluxScale.
std::vector<float> labelFactors(const ModelInfo& info);

/// Limits LibTorch and BLAS to the calling thread. Call this at the start of every function that runs a network,
/// including each chunk of parallel work, because OpenMP stores the limit per thread and any thread of the pool may run
/// the function. Costs nothing on a thread that has called it before.
void useOneThread();

/// Runs `work` and returns its result. Converts a c10::Error to Error(Numerical) with its message but no backtrace.
template <typename Work>
auto convertTorchErrors(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const c10::Error& error) {
    throw Error(ErrorKind::Numerical, std::string("LibTorch: ") + error.what_without_backtrace());
  }
}

}  // namespace maury::network
