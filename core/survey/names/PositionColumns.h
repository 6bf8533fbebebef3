// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

/// Columns of positions, distances and motions: their names in this program and in other surveys, and the factors from
/// the units that they state. All functions are thread-safe.
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
/// Finds right ascension and declination under the names of Gaia, GALAH, APOGEE, LAMOST, DESI, SDSS, WEAVE, Gaia-ESO
/// and the CDS, in any case; otherwise by the UCDs pos.eq.ra and pos.eq.dec. Both have the same origin if the dataset
/// has several positions. Text columns (sexagesimal coordinates) are included if `includeText` is true.
DirectionNames directionNames(const Dataset& dataset, bool includeText = true);

/// Name of a distance column, and of the columns of its 16 % and 84 % quantiles if the dataset has both. `name` is
/// empty if there is no distance.
struct DistanceColumn {
  std::string name;
  double kpcPerUnit = 1.0;  ///< factor from the column's unit to kpc
  std::string lowName, highName;
  std::string unit = "kpc";  ///< unit of the column, for messages
};
/// Finds the best distance column: distance_kpc or dist50 (kpc), r_med_photogeo or r_med_geo (pc), astroNN's
/// weighted_dist, GALAH's r_est (pc) and others; `distance`, `dist` or `d` only if they state a unit of length. A unit
/// of length stated by the column overrides the default of its name; a column with a unit of another quantity is no
/// distance.
DistanceColumn findDistanceColumn(const Dataset& dataset);
/// Describes the distance column `name`. Its unit is `unit` ("pc" or "kpc"); if that is empty, the unit stated by the
/// column, or else kpc. Throws Error(Mismatch) if the column states a unit of another quantity.
DistanceColumn distanceColumn(const Dataset& dataset, const std::string& name, const std::string& unit);

/// Names of the columns of the parallax and its error, spelled as in the dataset, with the factors from their units to
/// mas; empty if there is none.
struct ParallaxNames {
  std::string parallax, error;
  double masPerUnit = 1.0, errorMasPerUnit = 1.0;
};
/// Throws Error(Mismatch) naming a column whose unit is not one of an angle.
ParallaxNames parallaxNames(const Dataset& dataset);

/// Names of the columns of the proper motion in right ascension (times cos δ) and declination, with the factors from
/// their units to mas/yr; empty if there is none.
struct ProperMotionNames {
  std::string rightAscension, declination;
  double raMasPerYear = 1.0, decMasPerYear = 1.0;
  bool complete() const { return !rightAscension.empty() && !declination.empty(); }
};
/// Throws Error(Mismatch) naming a column whose unit is not one of proper motion.
ProperMotionNames properMotionNames(const Dataset& dataset);

/// Unit of this program for a column, and the factor to it.
struct UnitConversion {
  std::string unit;
  double factor = 1.0;
};
/// Returns the conversion of a column of numbers whose name is that of a right ascension or declination (to deg), a
/// parallax or its error (to mas), or a proper motion (to mas/yr); nullopt for other names, for a unit that cannot be
/// converted, and if no conversion is needed.
std::optional<UnitConversion> positionConversion(std::string_view name, std::string_view unit);

// Kinds of columns by their name in any case.
bool isDirectionName(std::string_view name);  ///< right ascension or declination
/// Returns true for the name of a distance; for an ambiguous one ("distance", "d") only if the unit is one of length.
bool isDistanceName(std::string_view name, std::string_view unit);
bool isParallaxName(std::string_view name);      ///< parallax, not its error
bool isProperMotionName(std::string_view name);  ///< proper motion, not its error

}  // namespace maury::survey
