// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "base/Error.h"
#include "network/layers/LayerParameter.h"
#include "network/layers/Shape.h"
#include "network/layers/WeightShape.h"

namespace maury::network {

class LayerModule;
struct LayerContext;

/// Layer normalisation (Ba, Kiros & Hinton 2016, arXiv:1607.06450): transforms the values of each star to
/// (x − mean) / √(variance + 1e-3) × weight + bias, with mean and variance over the channels of each position, or over
/// the elements of a vector (as in Keras).
struct LayerNorm {
  static constexpr const char* kKind = "layer-norm";
  static constexpr const char* kTensors = "layernorm";
  static constexpr bool kNeedsPositions = false;
  static constexpr double kEpsilon = 1e-3;  ///< Keras' default

  template <typename Self, typename Visit>
  static void visitParameters(Self& /*self*/, const Visit& /*visit*/) {}

  std::string text() const { return "layer norm"; }
  std::size_t minPositions() const { return 1; }
  /// Throws Error(Mismatch) for a single channel, because all its values would become 0.
  Shape outputShape(const Shape& in) const {
    if (in.channels < 2)
      throw Error(ErrorKind::Mismatch, "\"layer norm\" needs at least two channels; move it after another layer");
    return in;
  }
  std::vector<WeightShape> weights(const Shape& in) const {
    const auto channels = static_cast<std::int64_t>(in.channels);
    return {{"weight", {channels}, Start::Ones}, {"bias", {channels}}};
  }
  /// Counts seven operations per value: mean, variance, difference, quotient, weight and bias.
  std::size_t flop(const Shape& in) const { return checkedProduct(7, in.values()); }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
