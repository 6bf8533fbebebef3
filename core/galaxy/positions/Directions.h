// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

/// The columns of a dataset that hold right ascension and declination, as the dataset spells their names; empty where
/// there is none. Known are the names of Gaia, GALAH, APOGEE, LAMOST and the CDS, in any case.
struct DirectionNames {
  std::string rightAscension, declination;
  bool complete() const { return !rightAscension.empty() && !declination.empty(); }
};
DirectionNames directionNames(const survey::Dataset& dataset);

/// N directions (deg, ICRS); NaN = not known.
struct Directions {
  std::vector<double> raDeg, decDeg;
};
/// Numbers are degrees, or hours where the column's unit says h, hr, hour or hourangle; text is as
/// sexagesimalDegrees() reads it. Throws Error(Mismatch) where names are not complete.
Directions directionsOf(const survey::Dataset& dataset, const DirectionNames& names);

/// "12:34:56.7", "-01 23 45", "12h34m56.7s", "+41d16m09s" → degrees: of hours where `isHours`, which a letter h or d in
/// the text goes before. A plain number is degrees. Nothing for other text.
std::optional<double> sexagesimalDegrees(std::string_view text, bool isHours);

}  // namespace maury::galaxy
