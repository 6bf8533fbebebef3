// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Shapes: flux and error P_from, outputs P_to; both errors may be empty. Errors are propagated as independent; that
/// the pixels they give share some is not kept.

/// Linear interpolation; NaN outside the source grid or where a neighbour with weight is NaN.
void resampleLinear(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
                    const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError);

/// Flux-conserving rebinning (mean flux density over each target pixel; Carnall 2017, arXiv:1705.05165); a target pixel
/// is NaN if more than half of it is not covered by finite source pixels.
void rebin(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
           const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError);

}  // namespace maury::spectra
