// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/SnrVerdicts.h"

#include <algorithm>

namespace maury::galaxy {

std::size_t SnrVerdicts::count(Modality modality) const {
  return static_cast<std::size_t>(std::count_if(panels.begin(), panels.end(),
                                                [modality](const Bimodality& of) { return of.modality == modality; }));
}

std::vector<SnrVerdicts> verdictsBySnr(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                                       const PanelGridOptions& options, std::span<const double> minima,
                                       const BimodalityOptions& humps, Job& job) {
  const std::vector<double> snr = dataset.numeric("snr");
  PanelGridOptions plain = options;
  plain.meanName.clear();
  plain.runningMedian = plain.spread = false;
  PanelBinner binner(dataset);
  std::vector<SnrVerdicts> verdicts;
  for (const double minimum : minima) {
    std::vector<std::size_t> passing;
    for (const std::size_t star : stars)
      if (minimum == 0.0 || snr.at(star) > minimum) passing.push_back(star);
    SnrVerdicts of;
    of.minimumSnr = minimum;
    of.stars = passing.size();
    of.panels = panelBimodality(dataset, binner.bin(passing, plain), humps, job);
    verdicts.push_back(std::move(of));
  }
  return verdicts;
}

}  // namespace maury::galaxy
