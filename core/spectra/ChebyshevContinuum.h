// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "spectra/Continuum.h"
#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Options of a Chebyshev continuum. After each fit, pixels that lie below it by more than `lowSigma` (lines) or above
/// it by more than `highSigma` (cosmic rays) are rejected permanently, as in IRAF's continuum task; both are in units
/// of the rms of the remaining residuals. The iteration ends when no pixel is rejected, after `iterations` rejections,
/// or if fewer pixels than twice the number of coefficients would remain.
struct ChebyshevFit {
  int degree = 4;
  double lowSigma = 1.5;
  double highSigma = 3.0;
  int iterations = 5;
};

/// Returns the unweighted least-squares Chebyshev series over the grid's range (wavelength mapped to −1…1).
Continuum chebyshevContinuum(const WavelengthGrid& grid, std::span<const float> flux, const ChebyshevFit& fit);

}  // namespace maury::spectra
