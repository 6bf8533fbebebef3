// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

/// Values with weights (numbers of stars): single stars, or the means of narrow bins.
struct WeightedValues {
  std::vector<double> values, weights;
  double total = 0.0;  ///< of the weights
};

/// The finite of `values`: one by one up to 512 of them, beyond that in 256 bins of equal width with the mean of each,
/// so that a fit costs the same for a thousand stars and a million.
WeightedValues condensed(std::span<const double> values);

/// w₀ N(mean₀, sigma₀) + w₁ N(mean₁, sigma₁) with mean₀ ≤ mean₁ and w₀ + w₁ = 1.
struct GaussianPair {
  std::array<double, 2> weight{0.5, 0.5}, mean{}, sigma{1.0, 1.0};

  double density(double value) const;
  /// |mean₁ − mean₀| over √((σ₀² + σ₁²)/2): D of Ashman, Bird & Zepf 1994; two humps stand apart from about 2 on.
  double separation() const;
  /// How far the lowest point between the two humps lies below the lower hump, as a share of it; 0 for one hump.
  double valleyDepth() const;
};

struct GaussianFit {
  double mean = 0.0, sigma = 0.0, logLikelihood = 0.0;
};
struct PairFit {
  GaussianPair pair;
  double logLikelihood = 0.0;
};

/// Maximum likelihood of one Gaussian. Throws Error(Usage) unless two values differ.
GaussianFit fitGaussian(const WeightedValues& sample);
/// Maximum likelihood of two by expectation–maximisation (Dempster, Laird & Rubin 1977) from three starts, the best
/// kept; no σ falls below a twentieth of the whole scatter, where the likelihood would grow without bound around one
/// star. `start` instead of the three if given. Errors as fitGaussian().
PairFit fitPair(const WeightedValues& sample, const GaussianPair* start = nullptr);

}  // namespace maury::galaxy
