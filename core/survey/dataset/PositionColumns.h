// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

/// The columns of positions: their names in this program, and those in other surveys. Free functions of plain values:
/// safe on any thread.
namespace maury::survey {

inline constexpr const char* kRightAscensionColumn = "ra";             ///< deg, ICRS
inline constexpr const char* kDeclinationColumn = "dec";               ///< deg, ICRS
inline constexpr const char* kDistanceColumn = "distance_kpc";         ///< kpc
inline constexpr const char* kParallaxColumn = "parallax";             ///< mas
inline constexpr const char* kRadiusColumn = "R_kpc";                  ///< Galactocentric, cylindrical, kpc
inline constexpr const char* kHeightColumn = "Z_kpc";                  ///< above the Galactic plane, kpc
inline constexpr const char* kAzimuthColumn = "phi_rad";               ///< Galactocentric, rad
inline constexpr const char* kRadiusErrorColumn = "e_R_kpc";           ///< 1σ, kpc
inline constexpr const char* kHeightErrorColumn = "e_Z_kpc";           ///< 1σ, kpc
inline constexpr const char* kPositionCorrelationColumn = "corr_R_Z";  ///< of the errors of R and Z

/// Returns the first of `wanted` (lower case) that the dataset has as a number, as the dataset spells it; empty if
/// none.
std::string findNumericName(const Dataset& dataset, const std::vector<std::string_view>& wanted);

/// Columns of right ascension and declination, as the dataset spells their names; empty where there is none.
struct DirectionNames {
  std::string rightAscension, declination;
  bool complete() const { return !rightAscension.empty() && !declination.empty(); }
};
/// Finds them under the names of Gaia, GALAH, APOGEE, LAMOST and the CDS, in any case; columns of text (sexagesimal)
/// only where `alsoText`.
DirectionNames directionNames(const Dataset& dataset, bool alsoText = true);

/// A column of distances, and those of its 16 % and 84 % quantiles where the dataset has both; `name` is empty where
/// there is none.
struct DistanceColumn {
  std::string name;
  double kpcAUnit = 1.0;  ///< kpc in one of its unit
  std::string lowName, highName;
};
/// Finds the best distance: distance_kpc or dist50 (kpc), r_med_photogeo or r_med_geo (pc), astroNN's weighted_dist,
/// GALAH's r_est (pc) and others; `distance`, `dist` or `d` where their unit is pc or kpc. A unit that the column
/// states overrides that of its name.
DistanceColumn findDistanceColumn(const Dataset& dataset);
/// Describes the column `name`, whose unit is `unit` ("pc" or "kpc") or, where that is empty, what the column states or
/// else kpc.
DistanceColumn distanceColumn(const Dataset& dataset, const std::string& name, const std::string& unit);

/// Parallax (mas) and its error, as the dataset spells their names; empty where there is none.
struct ParallaxNames {
  std::string parallax, error;
};
ParallaxNames parallaxNames(const Dataset& dataset);

}  // namespace maury::survey
