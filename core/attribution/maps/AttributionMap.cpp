// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/AttributionMap.h"

#include <utility>

#include "attribution/AttributionModule.h"

namespace maury::attribution {

AttributionRun::AttributionRun(const network::Model& model, AttributionOptions options)
    : m_sums(attributionModule().get().accumulator(model, std::move(options))) {}
AttributionRun::~AttributionRun() = default;

void AttributionRun::add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job,
                         ProgressMeter& meter) {
  m_sums->add(dataset, rows, job, meter);
}

std::size_t AttributionRun::batch() {
  return attributionModule().get().batch();
}

AttributionMap AttributionRun::map() const {
  return m_sums->map();
}

AttributionMap attributionMap(const network::Model& model, const survey::Dataset& dataset,
                              std::span<const std::size_t> stars, const AttributionOptions& options, Job& job) {
  AttributionRun run(model, options);
  ProgressMeter meter(job, "attributing", "spectra", stars.size());
  run.add(dataset, stars, job, meter);
  return run.map();
}

}  // namespace maury::attribution
