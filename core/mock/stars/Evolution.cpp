// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/Evolution.h"

#include <algorithm>
#include <cmath>

namespace maury::mock {

namespace {

/// Returns the effective temperature of the red-giant branch. The ridge at solar metallicity, its slope and its change
/// with [M/H] are read off the APOGEE labels of Guiglion et al. (2020); more massive stars are hotter.
double giantTeff(double logg, double mh, double mass) {
  const double x = logg - 2.0;
  return 4360.0 + 490.0 * x - 40.0 * x * x - 230.0 * mh - 20.0 * mh * mh + 250.0 * (mass - 1.1);
}

/// Returns the temperature of the hottest star left on the main sequence at an age; close to the turn-offs of PARSEC
/// isochrones (Bressan et al. 2012).
double turnOffTeff(double ageGyr, double mh) {
  return std::clamp(6050.0 - 250.0 * mh - 900.0 * std::log10(ageGyr / 8.0), 5600.0, 7400.0);
}

/// Returns the surface gravity on the main sequence; metal-poor dwarfs are smaller.
double dwarfLogg(double teff, double mh) {
  const double x = (teff - 5772.0) / 1000.0;
  return 4.45 - 0.16 * x - 0.06 * x * x - 0.08 * mh;
}

void placeOnGiantBranch(StellarParameters& star, double mass, Random& random) {
  // Stars accumulate towards the base, where evolution is slow: dN/dlogg ∝ 10^(0.35 logg) between 0.4 and 3.6.
  const double low = std::pow(10.0, 0.35 * 0.4), high = std::pow(10.0, 0.35 * 3.6);
  star.logg = std::log10(random.uniform(low, high)) / 0.35;
  star.teff = giantTeff(star.logg, star.mh, mass) + 25.0 * random.gaussian();
}

void placeInClump(StellarParameters& star, double mass, Random& random) {
  star.logg = 2.43 + 0.07 * random.gaussian() + 0.1 * (mass - 1.1);
  star.teff = std::min(4724.0 - 400.0 * star.mh, 5400.0) + 100.0 * (mass - 1.1) + 30.0 * random.gaussian();
}

void placeOnSubgiantBranch(StellarParameters& star, double mass, double turnOff, Random& random) {
  // The star lies on a straight line in the Kiel diagram from the turn-off to the base of the giant branch.
  constexpr double kBaseLogg = 3.6;
  const double along = random.uniform();
  const double topLogg = dwarfLogg(turnOff, star.mh) - 0.2;
  star.logg = topLogg + along * (kBaseLogg - topLogg);
  star.teff = turnOff + along * (giantTeff(kBaseLogg, star.mh, mass) - turnOff) + 20.0 * random.gaussian();
}

}  // namespace

double turnOffMass(double ageGyr) {
  return std::pow(10.0 / ageGyr, 1.0 / 3.2);
}

StellarParameters drawParameters(const Chemistry& chemistry, Random& random) {
  StellarParameters star;
  star.mh = chemistry.mh;
  star.alpham = chemistry.alpham;
  // [Fe/H] − [M/H] = −0.008 − 0.023 [α/M] as in the APOGEE labels of Guiglion et al. (2020). The scatter of the
  // elements about [M/H] and [α/M] is our choice; in those labels it is 0.027 (Si), 0.035 (Mg), 0.037 (Ni) and 0.079
  // dex (Al), measurement errors included.
  for (std::size_t i = 0; i < kMockElements; ++i)
    star.element[i] = kElementScatter[i] * random.gaussian();
  star.element[4] += -0.008 - 0.023 * star.alpham;
  const double mass = turnOffMass(chemistry.ageGyr);
  const double turnOff = turnOffTeff(chemistry.ageGyr, star.mh);
  const double stage = random.uniform();
  if (stage < 0.45) {
    placeOnGiantBranch(star, mass, random);
  } else if (stage < 0.70) {
    placeInClump(star, mass, random);
  } else if (stage < 0.80) {
    placeOnSubgiantBranch(star, mass, turnOff, random);
  } else {
    star.teff = random.uniform(4300.0, turnOff);
    // Stars near the turn-off have burnt part of their hydrogen and expanded.
    const double evolved = std::clamp(1.0 + (star.teff - turnOff) / 1000.0, 0.0, 1.0) * random.uniform();
    star.logg = dwarfLogg(star.teff, star.mh) - 0.25 * evolved + 0.02 * random.gaussian();
  }
  star.teff = std::max(star.teff, 3500.0);
  return star;
}

double absoluteG(const StellarParameters& star, double massSolar) {
  constexpr double kSunTeff = 5772.0, kSunLogg = 4.438, kSunMbol = 4.74;  // IAU 2015 resolutions B2 and B3
  const double logL = std::log10(massSolar) + 4.0 * std::log10(star.teff / kSunTeff) - (star.logg - kSunLogg);
  const double d = star.teff - kSunTeff;
  const double correction = star.teff >= 4000.0
                                ? 6.000e-2 + d * (6.731e-5 + d * (-6.647e-8 + d * (2.859e-11 - d * 7.197e-15)))
                                : 1.749 + d * (1.977e-3 + d * (3.737e-7 + d * (-8.966e-11 - d * 4.183e-14)));
  return kSunMbol - 2.5 * logL - correction;
}

}  // namespace maury::mock
