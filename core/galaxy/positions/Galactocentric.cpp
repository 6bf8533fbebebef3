// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Galactocentric.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace maury::galaxy {
namespace {

constexpr double kRadPerDeg = std::numbers::pi / 180.0;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Turn about the line to Sgr A* that brings the Galactic x–z plane (l = 0, all b) upright, for the default centre:
/// astropy/coordinates/builtin_frames/galactocentric.py, get_roll0() (5.2).
constexpr double kRollDeg = 58.5986320306;

/// (a, b) in axes turned by the angle from the first towards the second.
void turnAxes(double angle, double& a, double& b) {
  const double cosine = std::cos(angle), sine = std::sin(angle), first = a;
  a = cosine * first + sine * b;
  b = cosine * b - sine * first;
}

}  // namespace

GalactocentricPosition toGalactocentric(double raDeg, double decDeg, double distanceKpc, const SolarPosition& sun) {
  if (std::isnan(raDeg) || std::isnan(decDeg) || std::isnan(distanceKpc)) return {kNaN, kNaN, kNaN, kNaN, kNaN};
  const double dec = decDeg * kRadPerDeg;
  const double hourAngle = (raDeg - sun.centreRaDeg) * kRadPerDeg;
  double x = distanceKpc * std::cos(dec) * std::cos(hourAngle);
  double y = distanceKpc * std::cos(dec) * std::sin(hourAngle);
  double z = distanceKpc * std::sin(dec);
  turnAxes(sun.centreDecDeg * kRadPerDeg, x, z);  // x now points at the Galactic Centre
  turnAxes(kRollDeg * kRadPerDeg, y, z);          // z now points at the north Galactic pole
  x -= sun.distanceToCentreKpc;
  // The Sun is above the plane, so its line to the centre is tilted against the plane: turn about the centre.
  turnAxes(std::asin(sun.heightPc * 1e-3 / sun.distanceToCentreKpc), x, z);
  return {x, y, z, std::hypot(x, y), std::atan2(y, x)};
}

double distanceFromParallaxKpc(double parallaxMas, double parallaxErrorMas, double minimumSnr) {
  if (!(parallaxMas > 0.0)) return kNaN;
  if (parallaxErrorMas > 0.0 && !(parallaxMas / parallaxErrorMas > minimumSnr)) return kNaN;
  return 1.0 / parallaxMas;
}

}  // namespace maury::galaxy
