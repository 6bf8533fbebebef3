// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Galactocentric.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace maury::galaxy {
namespace {

constexpr double kRadPerDeg = std::numbers::pi / 180.0;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Rotation about the line to Sgr A* that makes the z axis point at the north Galactic pole, for the default centre.
/// Source: astropy 5.2, astropy/coordinates/builtin_frames/galactocentric.py, get_roll0().
constexpr double kRollDeg = 58.5986320306;

/// Converts (a, b) to axes that are rotated by `angle` (rad) from the a axis towards the b axis.
void rotateAxes(double angle, double& a, double& b) {
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
  rotateAxes(sun.centreDecDeg * kRadPerDeg, x, z);  // x now points at the Galactic Centre
  rotateAxes(kRollDeg * kRadPerDeg, y, z);          // z now points at the north Galactic pole
  x -= sun.distanceToCentreKpc;
  // The line from the Sun to the centre is inclined to the plane, because the Sun is above it: rotate about the centre.
  rotateAxes(std::asin(sun.heightPc * 1e-3 / sun.distanceToCentreKpc), x, z);
  return {x, y, z, std::hypot(x, y), std::atan2(y, x)};
}

double distanceFromParallaxKpc(double parallaxMas, double parallaxErrorMas, double minimumSnr) {
  if (!(parallaxMas > 0.0)) return kNaN;
  if (parallaxErrorMas > 0.0 && !(parallaxMas / parallaxErrorMas > minimumSnr)) return kNaN;
  return 1.0 / parallaxMas;
}

}  // namespace maury::galaxy
