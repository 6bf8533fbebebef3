// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/Random.h"

namespace maury::mock {

enum class Population { ThinDisc, ThickDisc, Bulge, Halo };

std::string_view populationName(Population population) noexcept;  ///< "thin disc", "thick disc", "bulge", "halo"

/// Position of a star relative to the Sun and to the Galactic centre (astropy's v4.0 frame: R☉ = 8.122 kpc, Z☉ = 20.8
/// pc).
struct Place {
  double raDeg = 0.0;
  double decDeg = 0.0;
  double distanceKpc = 0.0;
  double sinB = 0.0;  ///< sine of the Galactic latitude
  double RKpc = 0.0;
  double ZKpc = 0.0;
};

/// Composition and age of a star, which follow from its population and place.
struct Chemistry {
  double mh = 0.0;
  double alpham = 0.0;
  double ageGyr = 0.0;
};

/// Draws a place as a survey would select it. The selection depends on the place only, so that every panel of R and |Z|
/// keeps the Galaxy's own mix of populations.
Place drawPlace(Random& random);
/// Draws the population of a star at a place in proportion to the densities there.
Population drawPopulation(double RKpc, double ZKpc, Random& random);
/// Draws the composition and age of a star of a population at a place (kpc).
Chemistry drawChemistry(Population population, double RKpc, double ZKpc, Random& random);

/// Computes R, Z (kpc) and sin b from right ascension, declination (deg) and distance (kpc).
void setGalactocentric(Place& place);

}  // namespace maury::mock
