// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maury::survey {

class RoleMap;

/// Quantity that a column or HDU of flux errors holds. A relative error is a fraction of the flux.
enum class ErrorMeaning { None, Sigma, Variance, InverseVariance, Relative };

/// Names (lower case) of the columns of a spectrum.
struct FluxColumns {
  std::string wavelength;
  bool isLog = false;          ///< true if `wavelength` holds log10 of the wavelength
  std::string wavelengthUnit;  ///< unit stated by the user or in the column's name; empty: as the file states
  bool isUnitChosen = false;   ///< true if the user stated it, so that it overrides the file's
  std::optional<bool> isAir;   ///< true if the column's name states wavelengths in air, false for vacuum
  std::string flux;
  std::string error;  ///< empty if there are no errors
  ErrorMeaning errorMeaning = ErrorMeaning::None;
  std::string mask;              ///< empty if there is no mask
  bool marksGoodPixels = false;  ///< true if the mask is non-zero in pixels with data
  /// Columns that could also be the flux, the wavelength, the errors or the mask according to their names.
  std::vector<std::string> others;
  bool isAmbiguous = false;  ///< true if `others` has fluxes that are no less likely than `flux` ("flux1", "flux2")

  /// Returns the unit of the wavelengths in a column for which the file states `unit`.
  std::string unitOr(const std::string& unit) const { return unit.empty() || isUnitChosen ? wavelengthUnit : unit; }
};

/// Finds the columns of a spectrum among `names` (lower case) by the roles that the user gave, and then by their names
/// (ColumnNames.h). Returns nullopt if there is no flux, or, with `needsWavelength`, no wavelength. Of several columns
/// the best known name in Gaia, SDSS, LAMOST, DESI, GALAH and ESO products is used, then the first; wavelengths in
/// vacuum are preferred to those in air.
std::optional<FluxColumns> fluxColumnsAmong(std::span<const std::string> names, bool needsWavelength = true,
                                            RoleMap* roles = nullptr);

/// Returns true if a column or HDU of this name (lower case) holds wavelengths; sets `isLog` if it holds their log10.
bool isWavelengthName(std::string_view name, bool& isLog);

/// Returns the kind of errors that an image HDU with this EXTNAME (upper case) or BUNIT holds; None if it holds no
/// errors.
ErrorMeaning errorMeaningOf(std::string_view extensionName, std::string_view bunit);

/// Returns the kind of errors for a role of ColumnRole ("error", "ivar" …); None for other roles.
ErrorMeaning errorMeaningOfRole(std::string_view role);

/// Error of pixels without data in APOGEE's files (SDSS data model of apStar).
inline constexpr double kApogeeNoDataError = 1e10;

/// Returns 1σ errors (NaN = none). Sets `flux` to NaN in pixels whose error marks missing data: an inverse variance of
/// zero or less, or an error of `noDataError` or more; adds the number of pixels that had flux to `withoutData`.
std::vector<float> sigmasOf(std::span<const double> values, ErrorMeaning meaning, std::span<float> flux,
                            double noDataError = std::numeric_limits<double>::infinity(),
                            std::size_t* withoutData = nullptr);

std::vector<float> asFloats(std::span<const double> values);

}  // namespace maury::survey
