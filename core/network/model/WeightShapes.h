// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network/model/Model.h"

namespace maury::network {

/// Name and shape of one tensor of a network.
struct WeightShape {
  std::string name;
  std::vector<std::int64_t> shape;
};

/// Returns the tensors of one network of the model, in the order of HybridCnn::parameters(). Throws Error(Mismatch) if
/// the spectrum is too short for the network, or its windows do not fit (see labelGroups()).
std::vector<WeightShape> weightShapes(const ModelInfo& info);

/// Throws Error(Format) unless `tensors` holds all of `shapes`, under their names after `prefix`, with finite values;
/// names the tensor that does not fit.
void requireWeights(const std::vector<WeightShape>& shapes, const MemberWeights& tensors, const std::string& prefix);

}  // namespace maury::network
