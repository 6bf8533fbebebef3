// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/names/PositionColumns.h"

// The functions in this header are thread-safe.
namespace maury::survey {

/// Directions of N stars (deg, ICRS); NaN = unknown.
struct Directions {
  std::vector<double> raDeg, decDeg;
  std::size_t impossible = 0;  ///< stars whose direction is impossible and therefore NaN
};
/// Reads the directions from the columns `names`. Numbers are in the unit that the column states (ColumnUnits.h), or
/// degrees if it states none; text is parsed by sexagesimalDegrees(). A right ascension outside 0–360° (or −180–180°,
/// if none is beyond) or a declination beyond ±90° counts as missing. Throws Error(Mismatch) unless both names are
/// given, and naming a column whose unit is not one of an angle.
Directions directionsOf(const Dataset& dataset, const DirectionNames& names);

/// Parses an angle such as "12:34:56.7", "-01 23 45", "12h34m56.7s" or "+41d16m09s" and returns it in degrees. The text
/// is in hours if `isHours`, in degrees otherwise; a letter h or d in the text overrides this. A plain number is always
/// degrees. Returns nothing for other text.
std::optional<double> sexagesimalDegrees(std::string_view text, bool isHours);

}  // namespace maury::survey
