// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "network/layers/LayerParameter.h"
#include "network/layers/Shape.h"
#include "network/layers/WeightShape.h"

namespace maury::network {

class LayerModule;
struct LayerContext;

/// Dense layer followed by a leaky ReLU. Flattens positions × channels position by position, as Keras does.
struct Dense {
  static constexpr const char* kKind = "dense";
  static constexpr const char* kTensors = "dense";
  static constexpr bool kNeedsPositions = false;

  int units = 32;
  double slope = 0.3;  ///< slope of the activation below zero; 0: ReLU, 1: none

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"units", "filters / units", "Number of units", 1, kLargestLayer}, self.units);
    visit(LayerParameter{"slope", "slope", "Slope of the activation below zero; 0: ReLU, 1: none", 0.0, 1.0},
          self.slope);
  }

  std::string text() const { return fmt::format("dense {}", units); }
  std::size_t minPositions() const { return 1; }
  Shape outputShape(const Shape& /*in*/) const { return {0, static_cast<std::size_t>(units)}; }
  std::vector<WeightShape> weights(const Shape& in) const {
    return {{"weight", {units, static_cast<std::int64_t>(in.values())}, Start::GlorotUniform}, {"bias", {units}}};
  }
  std::size_t flop(const Shape& in) const { return checkedProduct(in.values(), 2 * static_cast<std::size_t>(units)); }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
