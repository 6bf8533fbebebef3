// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/Error.h"
#include "network/layers/kinds/Activation.h"
#include "network/layers/kinds/BatchNorm.h"
#include "network/layers/kinds/Convolution.h"
#include "network/layers/kinds/Dense.h"
#include "network/layers/kinds/Dropout.h"
#include "network/layers/kinds/GlobalAveragePool.h"
#include "network/layers/kinds/LayerNorm.h"
#include "network/layers/kinds/MaxPool.h"
#include "network/layers/kinds/Residual.h"

namespace maury::network {

/// All kinds of layers. A new kind must be added to this list and nowhere else. A kind is a struct in a header of this
/// folder, with its parameters, limits, shape, weights and floating-point operations; its LibTorch module is in the
/// .torch.cpp file of the same name.
using LayerKind =
    std::variant<Convolution, MaxPool, Dense, Dropout, Activation, LayerNorm, BatchNorm, GlobalAveragePool, Residual>;

/// Layer of a network, as a plain value.
struct Layer {
  LayerKind kind;

  Layer() = default;
  template <typename Kind>
  requires(!std::same_as<std::remove_cvref_t<Kind>, Layer>) Layer(Kind&& layer) : kind(std::forward<Kind>(layer)) {}
};

/// True for kinds that contain layers themselves, in a member `layers`.
template <typename Kind>
inline constexpr bool kHoldsLayers = requires(Kind kind) {
  kind.layers;
};

/// Calls visit(kind) with a default-constructed layer of every kind, in the order of LayerKind.
template <typename Visit>
void forEachKind(const Visit& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(std::variant_alternative_t<I, LayerKind>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<LayerKind>>{});
}

/// Error that outputShape() throws if fewer positions are left than a layer needs.
class TooFewPositions : public Error {
public:
  explicit TooFewPositions(const std::string& message) : Error(ErrorKind::Mismatch, message) {}
};

/// Returns the kind's name in JSON and in the window, such as "convolution".
std::string kindName(const Layer& layer);
/// Returns the layer in short form, such as "conv 8 × 10".
std::string layerText(const Layer& layer);
/// Returns the shape of the layer's output for an input of shape `in`. Throws TooFewPositions if `in` is too short, or
/// Error(Mismatch) if the layer cannot take such a shape.
Shape outputShape(const Layer& layer, const Shape& in);
/// Returns the layer's tensors for an input of shape `in`, with names such as "weight".
std::vector<WeightShape> layerWeights(const Layer& layer, const Shape& in);
/// Returns the number of trainable values.
std::size_t parameterCount(const Layer& layer, const Shape& in);
/// Returns the number of floating-point operations for one star, two per multiply–add; activations and max-pools are
/// not counted.
std::size_t flop(const Layer& layer, const Shape& in);

/// Calls visit(kind) for each layer of a chain, followed by the layers it contains, in order.
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
