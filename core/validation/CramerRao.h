// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "validation/NoiseWhitening.h"

namespace maury::validation {

/// Fisher matrix F = Jᵀ C⁻¹ J of Gaussian measurements of K parameters, where J are their derivatives and C is the
/// covariance of their noise (Fisher 1922; Rao 1945; Cramér 1946), and the bound that follows from it: no unbiased
/// estimate of Σ cᵢ pᵢ has a smaller scatter than √(cᵀ F⁻¹ c). The inverse is that of the full matrix, so that the
/// parameters that are not asked for (nuisances) are estimated too. Priors on nuisances make it a hybrid bound (Rockah
/// & Schultheiss 1987, IEEE Trans. ASSP 35, 286); a prior on all parameters makes it the Bayesian bound of van Trees
/// (1968, Detection, Estimation, and Modulation Theory I, section 2.4; Gill & Levit 1995, Bernoulli 1, 59), which also
/// holds for biased estimates. Const members are thread-safe.
class FisherMatrix {
public:
  explicit FisherMatrix(std::size_t parameters);

  /// Adds n measurements: their derivatives with respect to each parameter (K × n, one row per parameter) and their
  /// errors (1σ, n). Ignores a measurement whose σ is not finite and positive. Throws Error(Numerical) if the
  /// correlation of their noise is not positive definite.
  void add(std::span<const double> derivatives, std::span<const double> sigma,
           const NoiseCorrelation& correlation = {});
  /// Adds a Gaussian prior of this 1σ on a parameter.
  void addPrior(std::size_t parameter, double sigma);
  /// Adds a Gaussian prior on the first k parameters with this covariance (k × k). Throws Error(Numerical) if it is not
  /// positive definite.
  void addPrior(std::span<const double> covariance, std::size_t k);
  /// Adds prior information on the first k parameters: the inverse of a covariance (k × k).
  void addInformation(std::span<const double> information, std::size_t k);
  void add(const FisherMatrix& other);  ///< adds independent measurements of the same parameters

  /// Returns the smallest 1σ of an unbiased estimate of Σ cᵢ pᵢ (K coefficients) if all parameters are estimated
  /// together; infinity if the measurements do not determine it.
  double bound(std::span<const double> coefficients) const;
  double bound(std::size_t parameter) const;  ///< returns the bound of one parameter

  /// Returns the information on the first k parameters if the others are estimated too (k × k): the inverse of this
  /// block of the inverse matrix, as the Schur complement F₁₁ − F₁₂ F₂₂⁻¹ F₂₁. Combinations of the others that no
  /// measurement constrains count as known, because they do not affect the measurements.
  std::vector<double> marginalInformation(std::size_t k) const;

  /// Returns the derivative of the best linear estimate of Σ cᵢ pᵢ with respect to each of n measurements that are part
  /// of this matrix: cᵀ F⁻¹ Jᵀ C⁻¹ (Kay 1993, Fundamentals of Statistical Signal Processing, eq. 6.5). Combinations of
  /// parameters that no measurement constrains count as known.
  std::vector<double> filter(std::span<const double> coefficients, std::span<const double> derivatives,
                             std::span<const double> sigma, const NoiseCorrelation& correlation = {}) const;

private:
  std::vector<double> solve(std::span<const double> right, bool& determined) const;

  std::size_t m_parameters;
  std::vector<double> m_matrix;  ///< K × K, row-major
};

}  // namespace maury::validation
