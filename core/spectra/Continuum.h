// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// A continuum of P pixels, in the units of the flux it was found in; NaN where none can be told. Pixels without data
/// never count. Nothing here throws for what a spectrum holds: divideBy() says whether a continuum is of any use.
using Continuum = std::vector<double>;

/// The mean over `windowPixels` (odd) centred on each pixel, shortened at the edges.
Continuum runningMean(std::span<const float> flux, int windowPixels);

/// The quantile (0…1, linear between order statistics as numpy's default) of the pixels within `widthNm` / 2 of each
/// pixel: 0.9–0.95 follows the upper envelope of a spectrum full of lines.
Continuum runningQuantile(const WavelengthGrid& grid, std::span<const float> flux, double widthNm, double quantile);

/// How a Chebyshev continuum is found. After each fit, pixels further below it than `lowSigma` × the rms of the kept
/// residuals (lines) or further above than `highSigma` × it (cosmics) are left out for good, as IRAF's continuum task
/// does; that ends when none is left out, after `iterations` clips, or before fewer than twice the coefficients remain.
struct ChebyshevFit {
  int degree = 4;
  double lowSigma = 1.5;
  double highSigma = 3.0;
  int iterations = 5;
};

/// The unweighted least-squares Chebyshev series over the grid's range (wavelength mapped to −1…1).
Continuum chebyshevContinuum(const WavelengthGrid& grid, std::span<const float> flux, const ChebyshevFit& fit);

/// The median of each chip (a closed range of wavelength), as Fabbro+2018 (StarNet, MNRAS 475, 2978) take for APOGEE's
/// three detectors; NaN in pixels that lie on no chip. The last of overlapping chips counts.
Continuum chipMedian(const WavelengthGrid& grid, std::span<const float> flux, std::span<const WavelengthRange> chips);

/// Divides flux and error (which may be empty) by the continuum; pixels where it is not positive become NaN. Returns
/// false, and leaves both as they are, if it is nowhere positive.
bool divideBy(const Continuum& continuum, std::span<float> flux, std::span<float> fluxError);

}  // namespace maury::spectra
