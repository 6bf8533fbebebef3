// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "galaxy/density/Density.h"

namespace maury::galaxy {

struct AdaptiveOptions {
  double factor = 1.0;       ///< on Scott's rule for the pilot (see scottBandwidth)
  double sensitivity = 0.5;  ///< α of λ = (f/g)^−α; 0: one bandwidth for all, 0.5: Abramson (1982)
};

/// Stars a cell by an adaptive kernel (Silverman 1986, §5.3): a pilot estimate f with one bandwidth h, its geometric
/// mean g over the stars, then each star spread by a Gaussian of standard deviation λ h with λ = (f/g)^−α: narrow where
/// stars are dense, wide in the tails. Beside it the counts, as histogram(). From the sum over stars it differs in
/// that
/// - a star counts from the middle of a part of its cell, a third of h or of a cell wide, with the pilot there; the
///   spread over the part is taken off its kernel;
/// - bandwidths are in classes 15 % apart, and a star is shared by the two next to its own: peak and width are right to
///   1 %;
/// - stars further out than half the picture is wide (or high) do not count.
/// In all 2 % of the stars are elsewhere, and 2 % of the peak at α = 0.5 (tested against the sum over stars). The cost
/// grows with filled cells, hardly with stars. Any thread. Errors as histogram(); Error(Usage) unless 0 ≤ sensitivity ≤
/// 1 and factor ≥ 0.
DensityPair countedAndAdaptivelySmoothed(const Points& points, const CellGrid& cells,
                                         const AdaptiveOptions& options = {});

}  // namespace maury::galaxy
