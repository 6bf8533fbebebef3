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

/// Leaky ReLU as a separate layer, for example after a normalisation.
struct Activation {
  static constexpr const char* kKind = "activation";
  static constexpr const char* kTensors = "activation";
  static constexpr bool kNeedsPositions = false;

  double slope = 0.3;  ///< slope below zero; 0: ReLU

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"slope", "slope", "Slope of the activation below zero; 0: ReLU, 1: none", 0.0, 1.0},
          self.slope);
  }

  std::string text() const { return "activation"; }
  std::size_t minPositions() const { return 1; }
  Shape outputShape(const Shape& in) const { return in; }
  std::vector<WeightShape> weights(const Shape& /*in*/) const { return {}; }
  std::size_t flop(const Shape& /*in*/) const { return 0; }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
