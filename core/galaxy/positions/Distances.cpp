// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Distances.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "base/Error.h"
#include "base/Parallel.h"
#include "galaxy/positions/Galactocentric.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStarsAChunk = 1 << 12;
/// One standard deviation of a Gaussian on either side.
constexpr double kLowerQuantile = 0.15865525393145705, kUpperQuantile = 0.8413447460685429;

constexpr std::size_t kNodes = 257;
constexpr int kMostRounds = 12;
/// Beyond this fall of the logarithm below its peak lies nothing that a quantile would feel (6.3 σ of a Gaussian).
constexpr double kLogReach = 20.0;
constexpr double kNearestKpc = 1e-4, kFarthestInLengths = 40.0;

/// Names of distances, lower case, the best first, and the unit of each unless its column states another; 0: none.
struct KnownDistance {
  std::string_view name;
  double kpcAUnit;
};
constexpr KnownDistance kKnownDistances[] = {{"distance_kpc", 1.0},
                                             {"dist50", 1.0},  // StarHorse
                                             {"r_med_photogeo", 1e-3},
                                             {"r_med_geo", 1e-3},
                                             {"rpgeo", 1e-3},
                                             {"rgeo", 1e-3},           // Bailer-Jones+2021, CDS I/352
                                             {"weighted_dist", 1e-3},  // astroNN (Leung & Bovy 2019)
                                             {"r_est", 1e-3},
                                             {"rest", 1e-3},  // Bailer-Jones+2018, GALAH DR3
                                             {"dist_kpc", 1.0},
                                             {"d_kpc", 1.0},
                                             {"distance_pc", 1e-3},
                                             {"dist_pc", 1e-3},
                                             {"distance", 0.0},
                                             {"dist", 0.0},
                                             {"d", 0.0}};

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

/// The posterior over ln r on evenly spaced nodes that reach as far as it matters.
struct LogGrid {
  double low, step;
  std::array<double, kNodes> logPosterior;  ///< a unit of ln r, without its norm
};

LogGrid posteriorOnGrid(double parallax, double error, double length) {
  double low = std::log(kNearestKpc), high = std::log(kFarthestInLengths * length);
  LogGrid grid{};
  for (int round = 0; round < kMostRounds; ++round) {
    grid.low = low;
    grid.step = (high - low) / static_cast<double>(kNodes - 1);
    for (std::size_t i = 0; i < kNodes; ++i) {
      const double logR = low + grid.step * static_cast<double>(i), r = std::exp(logR);
      const double offset = (parallax - 1.0 / r) / error;
      grid.logPosterior[i] = 3.0 * logR - r / length - 0.5 * offset * offset;  // r² of the prior, r of dr = r d(ln r)
    }
    const double peak = *std::max_element(grid.logPosterior.begin(), grid.logPosterior.end());
    std::size_t first = 0, last = kNodes - 1;
    while (grid.logPosterior[first] < peak - kLogReach)
      ++first;
    while (grid.logPosterior[last] < peak - kLogReach)
      --last;
    first -= first > 0;  // a narrow peak lies between the highest node and its neighbours
    last += last + 1 < kNodes;
    if (last - first > kNodes / 2) break;
    high = low + grid.step * static_cast<double>(last);
    low += grid.step * static_cast<double>(first);
  }
  return grid;
}

Distances fromColumn(const survey::Dataset& dataset, const std::string& name, const std::string& unitAsked,
                     double kpcAUnit) {
  const std::string unit = unitAsked.empty() ? lowered(dataset.unitOf(name)) : lowered(unitAsked);
  if (unit == "pc") kpcAUnit = 1e-3;
  if (unit == "kpc") kpcAUnit = 1.0;
  Distances distances{
      dataset.numeric(name), {}, fmt::format("the distances {} ({})", name, kpcAUnit == 1.0 ? "kpc" : "pc")};
  for (double& value : distances.kpc) {
    value *= kpcAUnit;
    if (!(value > 0.0 && std::isfinite(value))) value = kNaN;
  }
  const std::string key = lowered(name);
  std::string lowName, highName;
  if (key == "dist50") {
    lowName = findNumericName(dataset, {"dist16"});
    highName = findNumericName(dataset, {"dist84"});
  } else if (key.rfind("r_med_", 0) == 0) {
    lowName = findNumericName(dataset, {"r_lo_" + key.substr(6)});
    highName = findNumericName(dataset, {"r_hi_" + key.substr(6)});
  }
  if (lowName.empty() || highName.empty()) return distances;
  const std::vector<double> low = dataset.numeric(lowName), high = dataset.numeric(highName);
  for (std::size_t star = 0; star < low.size(); ++star) {
    const double half = 0.5 * kpcAUnit * (high[star] - low[star]);
    distances.errorKpc.push_back(half >= 0.0 && std::isfinite(half) ? half : kNaN);
  }
  return distances;
}

