// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
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

/// What a network takes for B stars, scaled, filled and masked (see BatchMaker in Ensemble.torch.h). float32, on
/// networkDevice().
struct Batch {
  torch::Tensor flux;                    ///< B × 1 × 1 × P′, of asNetworkFlux()
  std::vector<torch::Tensor> auxiliary;  ///< B × K for each of NetworkDescription::auxiliary()

  std::int64_t size() const { return flux.size(0); }
};

/// `flux` (B × P′ or B × 1 × 1 × P′) as B × 1 × 1 × P′ in the layout that is fast where it lies. On the processor
/// channels-last strides: `contiguous(ChannelsLast)` leaves those of the default layout where there is one channel, and
/// every layer after it then runs at half speed. On a GPU the default, with which hybrid-rvs predicts as fast and a
/// network of 8.3 MFLOP 6 times as fast (H100, LibTorch 2.11).
torch::Tensor asNetworkFlux(const torch::Tensor& flux);

/// Network built from its description: one member of an ensemble, on networkDevice(). Forward passes are const and
/// touch no shared state, so that any number of threads may run them at once on one frozen network; changing weights is
/// for one thread alone.
class HybridCnn {
public:
  /// Weights are zero until initialise() or setTensors(). Throws Error(Mismatch) if the spectrum is too short.
  HybridCnn(const NetworkDescription& description, std::size_t pixels, const std::vector<std::size_t>& auxiliaryWidths,
            std::size_t labels);

  /// Which pixels each label sees: `masks` (G × P′, 1 or 0) has a row for each group of labels, `groups` (L) says which
  /// is a label's. Each group is then a forward pass of its own.
  void setWindows(const torch::Tensor& masks, const std::vector<std::int64_t>& groups);

  /// Sets the weights that training starts from, drawn from `generator`, the processor's: the same on every device.
  void initialise(torch::Generator& generator);

  /// B × L outputs in label units 0…1 (see ModelLabel). Without dropout; differentiable with respect to the batch where
  /// its tensors require a gradient, and to the weights unless frozen.
  torch::Tensor forward(const Batch& batch) const;
  /// B × outputs: for networks that predict their variance L more columns, ln of the variance in the same units
  /// squared.
  torch::Tensor forwardAll(const Batch& batch) const;
  /// forwardAll() with dropout, its masks drawn from `generator`, one of deviceGenerator(). With `statistics` batch
  /// normalisation goes by the batch itself and adds what it saw; without, by its running statistics.
  torch::Tensor forwardTraining(const Batch& batch, torch::Generator& generator,
                                BatchStatistics* statistics = nullptr) const;
  /// Moves the running statistics of batch normalisation towards those of a training step, one of `parts` from each
  /// part of its batch.
  void updateStatistics(std::span<const BatchStatistics> parts);
  /// Sum of what the layers add to the loss: of convolutions l2 × Σ kernel²; undefined where none adds anything.
  torch::Tensor l2Penalty() const;

  std::vector<torch::Tensor> parameters() const;
  std::size_t parameterCount() const;
  /// Weights no longer take gradients: the state of every member of a Model.
  void freeze();
  /// Each output h becomes h × scale + offset (L each), by its weights and bias; variances follow.
  void rescaleOutput(const torch::Tensor& scale, const torch::Tensor& offset);
  /// An independent copy of the weights and running statistics, not frozen.
  std::unique_ptr<HybridCnn> clone() const;
  /// The same weights and running statistics, in the same memory, with gradients of their own: for another thread that
  /// works on part of a batch.
  std::unique_ptr<HybridCnn> sharingWeights() const;

  /// Weights and running statistics by name ("spectrum.conv0.weight": filters × channels × 1 × kernel;
  /// "xp.dense0.weight": units × inputs; "spectrum.batchnorm0.mean"; "output.bias": labels …), row-major.
  std::map<std::string, io::Tensor> tensors() const;
  /// Takes the tensors whose names start with `prefix`. Throws Error(Format) naming the tensor that is missing, has
  /// another shape or holds values that are not finite.
  void setTensors(const std::map<std::string, io::Tensor>& all, const std::string& prefix);

private:
  /// A branch of the description at work.
  struct Node {
    bool readsFlux = false;
    std::optional<std::size_t> auxiliary;  ///< of Batch::auxiliary
    std::vector<std::size_t> from;         ///< nodes before it
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
  std::vector<torch::Tensor> m_columns;  ///< of each group the outputs that are its labels'
  torch::Tensor m_order;                 ///< puts those, side by side, in the order of the outputs
  std::vector<Node> m_nodes;
  std::vector<std::size_t> m_outputFrom;  ///< nodes that the output takes
  torch::Tensor m_outputWeight, m_outputBias;
};

}  // namespace maury::network
