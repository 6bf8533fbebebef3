// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "network/layers/WeightShape.h"
#include "network/model/Model.h"

namespace maury::network {

/// Returns the names and shapes of the tensors of one network of the model, including running statistics, without
/// LibTorch. They are the same as those of HybridCnn::tensors(). Throws Error(Mismatch) if the spectrum is too short
/// for the network, if a layer cannot take the shape that enters it, or if the windows do not fit (see labelGroups()).
std::vector<WeightShape> weightShapes(const ModelInfo& info);

/// Throws Error(Format) naming the tensor unless `tensors` contains each of `shapes`, under its name preceded by
/// `prefix`, with finite values.
void requireWeights(const std::vector<WeightShape>& shapes, const MemberWeights& tensors, const std::string& prefix);

}  // namespace maury::network
