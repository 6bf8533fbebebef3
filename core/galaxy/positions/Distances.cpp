// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Distances.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/Parallel.h"
#include "galaxy/positions/Galactocentric.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/TextCase.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStarsPerChunk = 1 << 12;
/// Probabilities at −1 σ and +1 σ of a Gaussian.
constexpr double kLowerQuantile = 0.15865525393145705, kUpperQuantile = 0.8413447460685429;

constexpr std::size_t kNodes = 257;
constexpr int kMaxRounds = 12;
/// The grid ends where the log posterior is this far below its peak (6.3 σ of a Gaussian); the rest does not affect the
/// quantiles.
constexpr double kLogReach = 20.0;
constexpr double kNearestKpc = 1e-4, kFarthestInLengths = 40.0;

/// Posterior over ln r on evenly spaced nodes.
struct LogGrid {
  double low, step;                         ///< first node and spacing, in ln r (r in kpc)
  std::array<double, kNodes> logPosterior;  ///< ln of the density per unit of ln r, not normalised
};

LogGrid posteriorOnGrid(double parallax, double error, double length) {
  double low = std::log(kNearestKpc), high = std::log(kFarthestInLengths * length);
  LogGrid grid{};
  for (int round = 0; round < kMaxRounds; ++round) {
    grid.low = low;
    grid.step = (high - low) / static_cast<double>(kNodes - 1);
    for (std::size_t i = 0; i < kNodes; ++i) {
      const double logR = low + grid.step * static_cast<double>(i), r = std::exp(logR);
      const double offset = (parallax - 1.0 / r) / error;
      grid.logPosterior[i] =
          3.0 * logR - r / length - 0.5 * offset * offset;  // r³: r² of the prior times r of dr = r d(ln r)
    }
    const double peak = *std::max_element(grid.logPosterior.begin(), grid.logPosterior.end());
    std::size_t first = 0, last = kNodes - 1;
    while (grid.logPosterior[first] < peak - kLogReach)
      ++first;
    while (grid.logPosterior[last] < peak - kLogReach)
      --last;
    first -= first > 0;  // a narrow peak may be between the highest node and its neighbours
    last += last + 1 < kNodes;
    if (last - first > kNodes / 2) break;
    high = low + grid.step * static_cast<double>(last);
    low += grid.step * static_cast<double>(first);
  }
  return grid;
}

Distances fromColumn(const survey::Dataset& dataset, const survey::DistanceColumn& column) {
  Distances distances{dataset.numeric(column.name), {}, fmt::format("the distances {} ({})", column.name, column.unit)};
  for (double& value : distances.kpc) {
    value *= column.kpcPerUnit;
    if (!(value > 0.0 && std::isfinite(value))) value = kNaN;
  }
  if (column.lowName.empty()) return distances;
  const std::vector<double> low = dataset.numeric(column.lowName), high = dataset.numeric(column.highName);
  for (std::size_t star = 0; star < low.size(); ++star) {
    const double half = 0.5 * column.kpcPerUnit * (high[star] - low[star]);
    distances.errorKpc.push_back(half >= 0.0 && std::isfinite(half) ? half : kNaN);
  }
  return distances;
}

Distances fromParallax(const survey::Dataset& dataset, const survey::ParallaxNames& names,
                       const DistanceOptions& options) {
  const std::string &name = names.parallax, &errorName = names.error;
  Distances distances{dataset.numeric(name), {}, {}};
  for (double& value : distances.kpc)
    value *= names.masPerUnit;
  if (errorName.empty()) {
    for (double& value : distances.kpc)
      value = distanceFromParallaxKpc(value, 0.0, 0.0);
    distances.source = fmt::format("1/{} of all positive parallaxes (no parallax_error available)", name);
    return distances;
  }
  std::vector<double> errors = dataset.numeric(errorName);
  for (double& error : errors)
    error *= names.errorMasPerUnit;
  distances.errorKpc.assign(errors.size(), kNaN);
  parallelChunks(errors.size(), kStarsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
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
      "1/{0} where {0}/{1} > {2:g}, otherwise the median of the posterior for an exponential space density with a "
      "scale "
      "length of {3:g} kpc",
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
    const double target = probability * cumulative.back();
    const auto above = std::lower_bound(cumulative.begin() + 1, cumulative.end() - 1, target);
    const double share = (target - *(above - 1)) / (*above - *(above - 1));
    return std::exp(grid.low + grid.step * (static_cast<double>(above - cumulative.begin()) - 1.0 + share));
  };
  return {quantile(kLowerQuantile), quantile(0.5), quantile(kUpperQuantile)};
}

Distances distancesOf(const survey::Dataset& dataset, const DistanceOptions& options) {
  const std::string unit = survey::lowerCase(options.unit);
  if (!unit.empty() && unit != "pc" && unit != "kpc")
    throw Error(ErrorKind::Usage, fmt::format("The unit of distances must be pc or kpc, not '{}'.", options.unit));
  if (!(options.priorLengthKpc > 0.0 && std::isfinite(options.priorLengthKpc)))
    throw Error(ErrorKind::Usage, fmt::format("The length of the distance prior must be above 0 kpc, but is {} kpc.",
                                              options.priorLengthKpc));
  if (!options.column.empty()) return fromColumn(dataset, survey::distanceColumn(dataset, options.column, unit));
  survey::DistanceColumn known = survey::findDistanceColumn(dataset);
  if (!known.name.empty()) {
    if (!unit.empty()) known = survey::distanceColumn(dataset, known.name, unit);
    return fromColumn(dataset, known);
  }
  const survey::ParallaxNames names = survey::parallaxNames(dataset);
  return names.parallax.empty() ? Distances{} : fromParallax(dataset, names, options);
}

}  // namespace maury::galaxy
