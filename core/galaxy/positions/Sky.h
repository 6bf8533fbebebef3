// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "galaxy/density/Density.h"
#include "survey/dataset/Dataset.h"

// Free functions of plain values: safe on any thread.
namespace maury::galaxy {

struct GalacticDirection {
  double lDeg = 0.0, bDeg = 0.0;  ///< l in [0, 360)
};
/// From ICRS right ascension and declination (degrees, any turn), by the rotation of the Hipparcos Catalogue (ESA
/// SP-1200, vol. 1, eq. 1.5.11). NaN in gives NaN.
GalacticDirection toGalactic(double raDeg, double decDeg);

/// Mollweide's equal-area map of the sky seen from inside: an ellipse of half axes 2 and 1, l = 0 in its middle, l
/// growing to the left, b up (Snyder 1987, USGS Professional Paper 1395, p. 251, scaled by 1/√2). θ to 1e-9. NaN in
/// gives NaN.
Point mollweide(const GalacticDirection& direction);

struct SkyPoints {
  std::vector<double> x, y;  ///< N; NaN = direction not known
};
/// Whether the dataset has right ascension and declination under a name that ensurePositions() knows.
bool hasDirections(const survey::Dataset& dataset);
/// Of every star, on all cores. Throws Error(Mismatch) without directions.
SkyPoints skyPoints(const survey::Dataset& dataset);

}  // namespace maury::galaxy
