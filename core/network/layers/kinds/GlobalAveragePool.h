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

/// Mean of each channel over all positions (Lin, Chen & Yan 2014, arXiv:1312.4400). The result is a vector whose length
/// does not depend on that of the spectrum.
struct GlobalAveragePool {
  static constexpr const char* kKind = "global-average-pool";
  static constexpr const char* kTensors = "average";
  static constexpr bool kNeedsPositions = true;

  template <typename Self, typename Visit>
  static void visitParameters(Self& /*self*/, const Visit& /*visit*/) {}

  std::string text() const { return "global average pool"; }
  std::size_t minPositions() const { return 1; }
  Shape outputShape(const Shape& in) const { return {0, in.channels}; }
  std::vector<WeightShape> weights(const Shape& /*in*/) const { return {}; }
  std::size_t flop(const Shape& in) const { return in.values(); }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
