// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"

namespace maury::galaxy {

/// Results of the bimodality test in each panel for the stars above an S/N.
struct SnrVerdicts {
  double minimumSnr = 0.0;  ///< 0: all stars, including those without an S/N
  std::size_t stars = 0;    ///< number of stars that pass the cut
  std::vector<Bimodality> panels;

  /// Returns the number of panels with this verdict.
  std::size_t count(Modality modality) const;
};

/// Returns the verdicts for a series of cuts in S/N (column "snr"): for each of `minima`, bins the rows of `stars` with
/// a higher S/N, using `options`, and tests each panel. Blocks; uses all cores; stops within one panel after
/// cancellation. Throws Error(Mismatch) if there is no S/N, and the errors of panelBimodality().
std::vector<SnrVerdicts> verdictsBySnr(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                                       const PanelGridOptions& options, std::span<const double> minima,
                                       const BimodalityOptions& bimodalityOptions, Job& job);

}  // namespace maury::galaxy
