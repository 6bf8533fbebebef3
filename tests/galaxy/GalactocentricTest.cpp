// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Galactocentric.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "support/Catch.h"

using namespace maury::galaxy;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Known {
  double raDeg, decDeg, distanceKpc;
  double xKpc, yKpc, zKpc;
};

// astropy 5.2.1, galactocentric_frame_defaults.set('v4.0'):
//   SkyCoord(ra*u.deg, dec*u.deg, distance=d*u.kpc, frame='icrs').transform_to(Galactocentric()).{x,y,z}
constexpr Known kFromAstropy[] = {
    {0, 0, 0, -8.121973366, 0.000000000, 0.020800000},                      // the Sun
    {266.4051, -28.936175, 8.122, 0.000000000, 0.000000000, 0.000000000},   // the Galactic Centre
    {192.85948, 27.12825, 2, -8.116854237, -0.000002973, 2.020793449},      // north Galactic pole
    {12.85948, -27.12825, 1.5, -8.125812713, 0.000002230, -1.479195086},    // south Galactic pole
    {0, 0, 1, -8.179069186, 0.494110763, -0.846722116},                     //
    {90, 0, 3.5, -11.180768916, -1.556900162, -0.664642682},                //
    {180, 45, 0.25, -8.197204202, 0.044701735, 0.254983851},                //
    {270, -60, 12, 2.137685179, -5.093892580, -3.555743712},                //
    {83.633, 22.0145, 2, -10.106007855, -0.158104823, -0.175694306},        // the Crab
    {10.6847, 41.269, 780, -384.332610495, 620.616571545, -285.812416464},  // M31
    {0, 90, 5, -10.535301836, 3.734909821, 2.306908991},                    // north celestial pole
    {0, -90, 5, -5.708644896, -3.734909821, -2.265308991},                  // south celestial pole
    {359.999999, -12.5, 0.01, -8.121486110, 0.003207219, 0.011340807},      //
    {266.4051, -28.936175, 20, 11.877961049, -0.000000000, -0.030418912},   // beyond the centre
    {86.4051, 28.936175, 6, -14.121953691, 0.000000000, 0.036165673},       // anticentre
};

}  // namespace

TEST_CASE("galactocentric: positions agree with astropy's Galactocentric v4.0 to 1e-6 kpc") {
  for (const Known& known : kFromAstropy) {
    CAPTURE(known.raDeg, known.decDeg, known.distanceKpc);
    const auto position = toGalactocentric(known.raDeg, known.decDeg, known.distanceKpc);
    CHECK(std::abs(position.xKpc - known.xKpc) < 1e-6);
    CHECK(std::abs(position.yKpc - known.yKpc) < 1e-6);
    CHECK(std::abs(position.zKpc - known.zKpc) < 1e-6);
    CHECK(position.radiusKpc == Approx(std::hypot(position.xKpc, position.yKpc)));
  }
}

TEST_CASE("galactocentric: the Sun is at azimuth π, at its distance from the centre and at its height") {
  const auto sun = toGalactocentric(123.0, -45.0, 0.0);
  CHECK(std::abs(sun.azimuthRad) == Approx(std::numbers::pi));
  CHECK(std::hypot(sun.radiusKpc, sun.zKpc) == Approx(8.122));
  const auto higher = toGalactocentric(123.0, -45.0, 0.0, {.distanceToCentreKpc = 8.178, .heightPc = 25.0});
  CHECK(std::hypot(higher.radiusKpc, higher.zKpc) == Approx(8.178));
  CHECK(higher.zKpc == Approx(0.025));
}

TEST_CASE("galactocentric: a NaN in any coordinate makes every member NaN") {
  const double coordinates[3][3] = {{kNaN, 1, 1}, {1, kNaN, 1}, {1, 1, kNaN}};
  for (const auto& c : coordinates) {
    const auto position = toGalactocentric(c[0], c[1], c[2]);
    CHECK(std::isnan(position.xKpc));
    CHECK(std::isnan(position.yKpc));
    CHECK(std::isnan(position.zKpc));
    CHECK(std::isnan(position.radiusKpc));
    CHECK(std::isnan(position.azimuthRad));
  }
}

TEST_CASE("galactocentric: the distance is 1/parallax only if the parallax is precise enough") {
  CHECK(distanceFromParallaxKpc(0.5, 0.01, 5.0) == Approx(2.0));
  CHECK(std::isnan(distanceFromParallaxKpc(0.5, 0.1, 5.0)));  // an S/N of exactly 5 does not exceed 5
  CHECK(std::isnan(distanceFromParallaxKpc(-0.5, 0.01, 5.0)));
  CHECK(std::isnan(distanceFromParallaxKpc(0.0, 0.01, 5.0)));
  CHECK(std::isnan(distanceFromParallaxKpc(kNaN, 0.01, 5.0)));
}

TEST_CASE("galactocentric: a parallax without an error is inverted") {
  CHECK(distanceFromParallaxKpc(0.25, kNaN, 5.0) == Approx(4.0));
  CHECK(distanceFromParallaxKpc(0.25, 0.0, 5.0) == Approx(4.0));
  CHECK(distanceFromParallaxKpc(0.25, -1.0, 5.0) == Approx(4.0));
}
