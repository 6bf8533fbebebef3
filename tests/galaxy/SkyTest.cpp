// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Sky.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

TEST_CASE("sky: Galactic coordinates of known places") {
  CHECK(toGalactic(192.85948, 27.12825).bDeg == Approx(90.0).margin(1e-5));  // the Galactic pole of Hipparcos
  const GalacticDirection centre = toGalactic(266.40499, -28.93617);
  CHECK(std::abs(std::remainder(centre.lDeg, 360.0)) < 1e-4);
  CHECK(std::abs(centre.bDeg) < 1e-4);
  const GalacticDirection andromeda = toGalactic(10.6847083, 41.26875);  // M 31, SIMBAD: 121.1743, -21.5733
  CHECK(andromeda.lDeg == Approx(121.1743).margin(1e-3));
  CHECK(andromeda.bDeg == Approx(-21.5733).margin(1e-3));
  const GalacticDirection orion = toGalactic(83.8221 + 360.0, -5.3911);  // M 42, SIMBAD: 209.0137, -19.3816
  CHECK(orion.lDeg == Approx(209.0137).margin(1e-3));
  CHECK(orion.bDeg == Approx(-19.3816).margin(1e-3));
  CHECK(std::isnan(toGalactic(std::numeric_limits<double>::quiet_NaN(), 0.0).lDeg));
}

TEST_CASE("sky: the Mollweide projection fills its ellipse evenly, with l increasing to the left") {
  CHECK(mollweide({0.0, 0.0}).x == 0.0);
  CHECK(mollweide({90.0, 0.0}).x == Approx(-1.0));
  CHECK(mollweide({270.0, 0.0}).x == Approx(1.0));
  CHECK(mollweide({10.0, 90.0}).y == Approx(1.0).margin(1e-6));
  CHECK(std::abs(mollweide({179.0, 90.0}).x) < 1e-3);
  CHECK(mollweide({0.0, -30.0}).y == Approx(-0.4040).margin(1e-4));  // Snyder's table 41: 0.4040 at 30°
  CHECK(std::isnan(mollweide({std::numeric_limits<double>::quiet_NaN(), 0.0}).x));
  Random random(6);
  int low = 0, outside = 0;
  const int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double b = std::asin(2.0 * random.uniform() - 1.0) * 180.0 / std::numbers::pi;
    const Point point = mollweide({360.0 * random.uniform(), b});
    outside += point.x * point.x / 4.0 + point.y * point.y > 1.0 + 1e-9;
    low += std::abs(point.y) < 0.5;
  }
  CHECK(outside == 0);
  // The share of an ellipse within half of its semi-axis is (2/π)(asin ½ + ½ √¾).
  CHECK(low / static_cast<double>(count) == Approx(0.6090).margin(0.006));
}

TEST_CASE("sky: the directions of a dataset are found under all known names") {
  survey::Dataset stars;
  stars.ids = {"a", "b"};
  CHECK_FALSE(hasDirections(stars));
  CHECK_THROWS_AS(skyPoints(stars), Error);
  stars.columns = {{"RAJ2000", "deg", std::vector<double>{266.40499, 10.0}},
                   {"DEJ2000", "deg", std::vector<double>{-28.93617, std::numeric_limits<double>::quiet_NaN()}}};
  REQUIRE(hasDirections(stars));
  const SkyPoints points = skyPoints(stars);
  CHECK(std::abs(points.x[0]) < 1e-5);
  CHECK(std::isnan(points.y[1]));
}
