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
  void add(const FisherMatrix& other);  ///< of independent measurements of the same parameters

  /// The least 1σ of Σ cᵢ pᵢ (K coefficients) when all parameters are estimated together; infinite when the
  /// measurements do not determine it.
  double bound(std::span<const double> coefficients) const;
  double bound(std::size_t parameter) const;  ///< of one parameter

private:
  std::size_t m_parameters;
  std::vector<double> m_matrix;  ///< K × K
};

}  // namespace maury::validation
