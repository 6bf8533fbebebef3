// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Fills the pixels without data at both ends of a spectrum, which are common in Gaia's RVS, with `value` or, without
/// it, with the flux of the nearest pixel with data. Their errors (which may be empty) become NaN, because nothing was
/// measured there. Gaps between pixels with data stay; a spectrum without data does not change.
void fillEdges(std::span<float> flux, std::span<float> fluxError, std::optional<float> value);

/// Sets flux and error (which may be empty) to NaN in all pixels whose centre lies in one of the closed ranges.
void maskRanges(const WavelengthGrid& grid, std::span<const WavelengthRange> ranges, std::span<float> flux,
                std::span<float> fluxError);

}  // namespace maury::spectra
