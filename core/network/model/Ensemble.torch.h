// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
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

/// Makes what the networks take out of a survey: fills missing pixels and inputs, scales, leaves out masked pixels. The
/// one place where this is done. Thread-safe once made; cheap to keep.
class BatchMaker {
public:
  explicit BatchMaker(const ModelInfo& info);

  /// Rows `rows` of `dataset`, in that order. Throws Error(Mismatch) if an input is missing or has another width; the
  /// grid must have been checked (Model::missingSteps).
  Batch make(const survey::Dataset& dataset, std::span<const std::size_t> rows) const;
  /// Rows [first, first + count).
  Batch make(const survey::Dataset& dataset, std::size_t first, std::size_t count) const;

  /// The P′ pixels of the grid that the network sees, in order: column j of Batch::flux is pixel pixels()[j].
  const std::vector<std::size_t>& pixels() const { return m_pixels; }
  /// For each branch, the inputs' total width K.
  const std::vector<std::size_t>& auxiliaryWidths() const { return m_auxiliaryWidths; }
  /// For each branch, for each of its K elements, the scale of that element (value = scaled × scale + offset): a
  /// derivative per unit of the input is the derivative per scaled unit over this.
  const std::vector<std::vector<float>>& auxiliaryScales() const { return m_auxiliaryScales; }

private:
  template <typename RowOf>
  Batch fill(const survey::Dataset& dataset, std::size_t count, RowOf rowOf) const;

  float m_fluxScale, m_fluxFill;
  std::vector<std::size_t> m_pixels;
  std::vector<float> m_fluxOffset;  ///< of the P′ pixels
  std::vector<std::size_t> m_auxiliaryWidths;
  std::vector<std::vector<float>> m_auxiliaryScales;
  std::vector<std::vector<ModelInput>> m_branches;
};

/// A network of the model's shape, whose labels see what its description says, with weights of zero. Throws
/// Error(Mismatch) if the spectrum is too short, or if windows are of no label or hold no pixel that is seen.
std::unique_ptr<HybridCnn> emptyNetwork(const ModelInfo& info);

/// Returns the networks of a model's members, made of their weights at the first call. They are frozen (no gradients of
/// weights), so that any number of threads may call forward() on the same network at once, also with a batch that
/// requires gradients. Thread-safe; the reference holds as long as the model or a copy of it.
const std::vector<std::shared_ptr<const HybridCnn>>& networksOf(const Model& model);

/// label = minimum + output × (maximum − minimum). In place over stars × labels, row-major.
void outputsToLabels(const ModelInfo& info, std::span<float> outputs);
/// L factors (maximum − minimum): d(label)/d(flux) = factor × d(output)/d(Batch::flux) / info.fluxScale.
std::vector<float> labelFactors(const ModelInfo& info);

/// Limits LibTorch and BLAS to the calling thread. To be called first by all work that runs a network, chunks included:
/// OpenMP keeps its count per thread, and any thread of the pool may come. Costs nothing if called there before.
void useOneThread();

/// Runs `work`, turning a c10::Error into Error(Numerical) with its message without the backtrace.
template <typename Work>
auto translated(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const c10::Error& error) {
    throw Error(ErrorKind::Numerical, std::string("LibTorch: ") + error.what_without_backtrace());
  }
}

}  // namespace maury::network
