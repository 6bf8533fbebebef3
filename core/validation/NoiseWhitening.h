// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::validation {

/// Correlation of the noise of n measurements in a fixed order with that of their predecessors.
struct NoiseCorrelation {
  std::size_t reach = 0;       ///< number of predecessors; 0: the noise is independent
  std::vector<double> values;  ///< n × reach: row i holds the correlations with measurements i − 1, i − 2, …
};

/// Returns the correlation of the pixels of a grid from the correlation of two pixels at a distance in nm, which must
/// be 0 beyond some distance.
NoiseCorrelation pixelCorrelation(const spectra::WavelengthGrid& grid,
                                  const std::function<double(double distanceNm)>& correlationAt);

/// Linear transformation of measurements to independent ones of unit variance. Their covariance is C = D R D with D the
/// diagonal matrix of their errors and R their correlation; with the Cholesky factor R = L Lᵀ the measurements L⁻¹ D⁻¹
/// x are white (Kay 1993, Fundamentals of Statistical Signal Processing, section 4.5). L is banded like R (Golub & Van
/// Loan 2013, Matrix Computations, section 4.3.5), so that the cost is n × reach² once and n × reach per vector. Const
/// members are thread-safe.
class NoiseWhitening {
public:
  /// Takes the errors (1σ, n). A measurement whose σ is not finite and positive is ignored: its row and column are left
  /// out of C. Throws Error(Numerical) if R is not positive definite.
  NoiseWhitening(std::span<const double> sigma, const NoiseCorrelation& correlation);

  /// Replaces n values x by L⁻¹ D⁻¹ x; 0 where the measurement is ignored.
  void apply(std::span<double> values) const;
  /// Replaces n values y by D⁻¹ L⁻ᵀ y; after apply(), the result is C⁻¹ x.
  void applyTransposed(std::span<double> values) const;

private:
  std::size_t firstOf(std::size_t row) const { return row > m_reach ? row - m_reach : 0; }
  double& factor(std::size_t row, std::size_t column) { return m_factor[row * (m_reach + 1) + row - column]; }
  double factor(std::size_t row, std::size_t column) const { return m_factor[row * (m_reach + 1) + row - column]; }

  std::size_t m_reach;
  std::vector<double> m_inverseSigma;  ///< n; 0 for an ignored measurement
  std::vector<double> m_factor;        ///< n × (reach + 1): row i holds L(i, i), L(i, i − 1), …
};

}  // namespace maury::validation
