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
struct LayerBuild;

/// Batch normalisation (Ioffe & Szegedy 2015, arXiv:1502.03167): each channel, or element of a vector, becomes
/// (x − mean) / √(variance + 1e-3) × weight + bias. In training mean and variance are those of the part of the batch
/// that one worker takes (at most 32 stars on the processor, whatever the number of threads, and all positions; Hoffer+
/// 2017, arXiv:1705.08741, find this to generalise better than the whole batch); on a GPU the whole batch is one part.
/// Prediction, validation and attribution use the running mean and variance that training has accumulated.
struct BatchNorm {
  static constexpr const char* kKind = "batch-norm";
  static constexpr const char* kTensors = "batchnorm";
  static constexpr bool kNeedsPositions = false;
  static constexpr double kEpsilon = 1e-3;  ///< Keras' default

  double momentum = 0.9;  ///< running = momentum × running + (1 − momentum) × batch, a step; Keras has 0.99

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"momentum", "momentum", "Of the running mean and variance, a training step", 0.0, 1.0, false},
          self.momentum);
  }

  std::string text() const { return "batch norm"; }
  std::size_t leastPositions() const { return 1; }
  Shape outputShape(const Shape& in) const { return in; }
  std::vector<WeightShape> weights(const Shape& in) const {
    const auto channels = static_cast<std::int64_t>(in.channels);
    return {{"weight", {channels}, Start::Ones},
            {"bias", {channels}},
            {"mean", {channels}, Start::Zeros, false},
            {"variance", {channels}, Start::Ones, false}};
  }
  /// Of a prediction: one multiplication and one addition a value.
  std::size_t flop(const Shape& in) const { return 2 * in.values(); }
  std::unique_ptr<LayerModule> makeModule(LayerBuild& build) const;
};

}  // namespace maury::network
