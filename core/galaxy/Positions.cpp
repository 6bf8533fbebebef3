// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "base/Error.h"
#include "base/Parallel.h"
#include "galaxy/PanelGrid.h"

namespace maury::galaxy {
namespace {

/// 1/parallax is biased and noisy below this S/N; the header states it, and so does the sentence that is returned.
constexpr double kMinimumParallaxSnr = 5.0;
constexpr std::size_t kStarsAChunk = 1 << 14;

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// The first of `wanted` (lower case) that the dataset has as a number, as the dataset spells it; empty if none.
std::string findName(const survey::Dataset& dataset, std::initializer_list<std::string_view> wanted) {
  const std::vector<std::string> names = dataset.numericNames();
  for (const std::string_view candidate : wanted) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const std::string& name) { return lowered(name) == candidate; });
    if (found != names.end()) return *found;
  }
  return {};
}

struct Distances {
  std::vector<double> kpc;  ///< N; NaN = unknown
  std::string source;       ///< in words; empty if the dataset has no distance at all
};

Distances distancesFromColumn(const survey::Dataset& dataset, const std::string& name, double kpcAUnit) {
  const std::string unit = lowered(dataset.unitOf(name));
  if (unit == "pc") kpcAUnit = 1e-3;
  if (unit == "kpc") kpcAUnit = 1.0;
  Distances distances{dataset.numeric(name),
                      fmt::format("the distances {} ({})", name, kpcAUnit == 1.0 ? "kpc" : "pc")};
  for (double& value : distances.kpc) {
    value *= kpcAUnit;
    if (!(value > 0.0 && std::isfinite(value))) value = std::numeric_limits<double>::quiet_NaN();
  }
  return distances;
}

Distances distancesOf(const survey::Dataset& dataset) {
  if (const auto name = findName(dataset, {"distance_kpc", "dist50"}); !name.empty())
    return distancesFromColumn(dataset, name, 1.0);
  if (const auto name = findName(dataset, {"r_med_photogeo"}); !name.empty())
    return distancesFromColumn(dataset, name, 1e-3);
  const std::string parallaxName = findName(dataset, {"parallax"});
  if (parallaxName.empty()) return {};
  const std::string errorName = findName(dataset, {"parallax_error", "e_parallax"});
  Distances distances{dataset.numeric(parallaxName), {}};
  const std::vector<double> errors =
      errorName.empty() ? std::vector<double>(distances.kpc.size(), 0.0) : dataset.numeric(errorName);
  for (std::size_t star = 0; star < errors.size(); ++star)
    distances.kpc[star] = distanceFromParallaxKpc(distances.kpc[star], errors[star], kMinimumParallaxSnr);
  distances.source =
      errorName.empty()
          ? fmt::format("1/{} of every positive parallax (no parallax_error to test it)", parallaxName)
          : fmt::format("1/{} where {}/{} > {}", parallaxName, parallaxName, errorName, kMinimumParallaxSnr);
  return distances;
}

[[noreturn]] void throwMissing(const survey::Dataset& dataset, const std::string& ra, const std::string& dec,
                               bool hasDistance) {
  std::vector<std::string> missing;
  if (ra.empty()) missing.push_back("ra");
  if (dec.empty()) missing.push_back("dec");
  if (!hasDistance) missing.push_back("a distance or parallax");
  const std::string& origin = dataset.provenance.origin;
  throw Error(
      ErrorKind::Mismatch,
      fmt::format("No Galactocentric R and Z for {}: it has no columns R_kpc and Z_kpc, and to compute them it lacks "
                  "{}; join a table by id that has R_kpc and Z_kpc, or ra and dec (deg) with one of "
                  "distance_kpc (kpc), dist50 (kpc), r_med_photogeo (pc) or parallax (mas).",
                  origin.empty() ? "this dataset" : origin, fmt::join(missing, ", ")));
}

}  // namespace

std::string ensurePositions(survey::Dataset& dataset, const SolarPosition& sun) {
  const bool hasRadius = dataset.hasNumeric("R_kpc"), hasHeight = dataset.hasNumeric("Z_kpc");
  if (hasRadius && hasHeight) return {};
  const std::string raName = findName(dataset, {"ra", "ra_deg", "raj2000", "ra_icrs"});
  const std::string decName = findName(dataset, {"dec", "dec_deg", "dej2000", "decj2000", "de_icrs", "dec_icrs"});
  const Distances distances = distancesOf(dataset);
  if (raName.empty() || decName.empty() || distances.source.empty())
    throwMissing(dataset, raName, decName, !distances.source.empty());

  const std::vector<double> ra = dataset.numeric(raName), dec = dataset.numeric(decName);
  const std::size_t count = dataset.starCount();
  std::vector<double> radius(count), height(count), azimuth(count);
  parallelChunks(count, kStarsAChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const auto position = toGalactocentric(ra[star], dec[star], distances.kpc[star], sun);
      radius[star] = position.radiusKpc;
      height[star] = position.zKpc;
      azimuth[star] = position.azimuthRad;
    }
  });
  const auto placed = std::count_if(radius.begin(), radius.end(), [](double value) { return std::isfinite(value); });
  std::vector<std::string> added;
  const auto add = [&](const char* name, const char* unit, std::vector<double>& values) {
    if (dataset.hasNumeric(name)) return;
    dataset.columns.push_back({name, unit, std::move(values)});
    added.emplace_back(name);
  };
  add("R_kpc", "kpc", radius);
  add("Z_kpc", "kpc", height);
  add("phi_rad", "rad", azimuth);
  return fmt::format(
      "{} of {} of {} stars from {}, {} and {}, with the Sun {} kpc from the Galactic Centre and {} pc "
      "above the plane.",
      fmt::join(added, ", "), placed, count, raName, decName, distances.source, sun.distanceToCentreKpc, sun.heightPc);
}

}  // namespace maury::galaxy
