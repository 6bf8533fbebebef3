// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/Directions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "survey/names/ColumnUnits.h"

namespace maury::survey {
namespace {

constexpr double kDegreesPerHour = 15.0;

std::vector<double> degreesOf(const Dataset& dataset, const std::string& name, bool isRightAscension) {
  const io::Column* column = dataset.findColumn(name);
  if (column != nullptr && column->isText()) {
    std::vector<double> degrees;
    for (const std::string& text : std::get<std::vector<std::string>>(column->values))
      degrees.push_back(sexagesimalDegrees(text, isRightAscension).value_or(std::numeric_limits<double>::quiet_NaN()));
    return degrees;
  }
  std::vector<double> degrees = dataset.numeric(name);
  const std::string unit = dataset.unitOf(name);
  const auto factor = unit.empty() ? std::optional(1.0) : degreesPerUnit(unit);
  if (!factor)
    throw Error(ErrorKind::Mismatch,
                fmt::format("Column '{}' has the unit '{}', which is not one of an angle. Use deg, rad or hourangle.",
                            name, excerpt(unit)));
  if (*factor != 1.0)
    for (double& value : degrees)
      value *= *factor;
  return degrees;
}

}  // namespace

Directions directionsOf(const Dataset& dataset, const DirectionNames& names) {
  if (!names.complete())
    throw Error(ErrorKind::Mismatch,
                "A map of the sky needs right ascension and declination: columns ra and dec (deg).");
  Directions directions{degreesOf(dataset, names.rightAscension, true), degreesOf(dataset, names.declination, false),
                        0};
  const bool isSigned = std::none_of(directions.raDeg.begin(), directions.raDeg.end(),
                                     [](double ra) { return ra > 180.0 || ra < -180.0; });
  for (std::size_t star = 0; star < directions.raDeg.size(); ++star) {
    double &ra = directions.raDeg[star], &dec = directions.decDeg[star];
    if (isSigned && ra < 0.0) ra += 360.0;
    const bool isImpossible = ra < 0.0 || ra > 360.0 || std::abs(dec) > 90.0;
    if (!isImpossible) continue;
    ra = dec = std::numeric_limits<double>::quiet_NaN();
    ++directions.impossible;
  }
  return directions;
}

std::optional<double> sexagesimalDegrees(std::string_view text, bool isHours) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::nullopt;
  text.remove_prefix(first);
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.remove_prefix(1);
  if (text.find_first_of("dD") != std::string_view::npos) isHours = false;
  if (text.find_first_of("hH") != std::string_view::npos) isHours = true;
  double value = 0.0, share = 1.0;
  int parts = 0;
  while (!text.empty()) {
    double part = 0.0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (problem != std::errc() || !(part >= 0.0) || parts == 3 || (parts > 0 && part >= 60.0)) return std::nullopt;
    value += part * share;
    share /= 60.0;
    ++parts;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(" \t:hHdDmMsS'\""), text.size()));
  }
  if (parts == 0) return std::nullopt;
  if (parts > 1 && isHours) value *= kDegreesPerHour;
  return negative ? -value : value;
}

}  // namespace maury::survey
