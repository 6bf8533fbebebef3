// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/Safetensors.h"
#include "network/description/NetworkDescription.h"
#include "network/layers/LayerModule.torch.h"

namespace maury::network {

/// Input of a network for B stars: scaled, with missing values filled and masked pixels removed (see BatchMaker in
/// Ensemble.torch.h). float32, on networkDevice().
struct Batch {
  torch::Tensor flux;                    ///< B × 1 × 1 × P′, from asNetworkFlux()
  std::vector<torch::Tensor> auxiliary;  ///< B × K for each of NetworkDescription::auxiliary()

  std::int64_t size() const { return flux.size(0); }
  /// Returns `count` consecutive spectra from `first` on, in the same memory.
  Batch slice(std::int64_t first, std::int64_t count) const;
};

/// Returns `flux` (B × P′ or B × 1 × 1 × P′) as B × 1 × 1 × P′ in the layout that is fastest on its device. On the CPU
/// these are channels-last strides, set explicitly because `contiguous(ChannelsLast)` does not change the strides of a
/// tensor with one channel, and all following layers would then run at half speed. On a GPU it is the default layout:
/// hybrid-rvs predicts equally fast with both, and a network of 8.3 MFLOP 6 times as fast as with channels-last (H100,
/// LibTorch 2.11).
torch::Tensor asNetworkFlux(const torch::Tensor& flux);

/// Network built from a description, on networkDevice(): one member of an ensemble. Forward passes are const and touch
/// no shared state, so that several threads may run them on one frozen network at the same time. Functions that change
/// the weights are not thread-safe.
class HybridCnn {
public:
  /// Weights are zero until initialise() or setTensors(). Throws Error(Mismatch) if the spectrum is too short.
  HybridCnn(const NetworkDescription& description, std::size_t pixels, const std::vector<std::size_t>& auxiliaryWidths,
            std::size_t labels);

  /// Sets the pixels that each label sees: `masks` (G × P′, 1 or 0) has a row for each group of labels, and `groups`
  /// (L) is the group of each label. Each group then needs a separate forward pass.
  void setWindows(const torch::Tensor& masks, const std::vector<std::int64_t>& groups);

  /// Sets the initial weights, which are drawn from the CPU generator `generator` and thus the same on every device.
  void initialise(torch::Generator& generator);

  /// Returns B × L outputs in scaled label units 0…1 (see ModelLabel), without dropout. Differentiable with respect to
  /// those tensors of the batch that require a gradient, and to the weights unless they are frozen.
  torch::Tensor forward(const Batch& batch) const;
  /// Returns B × L outputs as forward() does; if the network predicts its variance, followed by L more columns: ln of
  /// the variance in the same units squared.
  torch::Tensor forwardAll(const Batch& batch) const;
  /// Returns forwardAll() with dropout, whose masks are drawn from `generator` (see deviceGenerator()). If `statistics`
  /// is given, batch normalisation uses the statistics of the batch and adds them to it; otherwise it uses its running
  /// statistics.
  torch::Tensor forwardTraining(const Batch& batch, torch::Generator& generator,
                                BatchStatistics* statistics = nullptr) const;
  /// Updates the running statistics of batch normalisation after a training step. `parts` are the statistics of each
  /// part of its batch.
  void updateStatistics(std::span<const BatchStatistics> parts);
  /// Returns the sum of the layers' penalties (l2 × Σ kernel² for convolutions); undefined if no layer has one.
  torch::Tensor l2Penalty() const;

  std::vector<torch::Tensor> parameters() const;
  std::size_t parameterCount() const;
  /// Disables the gradients of the weights. All members of a Model are frozen.
  void freeze();
  /// Changes the weights and biases of the output layer so that each output h becomes h × scale + offset (L values
  /// each), and scales predicted variances accordingly.
  void rescaleOutput(const torch::Tensor& scale, const torch::Tensor& offset);
  /// Returns an independent copy of the weights and running statistics, not frozen.
  std::unique_ptr<HybridCnn> clone() const;
  /// Returns a network that shares the memory of the weights and running statistics but has separate gradients, for
  /// another thread that works on part of the batch.
  std::unique_ptr<HybridCnn> cloneSharingWeights() const;

  /// Returns the weights and running statistics by name, row-major. Examples: "spectrum.conv0.weight" (filters ×
  /// channels × 1 × kernel), "xp.dense0.weight" (units × inputs), "spectrum.batchnorm0.mean", "output.bias" (labels).
  std::map<std::string, io::Tensor> tensors() const;
  /// Copies the weights and running statistics from those tensors of `all` whose names start with `prefix`. Throws
  /// Error(Format) naming a tensor that is missing, has the wrong shape or contains a value that is not finite.
  void setTensors(const std::map<std::string, io::Tensor>& all, const std::string& prefix);

private:
  /// Branch of the description with its layers as LibTorch modules.
  struct Node {
    bool readsFlux = false;
    std::optional<std::size_t> auxiliary;  ///< index into Batch::auxiliary
    std::vector<std::size_t> from;         ///< indices of the earlier nodes that it takes
    Join join = Join::Concatenate;
    ModuleChain chain;
  };

  std::vector<ModuleTensor> allTensors() const;
  template <typename Visit>
  void forEachModule(const Visit& visit) const;
  torch::Tensor run(const Batch& batch, const Pass& pass) const;
  torch::Tensor runOnce(const Batch& batch, const Pass& pass) const;

  NetworkDescription m_description;
  std::size_t m_pixels;
  std::vector<std::size_t> m_auxiliaryWidths;
  std::size_t m_labels;
  torch::Tensor m_masks;                 ///< G × P′; undefined: every label sees every pixel
  std::vector<torch::Tensor> m_columns;  ///< for each group, the indices of the outputs of its labels
  torch::Tensor m_order;                 ///< indices that restore the order of the outputs after joining the groups
  std::vector<Node> m_nodes;
  std::vector<std::size_t> m_outputFrom;  ///< indices of the nodes that the output takes
  torch::Tensor m_outputWeight, m_outputBias;
};

}  // namespace maury::network
