// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Divides a spectrum of P pixels by its running mean over `windowPixels` (odd; shortened at the edges; NaN pixels left
/// out of the mean), and its errors by the same. Throws Error(Numerical) if the mean is nowhere positive.
void normaliseByRunningMean(std::span<float> flux, std::span<float> fluxError, int windowPixels);

/// Linear interpolation of flux (and error) from one grid to another; NaN outside the source grid or where a neighbour
/// with weight is NaN. Shapes: P_from, P_to.
void resampleLinear(const WavelengthGrid& from, std::span<const float> flux, const WavelengthGrid& to,
                    std::span<float> out);

/// Flux-conserving rebinning (mean flux density over each target pixel; Carnall 2017, arXiv:1705.05165) with errors
/// propagated as independent; a target pixel is NaN if more than half of it is not covered by finite source pixels.
void rebin(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
           const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError);

}  // namespace maury::spectra
