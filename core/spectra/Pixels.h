// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Fills the pixels without data at both ends of a spectrum, as Gaia's RVS has them, with `value`, or with that of the
/// nearest pixel that has data; their errors (which may be empty) become NaN, for nothing was measured there. Gaps
/// between pixels with data stay, and a spectrum without any data is left as it is.
void fillEdges(std::span<float> flux, std::span<float> fluxError, std::optional<float> value);

/// Makes the pixels whose centre lies in one of the closed ranges missing: flux and error (which may be empty) NaN.
void maskRanges(const WavelengthGrid& grid, std::span<const WavelengthRange> ranges, std::span<float> flux,
                std::span<float> fluxError);

}  // namespace maury::spectra
