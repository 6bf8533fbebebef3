// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "spectra/Coadd.h"

namespace maury::spectra {

/// Factor that brings a spectrum to the level of the reference.
struct LevelFactor {
  double factor = 1.0;  ///< 1 if the levels agree, or if it is unknown
  bool isKnown =
      true;  ///< false with fewer than 10 pixels in common, or if a median is not positive; true without any data
  bool isScaled = false;  ///< true if the levels differ
};

/// Returns the spectrum with the highest S/N (median of flux / error), or, if none has errors, the highest median flux;
/// the first of several. `spectra` must not be empty. Thread-safe.
std::size_t referenceRepeat(std::span<const RepeatSpectrum> spectra);

/// Returns the factor for each spectrum of a star, all with P pixels, that brings it to the level of
/// referenceRepeat(): the ratio of the medians of both over the pixels in which both have flux (and an error, if the
/// spectrum has errors).
///
/// Spectra that agree in level keep it, so that normalised spectra do not get the noise of the ratio: the factor is 1
/// unless the ratio differs from 1 by more than four times its uncertainty, and by more than 10⁻⁴. The uncertainty is
/// that of a median of Gaussian values, √(π/2) σ / √n, where σ is the robust scatter of the differences between the
/// reference and the scaled spectrum over the n common pixels. Thread-safe.
std::vector<LevelFactor> levelFactors(std::span<const RepeatSpectrum> spectra);

}  // namespace maury::spectra
