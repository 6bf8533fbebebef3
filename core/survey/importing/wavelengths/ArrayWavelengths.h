// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/arrays/ArrayFile.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

/// Converts the values of an array to wavelengths. The unit and the medium are those of its attributes, or else of its
/// name, as `names` interprets it. Throws UnitUnknown and MediumUnknown.
StatedWavelengths wavelengthsOfArray(const io::ArrayInfo& info, const FluxColumns& names,
                                     std::span<const double> values, const ReadContext& context,
                                     const std::string& source);

/// Returns the wavelengths in an HDF5, .npy or .npz file of wavelengths: the vector that is named so, or the only one.
/// Throws Error(Format) with the list of arrays if there is none.
StatedWavelengths wavelengthsInArrays(io::ArrayFile& arrays, const ReadContext& context);

/// Returns the pixels of APOGEE's combined spectra (from 0) that a spectrum of astroNN with `count` pixels has: all
/// 8575, or the 7514 of the three chips in DR13 and DR14 (astroNN, chips_pix_info); nullopt for other counts.
std::optional<std::vector<std::size_t>> astroNnPixels(std::size_t count);

/// Returns the wavelengths in vacuum (nm) of pixels of APOGEE's combined spectra: log10 λ/Å = 4.179 + 6·10⁻⁶ i (SDSS
/// data model of apStar).
std::vector<double> apogeeNm(std::span<const std::size_t> pixels);

}  // namespace maury::survey
