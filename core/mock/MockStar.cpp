// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockStar.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

MockStar drawStar(double lowSnrFraction, Random& random) {
  const bool lowSnr = random.uniform() < lowSnrFraction;
  for (;;) {
    MockStar star;
    star.place = drawPlace(random);
    star.population = drawPopulation(star.place.RKpc, star.place.ZKpc, random);
    const auto chemistry = drawChemistry(star.population, star.place.RKpc, star.place.ZKpc, random);
    star.parameters = drawParameters(chemistry, random);
    star.photometry = truePhotometry(star.parameters, turnOffMass(chemistry.ageGyr), star.place.distanceKpc,
                                     drawExtinction(star.place, random));
    const double g = star.photometry.g;
    if (lowSnr ? (g < kLowSnrBrightG || g > kFaintG) : (g < kBrightG || g > kHighSnrFaintG)) continue;
    star.snr = drawSnr(g, lowSnr, random);
    return star;
  }
}

}  // namespace maury::mock
