// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "network/layers/WeightShape.h"
#include "network/model/Model.h"

namespace maury::network {

/// Returns the tensors of one network of the model, running statistics included, as the layers of its description say
/// them: those of HybridCnn::tensors(). Throws Error(Mismatch) if the spectrum is too short for the network, a layer
/// cannot take what comes in, or its windows do not fit (see labelGroups()).
std::vector<WeightShape> weightShapes(const ModelInfo& info);

/// Throws Error(Format) unless `tensors` holds all of `shapes`, under their names after `prefix`, with finite values;
/// names the tensor that does not fit.
void requireWeights(const std::vector<WeightShape>& shapes, const MemberWeights& tensors, const std::string& prefix);

}  // namespace maury::network
