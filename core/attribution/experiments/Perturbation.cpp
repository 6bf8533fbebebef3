// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Perturbation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "base/Constants.h"
#include "base/Error.h"
#include "base/Random.h"
#include "spectra/Pixels.h"
#include "spectra/Resample.h"

namespace maury::attribution {
namespace {

std::span<float> fluxOf(survey::Dataset& stars, std::size_t star) {
  return std::span(stars.flux).subspan(star * stars.pixelCount(), stars.pixelCount());
}

/// Returns 1 within the half width, 0 beyond twice the half width, and half a cosine in between.
double weightAt(const LineEdit& line, double nm) {
  const double distance = std::abs(nm - line.vacuumNm) / line.halfWidthNm;
  if (distance <= 1.0) return 1.0;
  return distance >= 2.0 ? 0.0 : 0.5 * (1.0 + std::cos(std::numbers::pi * (distance - 1.0)));
}

void edit(survey::Dataset& stars, const LineEdit& line) {
  for (std::size_t pixel = 0; pixel < stars.pixelCount(); ++pixel) {
    const double factor = 1.0 + (line.factor - 1.0) * weightAt(line, stars.grid[pixel]);
    if (factor == 1.0) continue;
    for (std::size_t star = 0; star < stars.starCount(); ++star) {
      float& flux = fluxOf(stars, star)[pixel];
      flux = static_cast<float>(1.0 - (1.0 - static_cast<double>(flux)) * factor);
    }
  }
}

void shift(survey::Dataset& stars, double velocityKmS) {
  std::vector<double> moved;
  for (const double nm : stars.grid.nm())
    moved.push_back(spectra::dopplerShiftNm(nm, velocityKmS));
  const spectra::WavelengthGrid from(std::move(moved));
  for (std::size_t star = 0; star < stars.starCount(); ++star) {
    const std::span<float> flux = fluxOf(stars, star);
    const std::vector<float> before(flux.begin(), flux.end());
    spectra::resampleLinear(from, before, {}, stars.grid, flux, {});
    spectra::fillEdges(flux, {}, std::nullopt);
  }
}

/// Returns the survey's snr column, which replaces missing flux errors, or zeros if it has none.
std::vector<double> snrOf(const survey::Dataset& stars) {
  return stars.hasNumeric("snr") ? stars.numeric("snr") : std::vector<double>(stars.starCount(), 0.0);
}

void addNoise(survey::Dataset& stars, double snr, std::uint64_t seed) {
  const std::vector<double> starSnr = snrOf(stars);
  for (std::size_t star = 0; star < stars.starCount(); ++star) {
    const std::span<float> flux = fluxOf(stars, star);
    const std::span<const float> errors = stars.fluxErrorOf(star);
    Random random(hashText(stars.ids[star], seed));
    for (std::size_t pixel = 0; pixel < flux.size(); ++pixel) {
      const double draw = random.gaussian();  // always drawn, so that a pixel gets the same noise in every perturbation
      double sigma = starSnr[star] > 0.0 ? 1.0 / starSnr[star] : 0.0;
      if (!errors.empty() && std::isfinite(errors[pixel])) sigma = static_cast<double>(errors[pixel]);
      const double missing = 1.0 / (snr * snr) - sigma * sigma;
      if (missing > 0.0) flux[pixel] += static_cast<float>(std::sqrt(missing) * draw);
    }
  }
}

void addTo(survey::Dataset& stars, const std::string& name, double amount) {
  for (survey::AuxiliaryInput& input : stars.inputs) {
    if (input.name != name) continue;
    for (float& value : input.values)
      value += static_cast<float>(amount);
    return;
  }
  throw Error(ErrorKind::Mismatch, fmt::format("The stars have no input '{}'. Choose another input.", name));
}

void requireInRange(const Perturbation& perturbation) {
  constexpr double kFastest = 0.1 * kSpeedOfLightKmS;
  if (!(std::abs(perturbation.velocityKmS) < kFastest))
    throw Error(ErrorKind::Usage,
                fmt::format("A shift of {} km/s is too large: it must be below 10 % of the speed of light.",
                            perturbation.velocityKmS));
  if (!(perturbation.snr >= 0.0))
    throw Error(ErrorKind::Usage, fmt::format("The S/N must not be negative, but is {}.", perturbation.snr));
  for (const LineEdit& line : perturbation.lines) {
    if (!(line.halfWidthNm > 0.0) || !std::isfinite(line.factor))
      throw Error(ErrorKind::Usage,
                  fmt::format("The line at {} nm needs a half width above 0 and a finite factor.", line.vacuumNm));
  }
}

}  // namespace

survey::Dataset applyPerturbation(const survey::Dataset& dataset, std::span<const std::size_t> rows,
                                  const Perturbation& perturbation) {
  requireInRange(perturbation);
  survey::Dataset stars = dataset.select(rows);
  for (const LineEdit& line : perturbation.lines)
    edit(stars, line);
  for (std::size_t star = 0; star < stars.starCount() && !perturbation.masked.empty(); ++star)
    spectra::maskRanges(stars.grid, perturbation.masked, fluxOf(stars, star), {});
  if (perturbation.velocityKmS != 0.0) shift(stars, perturbation.velocityKmS);
  if (perturbation.snr > 0.0) addNoise(stars, perturbation.snr, perturbation.seed);
  for (const auto& [name, amount] : perturbation.inputs)
    addTo(stars, name, amount);
  return stars;
}

}  // namespace maury::attribution
