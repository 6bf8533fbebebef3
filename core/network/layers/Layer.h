// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/Error.h"
#include "network/layers/Activation.h"
#include "network/layers/BatchNorm.h"
#include "network/layers/Convolution.h"
#include "network/layers/Dense.h"
#include "network/layers/Dropout.h"
#include "network/layers/GlobalAveragePool.h"
#include "network/layers/LayerNorm.h"
#include "network/layers/MaxPool.h"
#include "network/layers/Residual.h"

namespace maury::network {

/// The kinds of layers: the one list that a new kind is added to. A kind is a struct in a header of this folder, with
/// its parameters, limits, shape, weights and floating-point operations, and its module in the .torch.cpp of the same
/// name.
using LayerKind =
    std::variant<Convolution, MaxPool, Dense, Dropout, Activation, LayerNorm, BatchNorm, GlobalAveragePool, Residual>;

/// A layer of a network: a plain value.
struct Layer {
  LayerKind kind;

  Layer() = default;
  template <typename Kind>
  requires(!std::same_as<std::remove_cvref_t<Kind>, Layer>) Layer(Kind&& layer) : kind(std::forward<Kind>(layer)) {}
};

/// True for kinds that hold layers themselves, in a member `layers`.
template <typename Kind>
inline constexpr bool kHoldsLayers = requires(Kind kind) {
  kind.layers;
};

/// Calls visit(kind) with a default layer of every kind, in the order of LayerKind.
template <typename Visit>
void forEachKind(const Visit& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(std::variant_alternative_t<I, LayerKind>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<LayerKind>>{});
}

/// The error of outputShape() where a spectrum has become too short.
class TooFewPositions : public Error {
public:
  explicit TooFewPositions(const std::string& message) : Error(ErrorKind::Mismatch, message) {}
};

/// "convolution": the kind's name in JSON and in the window.
std::string kindName(const Layer& layer);
/// "conv 8 × 10".
std::string layerText(const Layer& layer);
/// Shape that the layer makes of `in`. Throws TooFewPositions, or Error(Mismatch) where it cannot take such a shape.
Shape outputShape(const Layer& layer, const Shape& in);
/// Names of the layers in their chain: "conv0", "conv1", "dense0".
std::vector<std::string> chainNames(const std::vector<Layer>& layers);
/// Number of values that training changes.
std::size_t parameterCount(const Layer& layer, const Shape& in);
/// Floating-point operations of one star, two for each multiply–add; activations and max-pools are not counted.
std::size_t flop(const Layer& layer, const Shape& in);

/// Calls visit(kind) for each layer of a chain and of the chains within it, in their order.
template <typename Layers, typename Visit>
void visitLayers(Layers& layers, const Visit& visit) {
  for (auto& layer : layers) {
    std::visit(
        [&](auto& kind) {
          visit(kind);
          if constexpr (kHoldsLayers<std::remove_cvref_t<decltype(kind)>>) visitLayers(kind.layers, visit);
        },
        layer.kind);
  }
}

}  // namespace maury::network
