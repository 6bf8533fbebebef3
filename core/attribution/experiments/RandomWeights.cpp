// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/RandomWeights.h"

#include "attribution/AttributionModule.h"

namespace maury::attribution {

network::Model withRandomWeights(const network::Model& model, std::uint64_t seed) {
  return attributionModule().get().withRandomWeights(model, seed);
}

}  // namespace maury::attribution
