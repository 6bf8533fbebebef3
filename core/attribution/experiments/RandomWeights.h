// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "network/model/Model.h"

namespace maury::attribution {

/// The same networks with weights as they are before training: what a map looks like that has nothing to do with what
/// was learned (Adebayo+2018, arXiv:1810.03292).
network::Model withRandomWeights(const network::Model& model, std::uint64_t seed);

}  // namespace maury::attribution
