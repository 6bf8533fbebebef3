// SPDX-License-Identifier: GPL-3.0-or-later
// Chains of layers: lists in which each layer takes the output of the one before it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "network/layers/Shape.h"
#include "network/layers/WeightShape.h"

namespace maury::network {

struct Layer;

/// Returns the names of the layers in their chain, such as "conv0", "conv1", "dense0".
std::vector<std::string> chainNames(const std::vector<Layer>& layers);
/// Returns the shape of the output of a chain of layers. See outputShape() in Layer.h for the errors.
Shape chainShape(const std::vector<Layer>& layers, Shape in);
/// Returns the tensors of the layers, with names such as "conv0.weight".
std::vector<WeightShape> chainWeights(const std::vector<Layer>& layers, Shape in);
std::size_t chainFlop(const std::vector<Layer>& layers, Shape in);
std::string chainText(const std::vector<Layer>& layers);

}  // namespace maury::network
