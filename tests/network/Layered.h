// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of the kinds of layers that no preset has.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::test {

/// Layers on the flux, then the output.
inline network::NetworkDescription chainNetwork(std::vector<network::Layer> layers) {
  network::NetworkDescription description;
  description.branches.front().layers = std::move(layers);
  return description;
}

/// A padded convolution of 4 filters; slope 1: linear.
inline network::Convolution padded(double slope = 1.0) {
  return {.filters = 4, .kernel = 3, .padded = true, .slope = slope};
}

/// A network of each of these kinds by its name, for 12 pixels or more. Without kinks, so that differences of its
/// outputs are as good as derivatives.
inline std::vector<std::pair<std::string, network::NetworkDescription>> smoothNetworks() {
  using namespace network;
  return {
      {"layer-norm", chainNetwork({padded(), LayerNorm{}, Dense{5, 1.0}, LayerNorm{}})},
      {"batch-norm", chainNetwork({padded(), BatchNorm{}, Dense{5, 1.0}, BatchNorm{}})},
      {"global-average-pool", chainNetwork({padded(), LayerNorm{}, GlobalAveragePool{}, Dense{5, 1.0}})},
      {"residual", chainNetwork({padded(), Residual{{padded(), LayerNorm{}, padded()}}, Dense{5, 1.0},
                                 Residual{{Dense{5, 1.0}, BatchNorm{}}}})},
  };
}

/// All of them in one, with pools, activations, dropout and L2.
inline network::NetworkDescription layeredNetwork() {
  using namespace network;
  Convolution first = padded();
  first.l2 = 0.001;
  return chainNetwork({first, BatchNorm{}, Activation{0.3}, MaxPool{2},
                       Residual{{padded(0.3), BatchNorm{}, Dropout{0.1}, padded()}}, Activation{0.3}, padded(0.3),
                       MaxPool{2}, LayerNorm{}, GlobalAveragePool{}, Dense{8, 0.3}});
}

}  // namespace maury::test
