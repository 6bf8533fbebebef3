// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Continuum at P pixels, in the units of the flux; NaN where it is undefined. Pixels without data are ignored. None of
/// the functions below throws, whatever the spectrum: divideByContinuum() reports whether a continuum is usable.
using Continuum = std::vector<double>;

/// Returns the mean over `windowPixels` (odd) pixels centred on each pixel; the window is cut at the ends.
Continuum runningMean(std::span<const float> flux, int windowPixels);

/// Returns the quantile (0…1, linearly interpolated like numpy's default) of the pixels within `widthNm` / 2 of each
/// pixel. Quantiles of 0.9–0.95 follow the upper envelope of a spectrum with many lines.
Continuum runningQuantile(const WavelengthGrid& grid, std::span<const float> flux, double widthNm, double quantile);

/// Returns the median flux of each chip (a closed range of wavelength) at its pixels, as Fabbro et al. (2018, StarNet,
/// MNRAS 475, 2978) use for APOGEE's three detectors; NaN in pixels outside all chips. Where chips overlap, the last
/// one counts.
Continuum chipMedian(const WavelengthGrid& grid, std::span<const float> flux, std::span<const WavelengthRange> chips);

/// Divides flux and error (which may be empty) by the continuum; pixels where it is not positive become NaN. Returns
/// false and changes nothing if the continuum is nowhere positive.
bool divideByContinuum(const Continuum& continuum, std::span<float> flux, std::span<float> fluxError);

}  // namespace maury::spectra
