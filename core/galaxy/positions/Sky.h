// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "galaxy/density/Point.h"
#include "survey/dataset/Dataset.h"

// The functions in this header are thread-safe.
namespace maury::galaxy {

/// Direction in Galactic coordinates.
struct GalacticDirection {
  double lDeg = 0.0, bDeg = 0.0;  ///< l in [0, 360)
};
/// Converts ICRS right ascension and declination (degrees; any multiple of 360° may be added) to Galactic coordinates,
/// with the rotation of the Hipparcos Catalogue (ESA SP-1200, vol. 1, eq. 1.5.11). Returns NaN if an argument is NaN.
GalacticDirection toGalactic(double raDeg, double decDeg);

/// Maps a direction to Mollweide's equal-area projection of the sky as seen from inside: an ellipse with semi-axes 2
/// and 1, with l = 0 at the centre, l increasing to the left and b upwards (Snyder 1987, USGS Professional Paper 1395,
/// p. 251, scaled by 1/√2). The auxiliary angle θ is accurate to 1e-9. Returns NaN if a coordinate is NaN.
Point mollweide(const GalacticDirection& direction);

/// Positions of N stars in the Mollweide projection.
struct SkyPoints {
  std::vector<double> x, y;  ///< N; NaN = unknown direction
};
/// Returns true if the dataset has right ascension and declination under names that ensurePositions() knows.
bool hasDirections(const survey::Dataset& dataset);
/// Returns the position of every star. Uses all cores. Throws Error(Mismatch) if the dataset has no directions.
SkyPoints skyPoints(const survey::Dataset& dataset);

}  // namespace maury::galaxy
