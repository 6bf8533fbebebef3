// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attribution/maps/AttributionOptions.h"

namespace maury::attribution {

/// Computes one label's attribution for each star: N × P, mean over members, in the units of AttributionMap::mean; NaN
/// in masked pixels. Keeps all of them in memory, so use it for hundreds of stars. Blocks; progress unit "spectra".
/// Throws the errors of AttributionRun, and Error(Usage) if the model has no such label. Thread-safe.
std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                            std::span<const std::size_t> stars, std::size_t label, const AttributionOptions& options,
                            Job& job);

}  // namespace maury::attribution
