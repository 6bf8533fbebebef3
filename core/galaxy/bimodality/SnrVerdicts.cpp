// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/SnrVerdicts.h"

#include <algorithm>

namespace maury::galaxy {

std::size_t SnrVerdicts::count(Modality modality) const {
  return static_cast<std::size_t>(std::count_if(
      panels.begin(), panels.end(), [modality](const Bimodality& panel) { return panel.modality == modality; }));
}

std::vector<SnrVerdicts> verdictsBySnr(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                                       const PanelGridOptions& options, std::span<const double> minima,
                                       const BimodalityOptions& bimodalityOptions, Job& job) {
  const std::vector<double> snr = dataset.numeric("snr");
  PanelGridOptions countsOnly = options;
  countsOnly.meanName.clear();
  countsOnly.runningMedian = countsOnly.spread = false;
  PanelBinner binner(dataset);
  std::vector<SnrVerdicts> verdicts;
  for (const double minimum : minima) {
    std::vector<std::size_t> passing;
    for (const std::size_t star : stars)
      if (minimum == 0.0 || snr.at(star) > minimum) passing.push_back(star);
    SnrVerdicts cut;
    cut.minimumSnr = minimum;
    cut.stars = passing.size();
    cut.panels = panelBimodality(dataset, binner.bin(passing, countsOnly), bimodalityOptions, job);
    verdicts.push_back(std::move(cut));
  }
  return verdicts;
}

}  // namespace maury::galaxy
