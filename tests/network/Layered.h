// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with the kinds of layers that no preset has.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::test {

/// Returns a network with a single branch of these layers on the flux.
inline network::NetworkDescription chainNetwork(std::vector<network::Layer> layers) {
  network::NetworkDescription description;
  description.branches.front().layers = std::move(layers);
  return description;
}

/// Returns a padded convolution with 4 filters. A slope of 1 makes it linear.
inline network::Convolution padded(double slope = 1.0) {
  return {.filters = 4, .kernel = 3, .padded = true, .slope = slope};
}

/// Returns networks that together contain these kinds of layers, with a name for each, for at least 12 pixels. They are
/// smooth functions, so that finite differences of their outputs approximate derivatives well.
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

/// Returns one network with all of these kinds and with pools, activations, dropout and L2 penalty.
inline network::NetworkDescription layeredNetwork() {
  using namespace network;
  Convolution first = padded();
  first.l2 = 0.001;
  return chainNetwork({first, BatchNorm{}, Activation{0.3}, MaxPool{2},
                       Residual{{padded(0.3), BatchNorm{}, Dropout{0.1}, padded()}}, Activation{0.3}, padded(0.3),
                       MaxPool{2}, LayerNorm{}, GlobalAveragePool{}, Dense{8, 0.3}});
}

}  // namespace maury::test
