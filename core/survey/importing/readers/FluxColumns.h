// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// What a column or HDU that stands for the errors of the flux holds.
enum class ErrorMeaning { None, Sigma, Variance, InverseVariance };

/// Names of the columns that make a spectrum, as the file writes them but in lower case.
struct FluxColumns {
  std::string wavelength;
  bool isLog = false;  ///< log10 of the wavelength
  std::string flux;
  std::string error;  ///< empty with None
  ErrorMeaning errorMeaning = ErrorMeaning::None;
};

/// Finds them among `names` (lower case); with `needsWavelength` only if there are wavelengths too. The spellings are
/// those of Gaia, SDSS, LAMOST, DESI, GALAH and ESO's products, the first that fits being taken.
std::optional<FluxColumns> fluxColumnsAmong(std::span<const std::string> names, bool needsWavelength = true);

/// True for the name (lower case) of a column or HDU of wavelengths, or of log10 of them (`isLog`).
bool isWavelengthName(std::string_view name, bool& isLog);

/// What an image HDU of this EXTNAME (capitals) or BUNIT holds, if errors.
ErrorMeaning errorMeaningOf(std::string_view extensionName, std::string_view bunit);

/// 1σ errors (NaN = none) of a flux, and takes away flux that an error says is no data: an inverse variance of zero or
/// less, or an error of 1e10 or more (APOGEE).
std::vector<float> sigmasOf(std::span<const double> values, ErrorMeaning meaning, std::span<float> flux);

std::vector<float> asFloats(std::span<const double> values);

}  // namespace maury::survey
