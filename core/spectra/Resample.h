// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

// Shapes: flux and fluxError have the pixels of `from`, outFlux and outError those of `to`; both errors may be empty.
// Errors of source pixels are propagated as independent. The resulting correlation between target pixels is ignored.

/// Interpolates linearly. A target pixel is NaN outside the source grid or if a neighbour that contributes is NaN.
void resampleLinear(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
                    const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError);

/// Rebins and conserves flux: returns the mean flux density over each target pixel (Carnall 2017, arXiv:1705.05165). A
/// target pixel is NaN if source pixels with data cover less than half of it.
void rebin(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
           const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError);

}  // namespace maury::spectra
