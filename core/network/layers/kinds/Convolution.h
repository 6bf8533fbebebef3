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

/// Convolution along the spectrum (stride 1) followed by a leaky ReLU.
struct Convolution {
  static constexpr const char* kKind = "convolution";
  static constexpr const char* kTensors = "conv";
  static constexpr bool kNeedsPositions = true;

  int filters = 8;
  int kernel = 10;      ///< pixels
  double l2 = 0.0;      ///< factor of the penalty l2 × Σ weight², which excludes the biases
  bool padded = false;  ///< true: zeros at both ends keep the number of positions (Keras' "same"); false: "valid"
  double slope = 0.3;   ///< slope of the activation below zero: 0.3 as in Keras (LibTorch: 0.01); 0: ReLU, 1: none

  template <typename Self, typename Visit>
  static void visitParameters(Self& self, const Visit& visit) {
    visit(LayerParameter{"filters", "filters / units", "Number of filters", 1, kLargestLayer}, self.filters);
    visit(LayerParameter{"kernel", "kernel (px)", "Width of the kernel", 1, kLargestLayer}, self.kernel);
    visit(LayerParameter{"l2", "L2", "Adds L2 × Σ weight² of the kernel (without biases) to the loss", 0.0, 1e6, false},
          self.l2);
    visit(LayerParameter{"padded", "padded", "Pad both ends with zeros to keep the number of positions"}, self.padded);
    visit(LayerParameter{"slope", "slope", "Slope of the activation below zero; 0: ReLU, 1: none", 0.0, 1.0},
          self.slope);
  }

  std::string text() const { return fmt::format("conv {} × {}", filters, kernel); }
  std::size_t minPositions() const { return padded ? 1 : static_cast<std::size_t>(kernel); }
  Shape outputShape(const Shape& in) const {
    return {padded ? in.positions : in.positions + 1 - static_cast<std::size_t>(kernel),
            static_cast<std::size_t>(filters)};
  }
  std::vector<WeightShape> weights(const Shape& in) const {
    return {{"weight", {filters, static_cast<std::int64_t>(in.channels), 1, kernel}, Start::GlorotUniform},
            {"bias", {filters}}};
  }
  std::size_t flop(const Shape& in) const {
    return checkedProduct(2 * outputShape(in).positions, weights(in).front().size());
  }
  std::unique_ptr<LayerModule> makeModule(LayerContext& context) const;
};

}  // namespace maury::network
