// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core.
#pragma once

#include <memory>

#include "attribution/experiments/RandomWeights.h"
#include "attribution/maps/AttributionMap.h"
#include "attribution/maps/StarMaps.h"
#include "network/Module.h"

namespace maury::attribution {

/// The part of an AttributionRun that needs LibTorch; it implements the functions of the same names.
class MapAccumulator {
public:
  virtual ~MapAccumulator() = default;
  virtual void add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job,
                   ProgressMeter& meter) = 0;
  virtual AttributionMap map() const = 0;
};

/// Attribution functions that need LibTorch; each implements the free function of the same name.
class AttributionModule {
public:
  virtual ~AttributionModule() = default;
  /// Throws the errors of AttributionRun's constructor.
  virtual std::unique_ptr<MapAccumulator> accumulator(const network::Model& model,
                                                      AttributionOptions options) const = 0;
  /// Implements AttributionRun::batch().
  virtual std::size_t batch() const = 0;
  virtual std::vector<float> starMaps(const network::Model& model, const survey::Dataset& dataset,
                                      std::span<const std::size_t> stars, std::size_t label,
                                      const AttributionOptions& options, Job& job) const = 0;
  virtual network::Model withRandomWeights(const network::Model& model, std::uint64_t seed) const = 0;
};

network::ModulePart<AttributionModule>& attributionModule();

}  // namespace maury::attribution
