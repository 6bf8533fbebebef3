// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attribution/maps/AttributionOptions.h"

namespace maury::attribution {

/// One label's attribution star by star: N × P, mean over members, units as AttributionMap::mean; NaN in masked pixels.
/// Holds them all: for hundreds of stars. Blocks; progress unit "spectra". Throws as AttributionRun, and Error(Usage)
/// if the model has no such label; thread-safe.
std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                            std::span<const std::size_t> stars, std::size_t label, const AttributionOptions& options,
                            Job& job);

}  // namespace maury::attribution
