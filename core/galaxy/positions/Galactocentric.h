// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::galaxy {

/// Where the Sun is and where the Galactic Centre is seen: astropy's Galactocentric defaults v4.0 (ICRS position of
/// Sgr A*: Reid & Brunthaler 2004; distance: GRAVITY 2018; height: Bennett & Bovy 2019).
struct SolarPosition {
  double distanceToCentreKpc = 8.122;
  double heightPc = 20.8;
  double centreRaDeg = 266.4051;
  double centreDecDeg = -28.936175;
};

struct GalactocentricPosition {
  double xKpc = 0.0, yKpc = 0.0, zKpc = 0.0;  ///< right-handed; the Sun at negative x
  double radiusKpc = 0.0;                     ///< R = √(x² + y²)
  double azimuthRad = 0.0;                    ///< φ = atan2(y, x), in (−π, π]; the Sun at π
};

/// Galactocentric position of a star from its ICRS direction (degrees, any turn) and distance; as
/// astropy.coordinates.Galactocentric (roll 0) to 1e-6 kpc. Any NaN in gives NaN in every field.
GalactocentricPosition toGalactocentric(double raDeg, double decDeg, double distanceKpc, const SolarPosition& sun = {});

/// 1/parallax (kpc), NaN unless parallax > 0 and parallax/error exceeds `minimumSnr` (errors ≤ 0 or NaN: no such test).
double distanceFromParallaxKpc(double parallaxMas, double parallaxErrorMas, double minimumSnr);

}  // namespace maury::galaxy
