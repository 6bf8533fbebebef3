// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/Observation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "mock/lines/MockLines.h"

namespace maury::mock {

namespace {

constexpr double kSnrPixelNm = 0.03;  ///< pixel width to which the S/N refers
constexpr double kDetectorNm = 0.0245;

/// Returns the standard deviation of white noise that is interpolated linearly at a fraction `t` of a pixel.
double interpolatedSigma(double t) {
  return std::sqrt((1.0 - t) * (1.0 - t) + t * t);
}

/// Integrates a smooth function by Simpson's rule; 0 for an empty interval.
template <class Function>
double integrate(Function function, double low, double high) {
  constexpr int kIntervals = 64;  // accurate to 1e-9 for noiseCorrelation()
  if (!(low < high)) return 0.0;
  const double step = (high - low) / kIntervals;
  double sum = function(low) + function(high);
  for (int i = 1; i < kIntervals; ++i)
    sum += (i % 2 == 1 ? 4.0 : 2.0) * function(low + step * i);
  return sum * step / 3.0;
}

/// Adds emission in the cores of the Ca II triplet: a Gaussian with σ = 30 km/s, as from the chromosphere of an active
/// star.
void addEmission(double height, const spectra::WavelengthGrid& grid, std::span<float> flux) {
  constexpr double kSigmaNm = 0.086;
  for (const auto& line : mockLines()) {
    if (line.species != "Ca II") continue;
    for (std::size_t i = 0; i < flux.size(); ++i) {
      const double x = (grid[i] - line.vacuumNm) / kSigmaNm;
      if (std::abs(x) < 6.0) flux[i] += static_cast<float>(height * std::exp(-0.5 * x * x));
    }
  }
}

void addCompanion(const SpectrumModel& model, const MockStar& star, double velocityKmS, std::span<float> flux) {
  thread_local std::vector<float> companion;
  companion.resize(flux.size());
  model.compute(star.companion, companion, velocityKmS + star.companionKmS);
  const auto light = static_cast<float>(star.companionLight);
  for (std::size_t i = 0; i < flux.size(); ++i)
    flux[i] = (flux[i] + light * companion[i]) / (1.0F + light);
}

/// Draws standard-normal noise for each pixel.
void drawNoise(const spectra::WavelengthGrid& grid, bool correlated, Random& random, std::span<float> noise) {
  if (!correlated) {
    for (auto& pixel : noise)
      pixel = static_cast<float>(random.gaussian());
    return;
  }
  // Resamples white noise on detector pixels by linear interpolation, scaled to unit variance.
  double left = random.gaussian(), right = random.gaussian();
  double leftNm = grid.first() - kDetectorNm * random.uniform();
  for (std::size_t i = 0; i < noise.size(); ++i) {
    while (grid[i] > leftNm + kDetectorNm) {
      left = right;
      right = random.gaussian();
      leftNm += kDetectorNm;
    }
    const double t = (grid[i] - leftNm) / kDetectorNm;
    noise[i] = static_cast<float>(((1.0 - t) * left + t * right) / interpolatedSigma(t));
  }
}

/// Replaces edge pixels by NaN in one star of four.
void blankEdges(const spectra::WavelengthGrid& grid, Random& random, std::span<float> flux, std::span<float> error) {
  if (random.below(4) > 0) return;
  constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
  const double pixelNm = (grid.last() - grid.first()) / static_cast<double>(grid.size() - 1);
  const auto blankNm = [&](std::size_t archivePixels) {
    return std::min(static_cast<std::size_t>(0.01 * static_cast<double>(archivePixels) / pixelNm + 0.5), flux.size());
  };
  const std::size_t front = blankNm(random.below(4)), back = blankNm(3 + random.below(16));
  std::fill_n(flux.begin(), front, kNoData);
  std::fill_n(error.begin(), front, kNoData);
  std::fill(flux.end() - static_cast<std::ptrdiff_t>(back), flux.end(), kNoData);
  std::fill(error.end() - static_cast<std::ptrdiff_t>(back), error.end(), kNoData);
}

}  // namespace

double noiseCorrelation(double distanceNm) {
  const double distance = std::abs(distanceNm) / kDetectorNm;
  // A pixel at the fraction t between two detector pixels, and another one in the same interval or in a later one.
  const auto same = [&](double t) {
    const double other = t + distance;
    return ((1.0 - t) * (1.0 - other) + t * other) / (interpolatedSigma(t) * interpolatedSigma(other));
  };
  const auto next = [&](double t) {
    const double other = t + distance - 1.0;
    return t * (1.0 - other) / (interpolatedSigma(t) * interpolatedSigma(other));
  };
  if (distance < 1.0) return integrate(same, 0.0, 1.0 - distance) + integrate(next, 1.0 - distance, 1.0);
  return integrate(next, 0.0, 2.0 - distance);
}

double velocityErrorKmS(double g) {
  return std::clamp(0.2 + 0.8 * std::pow(10.0, 0.3 * (g - 12.0)), 0.2, 6.0);
}

double takeSpectrum(const SpectrumModel& model, const MockStar& star, const ObservationOptions& options, Random& random,
                    std::span<float> flux, std::span<float> error) {
  const auto& grid = model.grid();
  const double draw = std::clamp(random.gaussian(), -3.0, 3.0);
  const double velocity = options.velocityErrorScale * velocityErrorKmS(star.photometry.g) * draw;
  model.compute(star.parameters, flux, velocity);
  if (star.oddity == Oddity::Binary) addCompanion(model, star, velocity, flux);
  if (star.oddity == Oddity::Emission) addEmission(star.emission, grid, flux);

  thread_local std::vector<float> noise;
  noise.resize(flux.size());
  drawNoise(grid, options.correlatedNoise, random, noise);
  const double pixelNm = (grid.last() - grid.first()) / static_cast<double>(grid.size() - 1);
  const double continuumError = std::sqrt(kSnrPixelNm / pixelNm) / star.snr;
  for (std::size_t i = 0; i < flux.size(); ++i) {
    // Photon noise is smaller in a line's core, where there is less light.
    error[i] = static_cast<float>(continuumError * std::sqrt(std::max(static_cast<double>(flux[i]), 0.05)));
    flux[i] += error[i] * noise[i];
  }
  blankEdges(grid, random, flux, error);
  return velocity;
}

}  // namespace maury::mock
