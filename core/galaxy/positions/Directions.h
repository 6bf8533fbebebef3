// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/dataset/PositionColumns.h"

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

/// N directions (deg, ICRS); NaN = not known.
struct Directions {
  std::vector<double> raDeg, decDeg;
};
/// Numbers are degrees, or hours where the column's unit says h, hr, hour or hourangle; text is as
/// sexagesimalDegrees() reads it. Throws Error(Mismatch) where names are not complete.
Directions directionsOf(const survey::Dataset& dataset, const survey::DirectionNames& names);

/// "12:34:56.7", "-01 23 45", "12h34m56.7s", "+41d16m09s" → degrees: of hours where `isHours`, which a letter h or d in
/// the text goes before. A plain number is degrees. Nothing for other text.
std::optional<double> sexagesimalDegrees(std::string_view text, bool isHours);

}  // namespace maury::galaxy
