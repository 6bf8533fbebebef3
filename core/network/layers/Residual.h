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
struct LayerBuild;
struct Layer;

/// Of layers one after the other; see Layer.h.
Shape chainShape(const std::vector<Layer>& layers, Shape in);
/// Returns the tensors of the layers, named "conv0.weight".
std::vector<WeightShape> chainWeights(const std::vector<Layer>& layers, Shape in);
std::size_t chainFlop(const std::vector<Layer>& layers, Shape in);
std::string chainText(const std::vector<Layer>& layers);

/// Residual block (He+2016, CVPR, arXiv:1512.03385): its input plus what its layers make of it.
struct Residual {
  static constexpr const char* kKind = "residual";
  static constexpr const char* kTensors = "residual";
  static constexpr bool kNeedsPositions = false;

  std::vector<Layer> layers;

  template <typename Self, typename Visit>
  static void visitParameters(Self& /*self*/, const Visit& /*visit*/) {}

  std::string text() const { return fmt::format("residual ({})", chainText(layers)); }
  std::size_t leastPositions() const { return 1; }
  /// Throws Error(Mismatch) unless the layers keep the shape, and what their own shapes throw.
  Shape outputShape(const Shape& in) const {
    const Shape out = chainShape(layers, in);
    if (!(out == in)) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the layers of \"{}\" make {} of {}; they must keep the shape: padded convolutions "
                              "without pools, the last with as many filters (or units) as come in",
                              text(), out.text(), in.text()));
    }
    return out;
  }
  std::vector<WeightShape> weights(const Shape& in) const { return chainWeights(layers, in); }
  std::size_t flop(const Shape& in) const { return chainFlop(layers, in) + in.values(); }
  std::unique_ptr<LayerModule> makeModule(LayerBuild& build) const;
};

}  // namespace maury::network
