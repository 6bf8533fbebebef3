// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include "attribution/AttributionModule.h"

namespace maury::attribution {

/// Implementation with LibTorch. Each function is defined in the file of its subject.
class TorchAttribution final : public AttributionModule {
public:
  std::unique_ptr<MapAccumulator> accumulator(const network::Model& model, AttributionOptions options) const override;
  std::size_t batch() const override;
  std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                              std::span<const std::size_t> stars, std::size_t label, const AttributionOptions& options,
                              Job& job) const override;
  network::Model withRandomWeights(const network::Model& model, std::uint64_t seed) const override;
};

}  // namespace maury::attribution
