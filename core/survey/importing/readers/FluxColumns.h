// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

/// Quantity that a column or HDU of flux errors holds.
enum class ErrorMeaning { None, Sigma, Variance, InverseVariance };

/// Names (lower case) of the columns of a spectrum.
struct FluxColumns {
  std::string wavelength;
  bool isLog = false;  ///< true if `wavelength` holds log10 of the wavelength
  std::string flux;
  std::string error;  ///< empty if there are no errors
  ErrorMeaning errorMeaning = ErrorMeaning::None;
};

/// Finds the columns of a spectrum among `names` (lower case). Returns nullopt if there is no flux, or, with
/// `needsWavelength`, no wavelength. Knows the names in Gaia, SDSS, LAMOST, DESI, GALAH and ESO products; the first
/// that matches is used.
std::optional<FluxColumns> fluxColumnsAmong(std::span<const std::string> names, bool needsWavelength = true);

/// Returns true if a column or HDU of this name (lower case) holds wavelengths; sets `isLog` if it holds their log10.
bool isWavelengthName(std::string_view name, bool& isLog);

/// Returns the kind of errors that an image HDU with this EXTNAME (upper case) or BUNIT holds; None if it holds no
/// errors.
ErrorMeaning errorMeaningOf(std::string_view extensionName, std::string_view bunit);

/// Returns 1σ errors (NaN = none). Sets `flux` to NaN in pixels whose inverse variance is zero or less.
std::vector<float> sigmasOf(std::span<const double> values, ErrorMeaning meaning, std::span<float> flux);

std::vector<float> asFloats(std::span<const double> values);

}  // namespace maury::survey
