// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

/// Columns of positions: their names in this program and in other surveys. All functions are thread-safe.
namespace maury::survey {

inline constexpr const char* kRightAscensionColumn = "ra";             ///< deg, ICRS
inline constexpr const char* kDeclinationColumn = "dec";               ///< deg, ICRS
inline constexpr const char* kDistanceColumn = "distance_kpc";         ///< kpc
inline constexpr const char* kParallaxColumn = "parallax";             ///< mas
inline constexpr const char* kRadiusColumn = "R_kpc";                  ///< Galactocentric cylindrical radius, kpc
inline constexpr const char* kHeightColumn = "Z_kpc";                  ///< height above the Galactic plane, kpc
inline constexpr const char* kAzimuthColumn = "phi_rad";               ///< Galactocentric azimuth, rad
inline constexpr const char* kRadiusErrorColumn = "e_R_kpc";           ///< 1σ, kpc
inline constexpr const char* kHeightErrorColumn = "e_Z_kpc";           ///< 1σ, kpc
inline constexpr const char* kPositionCorrelationColumn = "corr_R_Z";  ///< correlation of the errors of R and Z

/// Returns the first of the names `candidates` (lower case) that the dataset has as a numeric name in any case, spelled
/// as in the dataset; empty if it has none.
std::string findNumericName(const Dataset& dataset, const std::vector<std::string_view>& candidates);

/// Names of the columns of right ascension and declination, spelled as in the dataset; empty if there is none.
struct DirectionNames {
  std::string rightAscension, declination;
  bool complete() const { return !rightAscension.empty() && !declination.empty(); }
};
/// Finds right ascension and declination under the names of Gaia, GALAH, APOGEE, LAMOST and the CDS, in any case.
/// Text columns (sexagesimal coordinates) are included if `includeText` is true.
DirectionNames directionNames(const Dataset& dataset, bool includeText = true);

/// Name of a distance column, and of the columns of its 16 % and 84 % quantiles if the dataset has both. `name` is
/// empty if there is no distance.
struct DistanceColumn {
  std::string name;
  double kpcPerUnit = 1.0;  ///< factor from the column's unit to kpc
  std::string lowName, highName;
};
/// Finds the best distance column: distance_kpc or dist50 (kpc), r_med_photogeo or r_med_geo (pc), astroNN's
/// weighted_dist, GALAH's r_est (pc) and others; `distance`, `dist` or `d` only if their unit is pc or kpc. A unit
/// stated by the column overrides the default of its name.
DistanceColumn findDistanceColumn(const Dataset& dataset);
/// Describes the distance column `name`. Its unit is `unit` ("pc" or "kpc"); if that is empty, the unit stated by the
/// column, or else kpc.
DistanceColumn distanceColumn(const Dataset& dataset, const std::string& name, const std::string& unit);

/// Names of the columns of the parallax (mas) and its error, spelled as in the dataset; empty if there is none.
struct ParallaxNames {
  std::string parallax, error;
};
ParallaxNames parallaxNames(const Dataset& dataset);

}  // namespace maury::survey
