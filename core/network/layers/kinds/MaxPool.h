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

/// Maximum of each group of `width` neighbouring positions, for each channel. Leftover positions at the end are
/// dropped.
struct MaxPool {
  static constexpr const char* kKind = "max-pool";
  static constexpr const char* kTensors = "pool";
  static constexpr bool kNeedsPositions = true;

  int width = 2;  ///< width and stride, in positions

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"width", "pool", "Width and stride of the max-pool", 1, kLargestLayer}, self.width);
  }

  std::string text() const { return fmt::format("max-pool {}", width); }
  std::size_t minPositions() const { return static_cast<std::size_t>(width); }
  Shape outputShape(const Shape& in) const { return {in.positions / static_cast<std::size_t>(width), in.channels}; }
  std::vector<WeightShape> weights(const Shape& /*in*/) const { return {}; }
  std::size_t flop(const Shape& /*in*/) const { return 0; }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
