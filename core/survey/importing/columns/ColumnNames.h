// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace maury::survey {

/// Quantity of a spectrum that a column holds according to its name.
enum class ColumnQuantity {
  Unknown,
  Wavelength,
  Flux,
  Sigma,            ///< 1σ error of the flux, in its unit
  RelativeSigma,    ///< 1σ error as a fraction of the flux
  Variance,         ///< square of the 1σ error
  InverseVariance,  ///< its inverse
  Mask              ///< non-zero in pixels without data
};

/// Interpretation of the name of a column of a spectrum.
struct ColumnName {
  ColumnQuantity quantity = ColumnQuantity::Unknown;
  bool isLog = false;            ///< log10 of the wavelength
  std::string unit;              ///< unit of the wavelength: "nm", "Angstrom", "um"; empty if the name has none
  std::optional<bool> isAir;     ///< true for wavelengths in air, false for vacuum; nullopt if the name does not say
  bool isNumbered = false;       ///< the name ends in a number ("flux2"), so that the column is one of several
  bool isPlain = false;          ///< a flux that is named as such without more ("flux")
  bool marksGoodPixels = false;  ///< a mask that is non-zero in pixels with data
};

/// Interprets the name of a column, in any case, from the words in it, which may be joined ("fluxvariance") or
/// separated
/// ("stat_error", "lambda_air_A", "Wavelength (nm)"). A name with a word that it does not know is Unknown, so that
/// "flux_g" of a catalogue is no spectrum.
ColumnName interpretColumnName(std::string_view name);

}  // namespace maury::survey
