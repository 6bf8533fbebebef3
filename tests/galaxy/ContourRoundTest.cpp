// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/ContourRound.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/Random.h"
#include "galaxy/SampleFunction.h"
#include "galaxy/density/Contours.h"
#include "galaxy/density/Lasso.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

double areaOf(const std::vector<Point>& polygon) {
  double twice = 0.0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2.0;
}

double peak(double x, double y, double centreX, double centreY, double width) {
  return std::exp(-0.5 * (std::pow(x - centreX, 2) + std::pow(y - centreY, 2)) / width / width);
}

constexpr CellGrid kCells{-1, 1, -1, 1, 200, 200};

}  // namespace

TEST_CASE("enclosing contour: the innermost level around the clicked peak, and none outside") {
  const Density density = sampleFunction(
      kCells, [](double x, double y) { return peak(x, y, -0.5, 0, 0.1) + 2.0 * peak(x, y, 0.5, 0, 0.1); });
  const auto lines = contours(density, std::vector<double>{1.5, 0.5, 0.2});
  // Each contour is a circle of radius w √(2 ln(height/level)) around a peak, far from the other peak.
  const auto disc = [](double height, double level) {
    return std::numbers::pi * 0.01 * 2.0 * std::log(height / level);
  };
  CHECK(areaOf(enclosingContour(lines, kCells, {0.5, 0.02})) == Approx(disc(2.0, 1.5)).epsilon(0.02));
  CHECK(areaOf(enclosingContour(lines, kCells, {0.5, 0.14})) == Approx(disc(2.0, 0.5)).epsilon(0.02));
  CHECK(areaOf(enclosingContour(lines, kCells, {0.5, 0.19})) == Approx(disc(2.0, 0.2)).epsilon(0.02));
  CHECK(areaOf(enclosingContour(lines, kCells, {-0.5, 0.0})) == Approx(disc(1.0, 0.5)).epsilon(0.02));
  CHECK(enclosingContour(lines, kCells, {0.0, 0.6}).empty());
  CHECK(enclosingContour({}, kCells, {0.5, 0.0}).empty());
}

TEST_CASE("enclosing contour: a minimum has its own line") {
  const Density density =
      sampleFunction(kCells, [](double x, double y) { return peak(x, y, 0, 0, 0.4) - 0.9 * peak(x, y, 0, 0, 0.1); });
  const auto lines = contours(density, std::vector<double>{0.5});
  REQUIRE(lines[0].size() == 2);
  const double pit = std::abs(areaOf(enclosingContour(lines, kCells, {0.0, 0.0})));
  const double ring = std::abs(areaOf(enclosingContour(lines, kCells, {0.3, 0.0})));
  CHECK(pit < 0.06);
  CHECK(ring == Approx(std::numbers::pi * 0.16 * 2.0 * std::log(2.0)).epsilon(0.02));
}

TEST_CASE("enclosing contour: lines that leave the grid are closed along its edge, with the higher side inside") {
  const auto height = GENERATE(0.2, 0.6, 0.95);
  CAPTURE(height);
  // Peaks on every side, in a corner and in the middle: the polygons contain exactly the points above the level.
  const auto field = [](double x, double y) {
    return std::max({peak(x, y, -1, -1, 0.4), peak(x, y, 1, 0.1, 0.3), peak(x, y, 0.1, 1.1, 0.35),
                     peak(x, y, 0, 0, 0.15), peak(x, y, -1, 0.7, 0.1)});
  };
  const Density density = sampleFunction(kCells, field);
  const auto lines = contours(density, std::vector<double>{height});
  Random random(5);
  std::vector<double> x, y;
  for (int i = 0; i < 20000; ++i) {
    x.push_back(-1.0 + 2.0 * random.uniform());
    y.push_back(-1.0 + 2.0 * random.uniform());
  }
  const std::vector<std::size_t> rows = test::rowNumbers(x.size());
  std::vector<char> inside(x.size(), 0);
  const auto polygons = closeAlongEdge(lines[0], kCells);
  for (const auto& polygon : polygons) {
    CHECK(areaOf(polygon) > 0.0);
    for (const std::size_t row : rowsInside(polygon, x, y, rows))
      ++inside[row];
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double value = field(x[i], y[i]);
    if (std::abs(value - height) < 0.05) continue;  // too close to the line for cells of 0.01
    CHECK(static_cast<int>(inside[i]) == (value > height ? 1 : 0));
    if (value > height + 0.05) CHECK_FALSE(enclosingContour(lines, kCells, {x[i], y[i]}).empty());
  }
}

TEST_CASE("enclosing contour: a level that spans the whole width is closed along two edges") {
  const Density density = sampleFunction(kCells, [](double, double y) { return 1.0 - std::abs(y); });
  const auto lines = contours(density, std::vector<double>{0.5});
  REQUIRE(lines[0].size() == 2);
  const auto polygons = closeAlongEdge(lines[0], kCells);
  REQUIRE(polygons.size() == 1);
  CHECK(areaOf(polygons[0]) == Approx(2.0).epsilon(0.01));
  CHECK(enclosingContour(lines, kCells, {0.9, 0.9}).empty());
}
