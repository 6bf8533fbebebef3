// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/NoiseWhitening.h"

#include <algorithm>
#include <cmath>

#include "base/Error.h"

namespace maury::validation {

NoiseCorrelation pixelCorrelation(const spectra::WavelengthGrid& grid,
                                  const std::function<double(double distanceNm)>& correlationAt) {
  const std::size_t pixels = grid.size();
  const auto between = [&](std::size_t pixel, std::size_t before) {
    return correlationAt(grid[pixel] - grid[pixel - before]);
  };
  NoiseCorrelation out;
  for (std::size_t pixel = 1; pixel < pixels; ++pixel)
    while (out.reach < pixel && between(pixel, out.reach + 1) != 0.0)
      ++out.reach;
  out.values.assign(pixels * out.reach, 0.0);
  for (std::size_t pixel = 1; pixel < pixels; ++pixel)
    for (std::size_t before = 1; before <= std::min(out.reach, pixel); ++before)
      out.values[pixel * out.reach + before - 1] = between(pixel, before);
  return out;
}

NoiseWhitening::NoiseWhitening(std::span<const double> sigma, const NoiseCorrelation& correlation)
    : m_reach(correlation.reach), m_inverseSigma(sigma.size()), m_factor(sigma.size() * (correlation.reach + 1)) {
  for (std::size_t i = 0; i < sigma.size(); ++i)
    if (sigma[i] > 0.0 && std::isfinite(sigma[i])) m_inverseSigma[i] = 1.0 / sigma[i];
  for (std::size_t row = 0; row < sigma.size(); ++row) {
    double diagonal = 1.0;
    for (std::size_t column = firstOf(row); column < row; ++column) {
      const bool isUsed = m_inverseSigma[row] > 0.0 && m_inverseSigma[column] > 0.0;
      double value = isUsed ? correlation.values[row * m_reach + row - column - 1] : 0.0;
      for (std::size_t k = firstOf(row); k < column; ++k)
        value -= factor(row, k) * factor(column, k);
      factor(row, column) = value / factor(column, column);
      diagonal -= factor(row, column) * factor(row, column);
    }
    if (!(diagonal > 0.0)) throw Error(ErrorKind::Numerical, "The correlation of the noise is not positive definite.");
    factor(row, row) = std::sqrt(diagonal);
  }
}

void NoiseWhitening::apply(std::span<double> values) const {
  for (std::size_t row = 0; row < values.size(); ++row) {
    double value = m_inverseSigma[row] > 0.0 ? values[row] * m_inverseSigma[row] : 0.0;
    for (std::size_t column = firstOf(row); column < row; ++column)
      value -= factor(row, column) * values[column];
    values[row] = value / factor(row, row);
  }
}

void NoiseWhitening::applyTransposed(std::span<double> values) const {
  for (std::size_t row = values.size(); row-- > 0;) {
    values[row] /= factor(row, row);
    for (std::size_t column = firstOf(row); column < row; ++column)
      values[column] -= factor(row, column) * values[row];
    values[row] *= m_inverseSigma[row];
  }
}

}  // namespace maury::validation
