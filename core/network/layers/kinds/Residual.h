// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "base/Error.h"
#include "network/layers/Chain.h"
#include "network/layers/LayerParameter.h"
#include "network/layers/Shape.h"
#include "network/layers/WeightShape.h"

namespace maury::network {

class LayerModule;
struct LayerContext;

/// Residual block (He+2016, CVPR, arXiv:1512.03385): adds its input to the output of its layers.
struct Residual {
  static constexpr const char* kKind = "residual";
  static constexpr const char* kTensors = "residual";
  static constexpr bool kNeedsPositions = false;

  std::vector<Layer> layers;

  template <typename Self, typename Visit>
  static void visitParameters(Self& /*self*/, const Visit& /*visit*/) {}

  std::string text() const { return fmt::format("residual ({})", chainText(layers)); }
  std::size_t minPositions() const { return 1; }
  /// Throws Error(Mismatch) if the layers change the shape, and the errors of chainShape().
  Shape outputShape(const Shape& in) const {
    const Shape out = chainShape(layers, in);
    if (!(out == in)) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the layers of \"{}\" change the shape from {} to {}, but must keep the shape: use "
                              "padded convolutions without pools, and as many filters (or units) in the last layer as "
                              "the block's input has channels",
                              text(), in.text(), out.text()));
    }
    return out;
  }
  std::vector<WeightShape> weights(const Shape& in) const { return chainWeights(layers, in); }
  std::size_t flop(const Shape& in) const { return checkedSum(chainFlop(layers, in), in.values()); }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
