// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace maury::spectra {

/// One of several spectra of a star on the same grid. `fluxError` may be empty; NaN = no data in both.
struct RepeatSpectrum {
  std::span<const float> flux;       ///< P
  std::span<const float> fluxError;  ///< P, 1σ, or empty
};

enum class CoaddMethod {
  Mean,   ///< mean weighted by inverse variance; the plain mean where no spectrum has an error
  Median  ///< median of the values, robust against cosmic rays and bad pixels
};

/// Scatter between the spectra of a star compared with their errors: χ² = Σ (f − mean)² / σ² about the mean weighted by
/// inverse variance, over the pixels in which at least two spectra have flux and error.
struct RepeatScatter {
  double chiSquared = 0.0;
  std::size_t degreesOfFreedom = 0;  ///< Σ (n − 1) over these pixels

  /// Returns χ² per degree of freedom, which is about 1 if the errors are right; NaN without degrees of freedom.
  double reduced() const {
    return degreesOfFreedom > 0 ? chiSquared / static_cast<double>(degreesOfFreedom)
                                : std::numeric_limits<double>::quiet_NaN();
  }
  void add(const RepeatScatter& more) {
    chiSquared += more.chiSquared;
    degreesOfFreedom += more.degreesOfFreedom;
  }
};

/// Co-adds the spectra of a star pixel by pixel, and returns their scatter. Values without an error are used only where
/// no value has one. The error of a mean is 1 / √(Σ 1/σ²). The error of the median of n values is √(π n / 2) / Σ 1/σ,
/// that of the median of many Gaussian values, and √(Σ σ²) / n for n < 3, where the median is the plain mean. Pixels
/// that no spectrum covers are NaN. `flux` has P pixels, `fluxError` P or none. Thread-safe.
RepeatScatter coadd(CoaddMethod method, std::span<const RepeatSpectrum> spectra, std::span<float> flux,
                    std::span<float> fluxError);

}  // namespace maury::spectra
