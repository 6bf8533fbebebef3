// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Layer sizes of a standard hybrid CNN: a spectrum branch (convolutions, each optionally followed by a pool, then
/// dense layers), dense branches for the auxiliary inputs, and dense layers on all branches joined. Version 1 of the
/// description could express only these networks.
struct HybridLayout {
  struct ConvolutionSize {
    int filters = 8;
    int kernel = 10;
    int pool = 1;  ///< width of the max-pool after the convolution; 1: none
    double l2 = 0.0;
    bool padded = false;
  };
  struct DenseSize {
    int units = 32;
    double dropout = 0.0;  ///< rate of the dropout after the layer; 0: none
  };
  struct AuxiliarySize {
    std::string name;
    std::vector<std::string> inputs;
    std::vector<DenseSize> layers;
  };

  std::string preset{};
  std::vector<ConvolutionSize> convolutions{};
  double convolutionDropout = 0.0;  ///< after the last convolution
  std::vector<DenseSize> spectrumDense{};
  std::vector<AuxiliarySize> auxiliary{};
  std::vector<DenseSize> joinedDense{};
  double leakySlope = 0.3;  ///< slope of every activation below zero
  InputScaling scaling = InputScaling::Standardised;
  bool predictsVariance = false;
  std::vector<LabelWindows> windows{};
};

/// Returns the graph of such a network: the branch "spectrum", the auxiliary branches, and "joined", which feeds the
/// output.
NetworkDescription describe(const HybridLayout& layout);
/// Returns the layout for which describe() returns `description`, or nothing if the graph is not of this form.
std::optional<HybridLayout> layoutOf(const NetworkDescription& description);

/// Returns the slope below zero of the first activation of a network, or Keras' default of 0.3 if it has none.
double activationSlope(const NetworkDescription& description);
/// Sets the slope of all activations, except in layers without an activation (slope 1).
void setActivationSlope(NetworkDescription& description, double slope);

}  // namespace maury::network
