// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

// The functions in this header are thread-safe.
namespace maury::galaxy {

/// Values with weights (numbers of stars). A value is a single star or the mean of a narrow bin.
struct WeightedValues {
  std::vector<double> values, weights;
  double total = 0.0;  ///< sum of the weights
};

/// Returns the finite elements of `values`, ascending. More than 512 values are replaced by the means of 256 bins of
/// equal width, so that a fit takes the same time for a thousand stars as for a million.
WeightedValues condenseValues(std::span<const double> values);

/// Mixture of two Gaussians: w₀ N(mean₀, sigma₀) + w₁ N(mean₁, sigma₁) with mean₀ ≤ mean₁ and w₀ + w₁ = 1.
struct GaussianPair {
  std::array<double, 2> weight{0.5, 0.5}, mean{}, sigma{1.0, 1.0};

  double density(double value) const;
  /// Returns |mean₁ − mean₀| / √((σ₀² + σ₁²)/2), the D of Ashman, Bird & Zepf 1994. Above about 2, the two peaks are
  /// separate.
  double separation() const;
  /// Returns the depth of the minimum between the two peaks below the lower peak, relative to the height of that peak;
  /// 0 if there is only one peak.
  double valleyDepth() const;
};

/// Fit of one Gaussian.
struct GaussianFit {
  double mean = 0.0, sigma = 0.0, logLikelihood = 0.0;
};
/// Fit of two Gaussians.
struct PairFit {
  GaussianPair pair;
  double logLikelihood = 0.0;
};

/// Fits one Gaussian by maximum likelihood. Throws Error(Usage) unless there are two different values.
GaussianFit fitGaussian(const WeightedValues& sample);
/// Fits two Gaussians by maximum likelihood with expectation–maximisation (Dempster, Laird & Rubin 1977). Starts at
/// `start` if given; otherwise at three different points, and returns the best fit. No σ falls below a twentieth of the
/// standard deviation of the sample, because the likelihood of a Gaussian around a single star has no upper bound.
/// Throws the errors of fitGaussian().
PairFit fitPair(const WeightedValues& sample, const GaussianPair* start = nullptr);

}  // namespace maury::galaxy
