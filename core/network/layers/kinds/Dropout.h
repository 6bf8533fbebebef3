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

/// Sets a random share of the values to zero in training and scales the others by 1 / (1 − share).
struct Dropout {
  static constexpr const char* kKind = "dropout";
  static constexpr const char* kTensors = "dropout";
  static constexpr bool kNeedsPositions = false;

  double rate = 0.2;  ///< share of the values set to zero

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"rate", "dropout", "Share of the values set to zero in training", 0.0, 1.0, false}, self.rate);
  }

  std::string text() const { return fmt::format("dropout {:g}", rate); }
  std::size_t minPositions() const { return 1; }
  Shape outputShape(const Shape& in) const { return in; }
  std::vector<WeightShape> weights(const Shape& /*in*/) const { return {}; }
  std::size_t flop(const Shape& /*in*/) const { return 0; }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
