// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/Safetensors.h"
#include "network/description/NetworkDescription.h"

namespace maury::network {

/// What a network takes for B stars, scaled, filled and masked (see BatchMaker in Ensemble.torch.h). float32, on
/// networkDevice().
struct Batch {
  torch::Tensor flux;                    ///< B × 1 × 1 × P′, of asNetworkFlux()
  std::vector<torch::Tensor> auxiliary;  ///< for each branch B × K

  std::int64_t size() const { return flux.size(0); }
};

/// `flux` (B × P′ or B × 1 × 1 × P′) as B × 1 × 1 × P′ in the layout that is fast where it lies. On the processor
/// channels-last strides: `contiguous(ChannelsLast)` leaves those of the default layout where there is one channel, and
/// every layer after it then runs at half speed. On a GPU the default, with which hybrid-rvs predicts as fast and a
/// network of 8.3 MFLOP 6 times as fast (H100, LibTorch 2.11).
torch::Tensor asNetworkFlux(const torch::Tensor& flux);

/// The network itself: one member of an ensemble, on networkDevice(). Forward passes are const and touch no shared
/// state, so that any number of threads may run them at once on one frozen network; changing weights is for one thread
/// alone.
class HybridCnn {
public:
  /// Weights are zero until initialise() or setTensors(). Throws Error(Mismatch) if the spectrum is too short.
  HybridCnn(const NetworkDescription& description, std::size_t pixels, const std::vector<std::size_t>& auxiliaryWidths,
            std::size_t labels);

  /// Which pixels each label sees: `masks` (G × P′, 1 or 0) has a row for each group of labels, `groups` (L) says which
  /// is a label's. Each group is then a forward pass of its own.
  void setWindows(const torch::Tensor& masks, const std::vector<std::int64_t>& groups);

  /// Glorot-uniform kernels and zero biases, as Keras (Glorot & Bengio 2010, eq. 16), drawn from `generator`, the
  /// processor's: the same on every device.
  void initialise(torch::Generator& generator);

  /// B × L outputs in label units 0…1 (see ModelLabel). Without dropout; differentiable with respect to the batch where
  /// its tensors require a gradient, and to the weights unless frozen.
  torch::Tensor forward(const Batch& batch) const;
  /// B × outputs: for networks that predict their variance L more columns, ln of the variance in the same units
  /// squared.
  torch::Tensor forwardAll(const Batch& batch) const;
  /// forwardAll() with dropout, its masks drawn from `generator`, one of deviceGenerator().
  torch::Tensor forwardTraining(const Batch& batch, torch::Generator& generator) const;
  /// Σ over convolutions of l2 × Σ kernel²; undefined tensor when no layer has an l2.
  torch::Tensor l2Penalty() const;

  std::vector<torch::Tensor> parameters() const;
  std::size_t parameterCount() const;
  /// Weights no longer take gradients: the state of every member of a Model.
  void freeze();
  /// Each output h becomes h × scale + offset (L each), by its weights and bias; variances follow.
  void rescaleOutput(const torch::Tensor& scale, const torch::Tensor& offset);
  /// An independent copy of the weights, not frozen.
  std::unique_ptr<HybridCnn> clone() const;
  /// The same weights, in the same memory, with gradients of their own: for another thread that works on part of a
  /// batch.
  std::unique_ptr<HybridCnn> sharingWeights() const;

  /// Weights by name ("spectrum.conv0.weight": filters × channels × 1 × kernel; "xp.dense0.weight": units × inputs;
  /// "output.bias": labels …), row-major.
  std::map<std::string, io::Tensor> tensors() const;
  /// Takes the tensors whose names start with `prefix`. Throws Error(Format) naming the tensor that is missing, has
  /// another shape or holds values that are not finite.
  void setTensors(const std::map<std::string, io::Tensor>& all, const std::string& prefix);

private:
  struct Dense {
    std::string name;
    torch::Tensor weight, bias;
    double dropout = 0.0;
  };
  struct Convolution {
    std::string name;
    torch::Tensor weight, bias;
    int pool = 1;
    double l2 = 0.0;
    bool padded = false;
  };
  using Dropout = torch::Generator*;  ///< null: none

  Dense makeDense(const std::string& name, std::int64_t& width, const DenseLayer& layer);
  std::vector<std::pair<std::string, torch::Tensor>> named() const;
  /// Calls visit(layer) for every layer, in the order of parameters().
  template <typename Self, typename Visit>
  static void forEachLayer(Self& self, const Visit& visit);
  torch::Tensor run(const Batch& batch, Dropout dropout) const;
  torch::Tensor runOnce(const Batch& batch, Dropout dropout) const;
  torch::Tensor activate(torch::Tensor x) const;
  torch::Tensor apply(const std::vector<Dense>& layers, torch::Tensor x, Dropout dropout) const;

  NetworkDescription m_description;
  std::size_t m_pixels;
  std::vector<std::size_t> m_auxiliaryWidths;
  std::size_t m_labels;
  torch::Tensor m_masks;                 ///< G × P′; undefined: every label sees every pixel
  std::vector<torch::Tensor> m_columns;  ///< of each group the outputs that are its labels'
  torch::Tensor m_order;                 ///< puts those, side by side, in the order of the outputs
  std::vector<Convolution> m_convolutions;
  std::vector<Dense> m_spectrumDense;
  std::vector<std::vector<Dense>> m_auxiliary;
  std::vector<Dense> m_joinedDense;
  Dense m_output;
};

}  // namespace maury::network
