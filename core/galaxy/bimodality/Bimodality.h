// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

struct BimodalityOptions {
  double xLow = -0.6, xHigh = -0.2;  ///< stars with xLow < x < xHigh: at fixed [M/H], where both sequences have stars
  std::size_t fewStars = 50;         ///< below this many of them there is no verdict
  /// Chance that stars of any one-humped distribution are called bimodal, at most: the dip test's level.
  double falseAlarm = 0.01;
  std::size_t replicates = 100;  ///< bootstrap samples of one Gaussian for the p value, and as many for the errors
  std::uint64_t seed = 1;
};

enum class Modality { TooFew, OneGaussian, TwoGaussians, Bimodal };

/// Is a distribution (of [α/M]) one hump or two? Errors are the scatter over bootstrap samples. All NaN if too few.
struct Bimodality {
  std::size_t stars = 0;
  /// Bimodal: the dip test excludes one hump at the level `falseAlarm`, BIC prefers two Gaussians by 10, and a valley
  /// lies between them. TwoGaussians: BIC and the bootstrap prefer two (a skewed single hump does too), the dip test
  /// does not exclude one hump.
  Modality modality = Modality::TooFew;
  double deltaBic = 0.0;         ///< BIC of one Gaussian minus that of two (2 and 5 parameters): above 0 prefers two
  double bootstrapPValue = 0.0;  ///< of the likelihood ratio under one Gaussian (McLachlan 1987); ≥ 1/(replicates + 1)
  double dip = 0.0, dipPValue = 0.0;
  double separation = 0.0, separationError = 0.0;    ///< GaussianPair::separation()
  double valleyDepth = 0.0, valleyDepthError = 0.0;  ///< GaussianPair::valleyDepth()
  double upperShare = 0.0, upperShareError = 0.0;    ///< weight of the Gaussian with the higher mean
  double lowerMean = 0.0, upperMean = 0.0;
};

/// "bimodal", "two Gaussians", "one Gaussian", "too few stars".
std::string modalityText(Modality modality);

/// Of the finite of `values`. The same for the same values and seed on every machine. Blocks: it
/// fits 1 + BimodalityOptions::replicates samples. Safe on any thread. Throws Error(Usage) unless
/// 0.001 < falseAlarm < 1 and there is a replicate.
Bimodality bimodality(std::span<const double> values, const BimodalityOptions& options = {});

/// Of y (PanelGridOptions::yName) in each panel, in the panels' order, on all cores. `dataset` is what the grid was
/// made of. Blocks; stops within one panel. Throws as above, Error(Mismatch) if a name is missing, Error(Cancelled).
std::vector<Bimodality> panelBimodality(const survey::Dataset& dataset, const PanelGrid& grid,
                                        const BimodalityOptions& options, Job& job);

}  // namespace maury::galaxy
