// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/Layer.h"

#include <fmt/format.h>

namespace maury::network {

std::string kindName(const Layer& layer) {
  return std::visit([](const auto& kind) { return std::string(kind.kKind); }, layer.kind);
}

std::string layerText(const Layer& layer) {
  return std::visit([](const auto& kind) { return kind.text(); }, layer.kind);
}

Shape outputShape(const Layer& layer, const Shape& in) {
  return std::visit(
      [&](const auto& kind) {
        if (kind.kNeedsPositions && in.isVector()) {
          throw Error(ErrorKind::Mismatch,
                      fmt::format("\"{}\" needs positions along a spectrum, but its input is a vector of {}; move it "
                                  "before the dense layers",
                                  kind.text(), in.text()));
        }
        if (!in.isVector() && in.positions < kind.minPositions()) {
          throw TooFewPositions(fmt::format("only {} positions are left for \"{}\", which needs {}", in.positions,
                                            kind.text(), kind.minPositions()));
        }
        return kind.outputShape(in);
      },
      layer.kind);
}

std::vector<WeightShape> layerWeights(const Layer& layer, const Shape& in) {
  return std::visit([&](const auto& kind) { return kind.weights(in); }, layer.kind);
}

std::size_t parameterCount(const Layer& layer, const Shape& in) {
  std::size_t count = 0;
  for (const WeightShape& weight : layerWeights(layer, in))
    if (weight.learned) count = checkedSum(count, weight.size());
  return count;
}

std::size_t flop(const Layer& layer, const Shape& in) {
  return std::visit([&](const auto& kind) { return kind.flop(in); }, layer.kind);
}

}  // namespace maury::network
