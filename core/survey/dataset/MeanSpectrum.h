// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Mean and standard deviation over stars in each of P pixels. Missing values (NaN) are skipped; the result is NaN in
/// pixels where no star has data.
struct MeanSpectrum {
  std::vector<float> mean;
  std::vector<float> spread;
};

/// Averages spectra that come in several blocks, with the same result as all of them at once. Not thread-safe.
class MeanSpectrumSum {
public:
  /// Adds the spectra of the rows `stars`, on all cores. All blocks must have the same number of pixels.
  void add(const Dataset& block, std::span<const std::size_t> stars);
  /// Returns the mean of all spectra added so far.
  MeanSpectrum mean() const;

private:
  std::vector<double> m_sum, m_square;  ///< P; sums of flux − 1 and of its square
  std::vector<std::size_t> m_count;     ///< P
};

/// Averages the spectra of the rows `stars` on all cores. For a single star, the spread is zero.
MeanSpectrum meanSpectrum(const Dataset& dataset, std::span<const std::size_t> stars);

}  // namespace maury::survey
