// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "galaxy/bimodality/Bimodality.h"

namespace maury::galaxy {

/// One hump or two in each panel, of the stars above an S/N.
struct SnrVerdicts {
  double minimumSnr = 0.0;  ///< 0: all stars, also those without an S/N
  std::size_t stars = 0;    ///< that pass the cut
  std::vector<Bimodality> panels;

  std::size_t count(Modality modality) const;  ///< panels with this verdict
};

/// How the verdicts of the panels change as the cut in S/N (column "snr") rises: the rows `stars` above each of
/// `minima`, binned by `options` and tested. Blocks, on all cores; stops within one panel. Throws Error(Mismatch) if
/// there is no S/N, and as panelBimodality().
std::vector<SnrVerdicts> verdictsBySnr(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                                       const PanelGridOptions& options, std::span<const double> minima,
                                       const BimodalityOptions& humps, Job& job);

}  // namespace maury::galaxy