Distances fromParallax(const survey::Dataset& dataset, const std::string& name, const DistanceOptions& options) {
  const std::string errorName = findNumericName(dataset, {"parallax_error", "e_parallax", "parallax_err", "e_plx",
                                                          "plx_error", "parallax_error_dr3", "parallax_error_dr2"});
  Distances distances{dataset.numeric(name), {}, {}};
  if (errorName.empty()) {
    for (double& value : distances.kpc)
      value = distanceFromParallaxKpc(value, 0.0, 0.0);
    distances.source = fmt::format("1/{} of every positive parallax (no parallax_error to test it)", name);
    return distances;
  }
  const std::vector<double> errors = dataset.numeric(errorName);
  distances.errorKpc.assign(errors.size(), kNaN);
  parallelChunks(errors.size(), kStarsAChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const double parallax = distances.kpc[star], error = errors[star];
      if (error > 0.0 && parallax / error > options.minimumParallaxSnr) {
        distances.kpc[star] = 1.0 / parallax;
        distances.errorKpc[star] = error / (parallax * parallax);
        continue;
      }
      const DistanceQuantiles quantiles = parallaxDistance(parallax, error, options.priorLengthKpc);
      distances.kpc[star] = quantiles.medianKpc;
      distances.errorKpc[star] = 0.5 * (quantiles.p84Kpc - quantiles.p16Kpc);
    }
  });
  distances.source = fmt::format(
      "1/{0} where {0}/{1} > {2:g}, else the median of its posterior with a space density that falls exponentially "
      "over "
      "{3:g} kpc",
      name, errorName, options.minimumParallaxSnr, options.priorLengthKpc);
  return distances;
}

}  // namespace

DistanceQuantiles parallaxDistance(double parallaxMas, double parallaxErrorMas, double lengthKpc) {
  if (!std::isfinite(parallaxMas) || !(parallaxErrorMas > 0.0 && std::isfinite(parallaxErrorMas)) ||
      !(lengthKpc > 0.0 && std::isfinite(lengthKpc)))
    return {kNaN, kNaN, kNaN};
  const LogGrid grid = posteriorOnGrid(parallaxMas, parallaxErrorMas, lengthKpc);
  const double peak = *std::max_element(grid.logPosterior.begin(), grid.logPosterior.end());
  std::array<double, kNodes> cumulative{};
  double before = std::exp(grid.logPosterior[0] - peak);
  for (std::size_t i = 1; i < kNodes; ++i) {
    const double value = std::exp(grid.logPosterior[i] - peak);
    cumulative[i] = cumulative[i - 1] + 0.5 * (before + value);
    before = value;
  }
  const auto quantile = [&](double probability) {
    const double wanted = probability * cumulative.back();
    const auto above = std::lower_bound(cumulative.begin() + 1, cumulative.end() - 1, wanted);
    const double share = (wanted - *(above - 1)) / (*above - *(above - 1));
    return std::exp(grid.low + grid.step * (static_cast<double>(above - cumulative.begin()) - 1.0 + share));
  };
  return {quantile(kLowerQuantile), quantile(0.5), quantile(kUpperQuantile)};
}

std::string findNumericName(const survey::Dataset& dataset, const std::vector<std::string>& wanted) {
  const std::vector<std::string> names = dataset.numericNames();
  for (const std::string& candidate : wanted) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const std::string& name) { return lowered(name) == candidate; });
    if (found != names.end()) return *found;
  }
  return {};
}

Distances distancesOf(const survey::Dataset& dataset, const DistanceOptions& options) {
  const std::string unit = lowered(options.unit);
  if (!unit.empty() && unit != "pc" && unit != "kpc")
    throw Error(ErrorKind::Usage, fmt::format("A distance is in pc or kpc, not in '{}'.", options.unit));
  if (!(options.priorLengthKpc > 0.0 && std::isfinite(options.priorLengthKpc)))
    throw Error(ErrorKind::Usage, fmt::format("The length of the distance prior must be above 0 kpc, but it is {}.",
                                              options.priorLengthKpc));
  if (!options.column.empty()) return fromColumn(dataset, options.column, unit, 1.0);
  for (const KnownDistance& known : kKnownDistances) {
    const std::string name = findNumericName(dataset, {std::string(known.name)});
    if (name.empty()) continue;
    const std::string stated = lowered(dataset.unitOf(name));
    // A name that anything may have is a distance only in a unit of distances.
    if (known.kpcAUnit > 0.0 || stated == "pc" || stated == "kpc")
      return fromColumn(dataset, name, unit, known.kpcAUnit);
  }
  const std::string parallax = findNumericName(dataset, {"parallax", "plx", "parallax_dr3", "parallax_dr2"});
  return parallax.empty() ? Distances{} : fromParallax(dataset, parallax, options);
}

}  // namespace maury::galaxy
