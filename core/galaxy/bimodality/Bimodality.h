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

/// Options of the test.
struct BimodalityOptions {
  double xLow = -0.6, xHigh = -0.2;  ///< uses stars with xLow < x < xHigh; default: [M/H] where both sequences occur
  std::size_t minStars = 50;         ///< minimum number of stars for a verdict
  /// Maximum probability that a unimodal distribution is called bimodal: the significance level of the dip test.
  double falseAlarm = 0.01;
  std::size_t replicates = 100;  ///< bootstrap samples for the p-value, and again as many for the errors
  std::uint64_t seed = 1;
};

enum class Modality { TooFew, OneGaussian, TwoGaussians, Bimodal };

/// Result of the test whether a distribution, usually of [α/M], has one peak or two. Errors are the scatter over
/// bootstrap samples. All numbers are NaN if there are too few stars.
struct Bimodality {
  std::size_t stars = 0;
  /// Bimodal: the dip test excludes a single peak at the level `falseAlarm`, BIC prefers two Gaussians by more than 10,
  /// and there is a valley between their peaks. TwoGaussians: BIC and the bootstrap prefer two Gaussians, as they also
  /// do for a skewed single peak, but the dip test does not exclude a single peak.
  Modality modality = Modality::TooFew;
  double deltaBic = 0.0;  ///< BIC of one Gaussian (2 parameters) minus BIC of two (5); above 0 prefers two
  /// P-value of the likelihood ratio if one Gaussian is true (McLachlan 1987); at least 1/(replicates + 1).
  double bootstrapPValue = 0.0;
  double dip = 0.0, dipPValue = 0.0;
  double separation = 0.0, separationError = 0.0;    ///< GaussianPair::separation()
  double valleyDepth = 0.0, valleyDepthError = 0.0;  ///< GaussianPair::valleyDepth()
  double upperShare = 0.0, upperShareError = 0.0;    ///< weight of the Gaussian with the higher mean
  double lowerMean = 0.0, upperMean = 0.0;
};

/// Returns "bimodal", "two Gaussians", "one Gaussian" or "too few stars".
std::string modalityText(Modality modality);

/// Tests `values`, ignoring those that are not finite. The same values and seed produce the same result on every
/// machine. Blocks while it fits the values and twice BimodalityOptions::replicates samples. Thread-safe. Throws
/// Error(Usage) unless 0.001 < falseAlarm < 1 and replicates > 0.
Bimodality bimodality(std::span<const double> values, const BimodalityOptions& options = {});

/// Tests y (PanelGridOptions::yName) in each panel and returns the results in the order of the panels. `dataset` must
/// be the one that the grid was made from. Blocks; uses all cores; stops within one panel after cancellation. Throws
/// the errors of bimodality(), Error(Mismatch) if a label is missing, Error(Cancelled).
std::vector<Bimodality> panelBimodality(const survey::Dataset& dataset, const PanelGrid& grid,
                                        const BimodalityOptions& options, Job& job);

}  // namespace maury::galaxy
