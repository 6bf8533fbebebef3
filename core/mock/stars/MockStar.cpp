// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/MockStar.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mock/stars/Evolution.h"

namespace maury::mock {

namespace {

constexpr double kBrightG = 6.0, kHighSnrFaintG = 12.8, kLowSnrBrightG = 12.3, kFaintG = 14.0;

double drawSnr(double g, bool lowSnr, Random& random) {
  if (lowSnr) {
    const double typical = 25.0 - 10.0 * (g - kLowSnrBrightG) / (kFaintG - kLowSnrBrightG);
    return std::clamp(typical + 1.5 * random.gaussian(), 15.1, 24.9);
  }
  const double typical = 25.0 * std::pow(10.0, 0.24 * (kHighSnrFaintG - g));
  return std::clamp(typical * (1.0 + 0.1 * random.gaussian()), 25.0, 150.0);
}

/// Draws the true properties of a star within the survey's magnitude limits.
MockStar drawTruth(double lowSnrFraction, Random& random) {
  const bool lowSnr = random.uniform() < lowSnrFraction;
  for (;;) {
    MockStar star;
    star.place = drawPlace(random);
    star.population = drawPopulation(star.place.RKpc, star.place.ZKpc, random);
    const auto chemistry = drawChemistry(star.population, star.place.RKpc, star.place.ZKpc, random);
    star.parameters = drawParameters(chemistry, random);
    star.massSolar = turnOffMass(chemistry.ageGyr);
    star.photometry =
        truePhotometry(star.parameters, star.massSolar, star.place.distanceKpc, drawExtinction(star.place, random));
    const double g = star.photometry.g;
    if (lowSnr ? (g < kLowSnrBrightG || g > kFaintG) : (g < kBrightG || g > kHighSnrFaintG)) continue;
    star.snr = drawSnr(g, lowSnr, random);
    return star;
  }
}

void makeBinary(MockStar& star, Random& random) {
  // A companion of the same origin with at least a tenth of the light. Next to a giant, only another giant is that
  // bright.
  star.oddity = Oddity::Binary;
  star.companion = star.parameters;
  star.companion.teff = std::clamp(star.parameters.teff * random.uniform(0.85, 1.05), 3500.0, 7500.0);
  star.companion.logg = std::min(star.parameters.logg + random.uniform(-0.1, 0.6), 4.9);
  star.companionLight = random.uniform(0.1, 1.0);
  constexpr double kFastestKmS = 35.0;  // at larger separations the archive's pipeline itself recognises two stars
  star.companionKmS = random.uniform(-kFastestKmS, kFastestKmS);
  const double brighter = 2.5 * std::log10(1.0 + star.companionLight);
  for (double* magnitude : {&star.photometry.g, &star.photometry.bp, &star.photometry.rp})
    *magnitude -= brighter;
}

/// Returns the probability that a cross-match with a survey like APOGEE DR17 contains the star. It is chosen here, not
/// measured: giants are three times as likely as dwarfs, and the metal-poor tail declines and ends at −2.0, where the
/// 3904 stars of Guiglion et al. (2020) end.
double chanceOfCrossMatch(const StellarParameters& star) {
  if (star.mh < -2.0 || star.teff < 3700.0 || star.teff > 6700.0 || star.logg < 0.3) return 0.0;
  const double stage = star.logg < 3.6 ? 0.45 : 0.15;
  return stage * (star.mh > -0.8 ? 1.0 : std::pow(10.0, 0.6 * (star.mh + 0.8)));
}

struct LabelError {
  double smallest, largest;  ///< range of 1σ errors, as in APOGEE DR17
  double gap;                ///< share of stars without the label
};
constexpr std::array<LabelError, kCatalogueLabels> kLabelErrors = {
    {{25.0, 80.0, 0.005}, {0.03, 0.07, 0.01}, {0.02, 0.04, 0.01}, {0.02, 0.04, 0.02}, {0.01, 0.03, 0.03}}};

void measureLabels(MockStar& star, const StellarParameters& truth, Random& random) {
  const auto values = catalogueLabels(truth);
  for (std::size_t k = 0; k < kCatalogueLabels; ++k) {
    const auto& error = kLabelErrors[k];
    star.labelErrors[k] = random.uniform(error.smallest, error.largest);
    star.labels[k] = values[k] + star.labelErrors[k] * random.gaussian();
    if (random.uniform() < error.gap) star.labels[k] = star.labelErrors[k] = std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace

std::string_view oddityName(Oddity oddity) noexcept {
  constexpr std::array<std::string_view, 4> kNames = {"none", "binary", "emission", "wrong labels"};
  return kNames[static_cast<std::size_t>(oddity)];
}

std::array<double, kCatalogueLabels> catalogueLabels(const StellarParameters& star) {
  return {star.teff, star.logg, star.mh, star.feh(), star.alpham};
}

MockStar drawStar(double lowSnrFraction, double oddFraction, Random& random) {
  MockStar star = drawTruth(lowSnrFraction, random);
  StellarParameters labelled = star.parameters;
  if (random.uniform() < oddFraction) {
    const double kind = random.uniform();
    if (kind < 0.5) {
      makeBinary(star, random);
    } else if (kind < 0.75) {
      star.oddity = Oddity::Emission;
      star.emission = random.uniform(0.1, 0.5);
    } else {
      star.oddity = Oddity::WrongLabels;
      labelled = drawTruth(lowSnrFraction, random).parameters;
    }
  }
  measureLabels(star, labelled, random);
  star.inTraining = random.uniform() < chanceOfCrossMatch(labelled);
  return star;
}

}  // namespace maury::mock
