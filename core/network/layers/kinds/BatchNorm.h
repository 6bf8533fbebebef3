// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "network/layers/LayerParameter.h"
#include "network/layers/Shape.h"
#include "network/layers/WeightShape.h"

namespace maury::network {

class LayerModule;
struct LayerContext;

/// Batch normalisation (Ioffe & Szegedy 2015, arXiv:1502.03167): transforms each channel, or each element of a vector,
/// to (x − mean) / √(variance + 1e-3) × weight + bias. In training, mean and variance are taken over all positions of
/// the part of the batch that one worker processes: at most 32 stars on the CPU, whatever the number of threads (small
/// parts generalise better than the whole batch, Hoffer+2017, arXiv:1705.08741), and the whole batch on a GPU.
/// Prediction, validation and attribution use the running mean and variance accumulated in training.
struct BatchNorm {
  static constexpr const char* kKind = "batch-norm";
  static constexpr const char* kTensors = "batchnorm";
  static constexpr bool kNeedsPositions = false;
  static constexpr double kEpsilon = 1e-3;  ///< Keras' default

  double momentum = 0.9;  ///< each step sets running = momentum × running + (1 − momentum) × batch (Keras: 0.99)

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"momentum", "momentum", "Momentum of the running mean and variance per training step", 0.0,
                         1.0, false},
          self.momentum);
  }

  std::string text() const { return "batch norm"; }
  std::size_t minPositions() const { return 1; }
  Shape outputShape(const Shape& in) const { return in; }
  std::vector<WeightShape> weights(const Shape& in) const {
    const auto channels = static_cast<std::int64_t>(in.channels);
    return {{"weight", {channels}, Start::Ones},
            {"bias", {channels}},
            {"mean", {channels}, Start::Zeros, false},
            {"variance", {channels}, Start::Ones, false}};
  }
  /// Counts a prediction: one multiplication and one addition per value.
  std::size_t flop(const Shape& in) const { return checkedProduct(2, in.values()); }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
