// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/StarMaps.h"

#include "attribution/AttributionModule.h"

namespace maury::attribution {

std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                            std::span<const std::size_t> stars, std::size_t label, const AttributionOptions& options,
                            Job& job) {
  return attributionModule().get().starMaps(model, dataset, stars, label, options, job);
}

}  // namespace maury::attribution
