// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only.
#pragma once

#include <memory>

#include "attribution/experiments/RandomWeights.h"
#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/StarMaps.h"
#include "network/Module.h"

namespace maury::attribution {

/// Part of an AttributionRun that needs LibTorch; see the functions of the same names there.
class MapAccumulator {
public:
  virtual ~MapAccumulator() = default;
  virtual void add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job,
                   ProgressMeter& meter) = 0;
  virtual AttributionMap map() const = 0;
};

/// The functions of attribution that need LibTorch; see those of the same names.
class AttributionModule {
public:
  virtual ~AttributionModule() = default;
  /// Throws as the constructor of AttributionRun.
  virtual std::unique_ptr<MapAccumulator> accumulator(const network::Model& model,
                                                      AttributionOptions options) const = 0;
  /// See AttributionRun::batch().
  virtual std::size_t batch() const = 0;
  virtual std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                                      std::span<const std::size_t> stars, std::size_t label,
                                      const AttributionOptions& options, Job& job) const = 0;
  virtual network::Model withRandomWeights(const network::Model& model, std::uint64_t seed) const = 0;
};

network::ModulePart<AttributionModule>& attributionModule();

}  // namespace maury::attribution
