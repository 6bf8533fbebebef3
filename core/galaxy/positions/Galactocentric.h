// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::galaxy {

/// Position of the Sun in the Galaxy and direction of the Galactic Centre. Defaults as in astropy's Galactocentric
/// v4.0: direction of Sgr A* (ICRS) from Reid & Brunthaler 2004, distance from GRAVITY 2018, height from Bennett & Bovy
/// 2019.
struct SolarPosition {
  double distanceToCentreKpc = 8.122;
  double heightPc = 20.8;
  double centreRaDeg = 266.4051;
  double centreDecDeg = -28.936175;
};

/// Position in the Galaxy.
struct GalactocentricPosition {
  double xKpc = 0.0, yKpc = 0.0, zKpc = 0.0;  ///< right-handed; the Sun is at negative x
  double radiusKpc = 0.0;                     ///< R = √(x² + y²)
  double azimuthRad = 0.0;                    ///< φ = atan2(y, x), in (−π, π]; the Sun is at π
};

/// Returns the Galactocentric position of a star from its ICRS direction (degrees; any multiple of 360° may be added)
/// and distance. Agrees with astropy.coordinates.Galactocentric (roll 0) to 1e-6 kpc. If an argument is NaN, all
/// members of the result are NaN.
GalactocentricPosition toGalactocentric(double raDeg, double decDeg, double distanceKpc, const SolarPosition& sun = {});

/// Returns 1/parallax (kpc); NaN unless parallax > 0 and parallax/error > `minimumSnr`. Skips the second test if the
/// error is NaN or not above 0.
double distanceFromParallaxKpc(double parallaxMas, double parallaxErrorMas, double minimumSnr);

}  // namespace maury::galaxy
