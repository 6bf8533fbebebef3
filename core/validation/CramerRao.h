// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace maury::validation {

/// Fisher matrix of independent Gaussian measurements of K parameters (Fisher 1922; Rao 1945; Cramér 1946), and the
/// bound that follows from it: no unbiased estimate of a parameter has a smaller scatter. Const members are
/// thread-safe.
class FisherMatrix {
public:
  explicit FisherMatrix(std::size_t parameters);

  /// Adds n measurements: their derivatives with respect to each parameter (K × n, one row per parameter) and their
  /// errors (1σ, n). Ignores a measurement whose σ is not finite and positive.
  void add(std::span<const double> derivatives, std::span<const double> sigma);
  /// Adds a Gaussian prior of this 1σ on a parameter.
  void addPrior(std::size_t parameter, double sigma);
  /// Adds a Gaussian prior on the first k parameters with this covariance (k × k). Throws Error(Numerical) if it is not
  /// positive definite.
  void addPrior(std::span<const double> covariance, std::size_t k);
  void add(const FisherMatrix& other);  ///< adds independent measurements of the same parameters

  /// Returns the smallest 1σ of an unbiased estimate of Σ cᵢ pᵢ (K coefficients) if all parameters are estimated
  /// together; infinity if the measurements do not determine it.
  double bound(std::span<const double> coefficients) const;
  double bound(std::size_t parameter) const;  ///< returns the bound of one parameter

  /// Returns the derivative of the best linear estimate of Σ cᵢ pᵢ with respect to each of n measurements that are part
  /// of this matrix: cᵀ F⁻¹ Jᵀ C⁻¹ (Kay 1993, Fundamentals of Statistical Signal Processing, eq. 6.5). Combinations of
  /// parameters that no measurement constrains count as known.
  std::vector<double> filter(std::span<const double> coefficients, std::span<const double> derivatives,
                             std::span<const double> sigma) const;

private:
  std::vector<double> solve(std::span<const double> right, bool& determined) const;

  std::size_t m_parameters;
  std::vector<double> m_matrix;  ///< K × K, row-major
};

}  // namespace maury::validation
