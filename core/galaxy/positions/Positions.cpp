// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "base/Error.h"
#include "base/Parallel.h"
#include "survey/dataset/Directions.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kStarsPerChunk = 1 << 14;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Position {
  double radius = kNaN, height = kNaN, azimuth = kNaN;
  double radiusError = kNaN, heightError = kNaN, correlation = kNaN;
};

/// Returns R, Z and φ of a star, and the errors of R and Z that follow to first order from the error of the distance,
/// which moves the star along the line of sight.
Position positionOf(double raDeg, double decDeg, double distanceKpc, double errorKpc, const SolarPosition& sun) {
  const GalactocentricPosition star = toGalactocentric(raDeg, decDeg, distanceKpc, sun);
  Position position{star.radiusKpc, star.zKpc, star.azimuthRad};
  if (!std::isfinite(errorKpc) || !(distanceKpc > 0.0)) return position;
  const GalactocentricPosition origin = toGalactocentric(raDeg, decDeg, 0.0, sun);
  const double scale = errorKpc / distanceKpc;
  const double x = (star.xKpc - origin.xKpc) * scale, y = (star.yKpc - origin.yKpc) * scale;
  const double outwards = (star.xKpc * x + star.yKpc * y) / star.radiusKpc, upwards = (star.zKpc - origin.zKpc) * scale;
  position.radiusError = std::abs(outwards);
  position.heightError = std::abs(upwards);
  const double product = outwards * upwards;
  position.correlation = product > 0.0 ? 1.0 : product < 0.0 ? -1.0 : product;
  return position;
}

[[noreturn]] void throwMissing(const survey::Dataset& dataset, const survey::DirectionNames& names, bool hasDistance) {
  std::vector<std::string> missing;
  if (names.rightAscension.empty()) missing.push_back(survey::kRightAscensionColumn);
  if (names.declination.empty()) missing.push_back(survey::kDeclinationColumn);
  if (!hasDistance) missing.push_back("a distance or parallax");
  const std::string& origin = dataset.provenance.origin;
  throw Error(
      ErrorKind::Mismatch,
      fmt::format("Galactocentric R and Z of {} are unknown: it has no columns R_kpc and Z_kpc, and to compute them it "
                  "lacks {}. Join a table by id that has R_kpc and Z_kpc, or ra and dec (deg) with a distance: "
                  "distance_kpc (kpc), dist50 (kpc), r_med_photogeo (pc), another distance in pc or kpc, or "
                  "parallax (mas).",
                  origin.empty() ? "this dataset" : origin, fmt::join(missing, ", ")));
}

constexpr std::string_view kPositionNames[] = {survey::kRadiusColumn,      survey::kHeightColumn,
                                               survey::kAzimuthColumn,     survey::kRadiusErrorColumn,
                                               survey::kHeightErrorColumn, survey::kPositionCorrelationColumn};
constexpr std::string_view kSunTextStart = "Sun at ";

std::string sunText(const SolarPosition& sun) {
  return fmt::format("{}R {} kpc, z {} pc", kSunTextStart, sun.distanceToCentreKpc, sun.heightPc);
}

}  // namespace

std::string placeSun(survey::Dataset& dataset, const SolarPosition& sun, const DistanceOptions& options) {
  const survey::DirectionNames names = survey::directionNames(dataset);
  const bool hasDistance = !distancesOf(dataset, options).source.empty();
  if (!names.complete() || !hasDistance) throwMissing(dataset, names, hasDistance);
  std::erase_if(dataset.columns, [](const io::Column& column) {
    return std::find(std::begin(kPositionNames), std::end(kPositionNames), column.name) != std::end(kPositionNames);
  });
  return ensurePositions(dataset, sun, options);
}

std::string sunStatement(const survey::Dataset& dataset) {
  const io::Column* radius = dataset.findColumn(survey::kRadiusColumn);
  return radius != nullptr && radius->description.starts_with(kSunTextStart) ? radius->description : std::string();
}

std::string ensurePositions(survey::Dataset& dataset, const SolarPosition& sun, const DistanceOptions& options) {
  const bool hasRadius = dataset.hasNumeric(survey::kRadiusColumn),
             hasHeight = dataset.hasNumeric(survey::kHeightColumn);
  if (hasRadius && hasHeight) return {};
  const survey::DirectionNames names = survey::directionNames(dataset);
  const Distances distances = distancesOf(dataset, options);
  if (!names.complete() || distances.source.empty()) throwMissing(dataset, names, !distances.source.empty());

  const survey::Directions directions = survey::directionsOf(dataset, names);
  const std::size_t count = dataset.starCount();
  const bool hasErrors = !distances.errorKpc.empty();
  std::vector<double> radius(count), height(count), azimuth(count), radiusError(count), heightError(count),
      correlation(count);
  parallelChunks(count, kStarsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const double error = hasErrors ? distances.errorKpc[star] : kNaN;
      const Position position =
          positionOf(directions.raDeg[star], directions.decDeg[star], distances.kpc[star], error, sun);
      radius[star] = position.radius;
      height[star] = position.height;
      azimuth[star] = position.azimuth;
      radiusError[star] = position.radiusError;
      heightError[star] = position.heightError;
      correlation[star] = position.correlation;
    }
  });
  const auto placed = std::count_if(radius.begin(), radius.end(), [](double value) { return std::isfinite(value); });
  std::vector<std::string> added;
  const std::string description = sunText(sun);
  const auto add = [&](const char* name, const char* unit, std::vector<double>& values) {
    if (dataset.hasNumeric(name)) return;
    dataset.columns.push_back({name, unit, std::move(values), description});
    added.emplace_back(name);
  };
  add(survey::kRadiusColumn, "kpc", radius);
  add(survey::kHeightColumn, "kpc", height);
  add(survey::kAzimuthColumn, "rad", azimuth);
  if (hasErrors) {
    if (!hasRadius) add(survey::kRadiusErrorColumn, "kpc", radiusError);
    if (!hasHeight) add(survey::kHeightErrorColumn, "kpc", heightError);
    if (!hasRadius && !hasHeight) add(survey::kPositionCorrelationColumn, "", correlation);
  }
  const std::string impossible =
      directions.impossible == 0
          ? std::string()
          : fmt::format(" {} with a right ascension outside 0–360° or a declination beyond ±90°, taken as missing.",
                        directions.impossible == 1 ? "1 star" : fmt::format("{} stars", directions.impossible));
  return fmt::format(
      "Computed {} of {} of {} stars from {}, {} and {}, with the Sun {} kpc from the Galactic Centre and {} pc "
      "above the plane.{}",
      fmt::join(added, ", "), placed, count, names.rightAscension, names.declination, distances.source,
      sun.distanceToCentreKpc, sun.heightPc, impossible);
}

}  // namespace maury::galaxy
