// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace maury::validation {

/// The Fisher matrix of independent Gaussian measurements of K parameters (Fisher 1922; Rao 1945; Cramér 1946), and the
/// bound it sets: no unbiased estimate of a parameter scatters less. A plain value; const members are thread-safe.
class FisherMatrix {
public:
  explicit FisherMatrix(std::size_t parameters);

  /// n measurements: their derivatives to each parameter (K × n, a row a parameter) and their 1σ (n). A measurement
  /// whose σ is not finite and positive tells nothing.
  void add(std::span<const double> derivatives, std::span<const double> sigma);
  /// What is known of a parameter beforehand: a Gaussian of this 1σ.
  void addPrior(std::size_t parameter, double sigma);
  /// The same of the first k parameters together: their covariance (k × k), which must be positive definite. Throws
  /// Error(Numerical).
  void addPrior(std::span<const double> covariance, std::size_t k);
  void add(const FisherMatrix& other);  ///< of independent measurements of the same parameters

  /// The least 1σ of Σ cᵢ pᵢ (K coefficients) when all parameters are estimated together; infinite when the
  /// measurements do not determine it.
  double bound(std::span<const double> coefficients) const;
  double bound(std::size_t parameter) const;  ///< of one parameter

  /// How the best linear estimate of Σ cᵢ pᵢ changes with each of n measurements that are part of this matrix: cᵀ F⁻¹
  /// Jᵀ C⁻¹ (Kay 1993, Fundamentals of Statistical Signal Processing, eq. 6.5). Directions that nothing measures count
  /// as known.
  std::vector<double> filter(std::span<const double> coefficients, std::span<const double> derivatives,
                             std::span<const double> sigma) const;

private:
  std::vector<double> solve(std::span<const double> right, bool& determined) const;

  std::size_t m_parameters;
  std::vector<double> m_matrix;  ///< K × K
};

}  // namespace maury::validation
