// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "network/model/Model.h"

namespace maury::attribution {

/// Returns the model with freshly initialised weights. Its maps show the effect of the architecture alone, before any
/// training (Adebayo+2018, arXiv:1810.03292).
network::Model withRandomWeights(const network::Model& model, std::uint64_t seed);

}  // namespace maury::attribution
