// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/ChebyshevContinuum.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "spectra/Continuum.h"

namespace maury::spectra {

namespace {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Returns the Chebyshev polynomials T₀ … T_n at the grid's pixels, P × (n + 1), from the recurrence
/// T_k = 2x T_(k−1) − T_(k−2).
RowMatrix chebyshevBasis(const WavelengthGrid& grid, int degree) {
  const auto pixels = static_cast<Eigen::Index>(grid.size());
  RowMatrix basis(pixels, degree + 1);
  for (Eigen::Index i = 0; i < pixels; ++i) {
    const double x = grid.size() > 1
                         ? 2.0 * (grid[static_cast<std::size_t>(i)] - grid.first()) / (grid.last() - grid.first()) - 1.0
                         : 0.0;
    basis(i, 0) = 1.0;
    if (degree > 0) basis(i, 1) = x;
    for (Eigen::Index k = 2; k <= degree; ++k)
      basis(i, k) = 2.0 * x * basis(i, k - 1) - basis(i, k - 2);
  }
  return basis;
}

/// Returns the least-squares coefficients for the pixels in `kept`.
Eigen::VectorXd coefficients(const RowMatrix& basis, std::span<const float> flux,
                             const std::vector<Eigen::Index>& kept) {
  const auto rows = static_cast<Eigen::Index>(kept.size());
  RowMatrix design(rows, basis.cols());
  Eigen::VectorXd values(rows);
  for (Eigen::Index row = 0; row < rows; ++row) {
    const Eigen::Index pixel = kept[static_cast<std::size_t>(row)];
    design.row(row) = basis.row(pixel);
    values[row] = flux[static_cast<std::size_t>(pixel)];
  }
  return design.householderQr().solve(values);
}

}  // namespace

Continuum chebyshevContinuum(const WavelengthGrid& grid, std::span<const float> flux, const ChebyshevFit& fit) {
  const RowMatrix basis = chebyshevBasis(grid, fit.degree);
  std::vector<Eigen::Index> kept;
  for (std::size_t i = 0; i < flux.size(); ++i)
    if (std::isfinite(flux[i])) kept.push_back(static_cast<Eigen::Index>(i));
  const std::size_t minPixels = 2 * static_cast<std::size_t>(fit.degree + 1);
  if (kept.size() < minPixels) return Continuum(flux.size(), std::numeric_limits<double>::quiet_NaN());

  Eigen::VectorXd series = coefficients(basis, flux, kept);
  for (int clip = 0; clip < fit.iterations; ++clip) {
    const auto residual = [&](Eigen::Index pixel) {
      return flux[static_cast<std::size_t>(pixel)] - basis.row(pixel).dot(series);
    };
    double squares = 0.0;
    for (const Eigen::Index pixel : kept)
      squares += std::pow(residual(pixel), 2);
    const double rms = std::sqrt(squares / static_cast<double>(kept.size()));
    std::vector<Eigen::Index> inside;
    std::copy_if(kept.begin(), kept.end(), std::back_inserter(inside), [&](Eigen::Index pixel) {
      const double r = residual(pixel);
      return r >= -fit.lowSigma * rms && r <= fit.highSigma * rms;
    });
    if (inside.size() == kept.size() || inside.size() < minPixels) break;
    kept = std::move(inside);
    series = coefficients(basis, flux, kept);
  }
  const Eigen::VectorXd levels = basis * series;
  return {levels.begin(), levels.end()};
}

}  // namespace maury::spectra
