// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// The usual hybrid CNN by its sizes: a spectrum branch (convolutions, each with a pool if it has one, then dense
/// layers), dense branches of auxiliary inputs, and dense layers on all of them joined. This is also all that version 1
/// of the description could say.
struct HybridLayout {
  struct ConvolutionSize {
    int filters = 8;
    int kernel = 10;
    int pool = 1;  ///< width of a max-pool after it; 1: none
    double l2 = 0.0;
    bool padded = false;
  };
  struct DenseSize {
    int units = 32;
    double dropout = 0.0;  ///< of a dropout after it; 0: none
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
  double leakySlope = 0.3;  ///< of every activation
  InputScaling scaling = InputScaling::Standardised;
  bool predictsVariance = false;
  std::vector<LabelWindows> windows{};
};

/// The graph of such a network: the branches "spectrum", the auxiliary ones and "joined", which the output takes.
NetworkDescription describe(const HybridLayout& layout);
/// The layout whose graph `description` is; none where it is another graph.
std::optional<HybridLayout> layoutOf(const NetworkDescription& description);

/// The slope below zero of the first activation of a network; Keras' default, 0.3, without one.
double activationSlope(const NetworkDescription& description);
/// Gives all activations the slope, but for layers that have none (slope 1).
void setActivationSlope(NetworkDescription& description, double slope);

}  // namespace maury::network
