// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/Random.h"

namespace maury::mock {

enum class Population { ThinDisc, ThickDisc, Bulge, Halo };

std::string_view populationName(Population population) noexcept;  ///< "thin disc", "thick disc", "bulge", "halo"

/// Where a star is, seen from the Sun and from the Galactic centre (astropy's frame of v4.0: R☉ 8.122 kpc, Z☉ 20.8 pc).
struct Place {
  double raDeg = 0.0;
  double decDeg = 0.0;
  double distanceKpc = 0.0;
  double sinB = 0.0;  ///< sine of the Galactic latitude
  double RKpc = 0.0;
  double ZKpc = 0.0;
};

/// What the gas of a star's time and place left in it.
struct Chemistry {
  double mh = 0.0;
  double alpham = 0.0;
  double ageGyr = 0.0;
};

/// A place as a survey would pick it. The choice depends on the place alone, so that every panel of R and |Z| keeps the
/// Galaxy's own mix of populations.
Place drawPlace(Random& random);
/// The population of a star at a place, drawn by the populations' densities there.
Population drawPopulation(double RKpc, double ZKpc, Random& random);
Chemistry drawChemistry(Population population, double RKpc, double ZKpc, Random& random);

/// R and Z (kpc) of a place given by right ascension, declination (deg) and distance (kpc).
void setGalactocentric(Place& place);

}  // namespace maury::mock
