// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/RepeatLevels.h"

#include <cmath>
#include <numbers>

#include "base/Statistics.h"

namespace maury::spectra {

namespace {

constexpr std::size_t kFewestPixels = 10;
constexpr double kLeastSignificance = 4.0, kLeastDifference = 1e-4;

bool hasData(const RepeatSpectrum& spectrum, std::size_t pixel) {
  if (!std::isfinite(spectrum.flux[pixel])) return false;
  return spectrum.fluxError.empty() || (spectrum.fluxError[pixel] > 0.0F && std::isfinite(spectrum.fluxError[pixel]));
}

bool hasAnyData(const RepeatSpectrum& spectrum) {
  for (std::size_t i = 0; i < spectrum.flux.size(); ++i)
    if (hasData(spectrum, i)) return true;
  return false;
}

/// Returns the median S/N; NaN without errors.
double signalToNoise(const RepeatSpectrum& spectrum) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < spectrum.fluxError.size(); ++i)
    if (hasData(spectrum, i))
      ratios.push_back(static_cast<double>(spectrum.flux[i]) / static_cast<double>(spectrum.fluxError[i]));
  return median(ratios);
}

double medianFlux(const RepeatSpectrum& spectrum) {
  std::vector<double> values;
  for (const float flux : spectrum.flux)
    if (std::isfinite(flux)) values.push_back(static_cast<double>(flux));
  return median(values);
}

LevelFactor factorOf(const RepeatSpectrum& spectrum, const RepeatSpectrum& reference) {
  std::vector<double> own, others;
  for (std::size_t i = 0; i < spectrum.flux.size(); ++i) {
    if (!hasData(spectrum, i) || !hasData(reference, i)) continue;
    own.push_back(static_cast<double>(spectrum.flux[i]));
    others.push_back(static_cast<double>(reference.flux[i]));
  }
  LevelFactor level;
  if (!hasAnyData(spectrum)) return level;
  std::vector<double> ownSorted = own, otherSorted = others;
  const double ownMedian = median(ownSorted), otherMedian = median(otherSorted);
  level.isKnown = own.size() >= kFewestPixels && ownMedian > 0.0 && otherMedian > 0.0;
  if (!level.isKnown) return level;
  const double ratio = otherMedian / ownMedian;
  std::vector<double> differences(own.size());
  for (std::size_t i = 0; i < own.size(); ++i)
    differences[i] = others[i] - ratio * own[i];
  const double uncertainty =
      std::sqrt(0.5 * std::numbers::pi / static_cast<double>(own.size())) * robustSigma(differences) / ownMedian;
  const double difference = std::abs(ratio - 1.0);
  level.isScaled = difference > kLeastSignificance * uncertainty && difference > kLeastDifference;
  if (level.isScaled) level.factor = ratio;
  return level;
}

}  // namespace

std::size_t referenceRepeat(std::span<const RepeatSpectrum> spectra) {
  const auto best = [&](double (*quality)(const RepeatSpectrum&)) {
    std::size_t found = spectra.size();
    double highest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < spectra.size(); ++i) {
      const double value = quality(spectra[i]);
      if (!(value > highest)) continue;
      highest = value;
      found = i;
    }
    return found;
  };
  std::size_t reference = best(signalToNoise);
  if (reference == spectra.size()) reference = best(medianFlux);
  return reference == spectra.size() ? 0 : reference;
}

std::vector<LevelFactor> levelFactors(std::span<const RepeatSpectrum> spectra) {
  const std::size_t reference = referenceRepeat(spectra);
  std::vector<LevelFactor> factors(spectra.size());
  for (std::size_t i = 0; i < spectra.size(); ++i)
    if (i != reference) factors[i] = factorOf(spectra[i], spectra[reference]);
  return factors;
}

}  // namespace maury::spectra
