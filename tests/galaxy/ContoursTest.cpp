// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/Error.h"
#include "base/Random.h"
#include "galaxy/SampleFunction.h"
#include "galaxy/density/Contours.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

/// Returns the signed area of a closed line, which is positive if it runs counter-clockwise.
double area(const Polyline& line) {
  double twice = 0.0;
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    const Point& a = line.points[i];
    const Point& b = line.points[(i + 1) % line.points.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2.0;
}

bool onEdge(const Point& point, const CellGrid& cells) {
  return point.x == cells.xLow || point.x == cells.xHigh || point.y == cells.yLow || point.y == cells.yHigh;
}

/// Checks the properties that contours must have for any density.
void requireSound(const std::vector<std::vector<Polyline>>& levels, const CellGrid& cells) {
  for (const auto& lines : levels) {
    for (const Polyline& line : lines) {
      REQUIRE(line.points.size() >= (line.closed ? 3u : 2u));
      for (std::size_t i = 0; i < line.points.size(); ++i) {
        const Point& point = line.points[i];
        REQUIRE((point.x >= cells.xLow && point.x <= cells.xHigh));
        REQUIRE((point.y >= cells.yLow && point.y <= cells.yHigh));
        if (i == 0 && !line.closed) continue;
        const Point& before = line.points[i == 0 ? line.points.size() - 1 : i - 1];
        REQUIRE((point.x != before.x || point.y != before.y));
      }
      if (line.closed) continue;
      REQUIRE(onEdge(line.points.front(), cells));
      REQUIRE(onEdge(line.points.back(), cells));
    }
  }
}

}  // namespace

TEST_CASE("contours: the mass fractions 0.393 and 0.865 of a Gaussian are at 1σ and 2σ") {
  constexpr double kSigmaX = 0.3, kSigmaY = 0.05;
  const Density density = sampleFunction({-2, 2, -0.35, 0.35, 120, 120}, [&](double x, double y) {
    return std::exp(-0.5 * (x * x / kSigmaX / kSigmaX + y * y / kSigmaY / kSigmaY));
  });
  // 1 − exp(−k²/2) of a two-dimensional Gaussian is within kσ.
  const std::vector<double> fractions{1.0 - std::exp(-0.5), 1.0 - std::exp(-2.0)};
  const auto lines = contours(density, levelsForFractions(density, fractions));
  requireSound(lines, density.cells);
  for (const std::size_t sigmas : {1, 2}) {
    const auto& level = lines[sigmas - 1];
    REQUIRE(level.size() == 1);
    CHECK(level[0].closed);
    const auto k = static_cast<double>(sigmas);
    CHECK(area(level[0]) == Approx(std::numbers::pi * k * k * kSigmaX * kSigmaY).epsilon(0.03));
    // The mass inside an ellipse of this area.
    const double mass = 1.0 - std::exp(-area(level[0]) / (2.0 * std::numbers::pi * kSigmaX * kSigmaY));
    CHECK(mass == Approx(fractions[sigmas - 1]).margin(0.01));
    for (const Point& point : level[0].points)
      CHECK(std::hypot(point.x / kSigmaX, point.y / kSigmaY) == Approx(k).epsilon(0.02));
  }
}

TEST_CASE("contours: the radii of a hundred thousand random stars are accurate to a few per cent") {
  std::vector<double> x, y;
  Random random(11);
  for (int i = 0; i < 100000; ++i) {
    x.push_back(0.3 * random.gaussian());
    y.push_back(0.05 * random.gaussian());
  }
  const Density density = smoothDensity({x, y}, {-2, 2, -0.35, 0.35, 100, 100});
  const std::vector<double> fractions{1.0 - std::exp(-0.5), 1.0 - std::exp(-2.0)};
  const auto lines = contours(density, levelsForFractions(density, fractions));
  requireSound(lines, density.cells);
  for (const std::size_t sigmas : {1, 2}) {
    const auto longest =
        std::max_element(lines[sigmas - 1].begin(), lines[sigmas - 1].end(),
                         [](const auto& a, const auto& b) { return a.points.size() < b.points.size(); });
    REQUIRE(longest != lines[sigmas - 1].end());
    // Scott's rule adds N^(-1/3) = 2 % to the variance.
    const double radius = std::sqrt(area(*longest) / std::numbers::pi / 0.3 / 0.05);
    CHECK(radius == Approx(static_cast<double>(sigmas)).epsilon(0.03));
  }
}

TEST_CASE("contours: crossings are interpolated linearly between cell centres") {
  // A single cell of 4 among zeros: the line at level 1 is a diamond, three quarters of the way to the neighbours.
  Density density{{0, 5, 0, 5, 5, 5}, std::vector<float>(25, 0.0f), 4};
  density.values[2 * 5 + 2] = 4.0f;
  const std::vector<double> levels{1.0};
  const auto lines = contours(density, levels);
  requireSound(lines, density.cells);
  REQUIRE(lines.size() == 1);
  REQUIRE(lines[0].size() == 1);
  REQUIRE(lines[0][0].points.size() == 4);
  for (const Point& point : lines[0][0].points)
    CHECK(std::abs(point.x - 2.5) + std::abs(point.y - 2.5) == Approx(0.75));
  CHECK(area(lines[0][0]) == Approx(2 * 0.75 * 0.75));  // positive: the higher side is on the left
}

TEST_CASE("contours: a line that leaves the rectangle is open and ends on its edge") {
  const CellGrid cells{0, 1, 0, 1, 10, 10};
  const Density ramp = sampleFunction(cells, [](double x, double) { return x; });
  const std::vector<double> levels{0.42};
  const auto lines = contours(ramp, levels);
  requireSound(lines, cells);
  REQUIRE(lines[0].size() == 1);
  const Polyline& line = lines[0][0];
  CHECK_FALSE(line.closed);
  CHECK(line.points.front().y == 1.0);  // runs downwards: the higher side, x > 0.42, is on the left
  CHECK(line.points.back().y == 0.0);
  for (const Point& point : line.points)
    CHECK(point.x == Approx(0.42));
}

TEST_CASE("contours: a peak in the corner is cut by both edges") {
  const CellGrid cells{0, 1, 0, 1, 40, 40};
  const Density density = sampleFunction(cells, [](double x, double y) { return std::exp(-(x * x + y * y) / 0.08); });
  const std::vector<double> levels{std::exp(-0.25 / 0.08)};  // a quarter circle of radius 0.5
  const auto lines = contours(density, levels);
  requireSound(lines, cells);
  REQUIRE(lines[0].size() == 1);
  CHECK_FALSE(lines[0][0].closed);
  for (const Point& point : lines[0][0].points)
    CHECK(std::hypot(point.x, point.y) == Approx(0.5).epsilon(0.01));
}

TEST_CASE("contours: a saddle is joined if the mean of the four values reaches the level, otherwise separated") {
  //  0 0 0 0
  //  0 b 9 0   the two nines touch at a corner; the other two cells are b
  //  0 9 b 0
  //  0 0 0 0
  const auto withOthers = [](float b) {
    return Density{{0, 4, 0, 4, 4, 4}, {0, 0, 0, 0, 0, 9, b, 0, 0, b, 9, 0, 0, 0, 0, 0}, 0};
  };
  const std::vector<double> levels{5.0};
  CHECK(contours(withOthers(4.0f), levels)[0].size() == 1);  // mean 6.5
  CHECK(contours(withOthers(0.0f), levels)[0].size() == 2);  // mean 4.5
  requireSound(contours(withOthers(4.0f), levels), {0, 4, 0, 4, 4, 4});
  requireSound(contours(withOthers(0.0f), levels), {0, 4, 0, 4, 4, 4});
}

TEST_CASE("contours: a hole has a second line that runs in the opposite direction") {
  const CellGrid cells{-2, 2, -2, 2, 80, 80};
  const Density ring = sampleFunction(cells, [](double x, double y) {
    const double offset = std::hypot(x, y) - 1.0;
    return std::exp(-offset * offset / 0.02);
  });
  const std::vector<double> levels{0.5};
  const auto lines = contours(ring, levels);
  requireSound(lines, cells);
  REQUIRE(lines[0].size() == 2);
  const double half = std::sqrt(0.02 * std::log(2.0));
  const double pi = std::numbers::pi;
  const double first = area(lines[0][0]), second = area(lines[0][1]);
  CHECK(std::max(first, second) == Approx(pi * (1 + half) * (1 + half)).epsilon(0.01));
  CHECK(std::min(first, second) == Approx(-pi * (1 - half) * (1 - half)).epsilon(0.01));
}

TEST_CASE("contours: lines are valid for noise, levels equal to cell values, and NaN") {
  Random random(21);
  const CellGrid cells{-1, 1, 0, 3, 23, 17};
  Density density = sampleFunction(cells, [&](double, double) { return static_cast<double>(random.below(4)); });
  density.values[40] = std::numeric_limits<float>::quiet_NaN();
  const std::vector<double> levels{0.5, 1.0, 1.5, 2.0, 3.0};
  const auto lines = contours(density, levels);
  REQUIRE(lines.size() == 5);
  requireSound(lines, cells);
  CHECK(lines[0].size() > 5);
  CHECK(lines[2].size() > 5);
}

TEST_CASE("contours: a line separates every pair of neighbours on opposite sides of the level exactly once") {
  Random random(5);
  const CellGrid cells{0, 1, 0, 1, 31, 19};
  const Density density =
      sampleFunction(cells, [&](double, double) { return static_cast<double>(random.below(1000)); });
  const std::vector<double> levels{499.5};
  std::size_t points = 0;
  const auto lines = contours(density, levels);
  for (const Polyline& line : lines[0])
    points += line.points.size();

  // The outermost rows and columns count twice: once at the cell centres, once on the edge of the rectangle.
  std::size_t pairs = 0;
  for (std::size_t row = 0; row < cells.rows; ++row) {
    for (std::size_t column = 0; column < cells.columns; ++column) {
      const bool high = density.at(column, row) >= 499.5f;
      const std::size_t outerRow = row == 0 || row + 1 == cells.rows ? 2 : 1;
      const std::size_t outerColumn = column == 0 || column + 1 == cells.columns ? 2 : 1;
      if (column + 1 < cells.columns && high != (density.at(column + 1, row) >= 499.5f)) pairs += outerRow;
      if (row + 1 < cells.rows && high != (density.at(column, row + 1) >= 499.5f)) pairs += outerColumn;
    }
  }
  CHECK(points == pairs);
}

TEST_CASE("contours: there are none if the level is not crossed") {
  const Density flat{{0, 1, 0, 1, 3, 3}, std::vector<float>(9, 2.0f), 18};
  const std::vector<double> levels{1.0, 2.0, 3.0, std::numeric_limits<double>::quiet_NaN()};
  for (const auto& lines : contours(flat, levels))
    CHECK(lines.empty());
  CHECK(contours(flat, {}).empty());
}

TEST_CASE("contours: values that do not fit the cells are refused") {
  const Density broken{{0, 1, 0, 1, 3, 3}, std::vector<float>(8, 2.0f), 0};
  const std::vector<double> levels{1.0};
  CHECK_THROWS_AS(contours(broken, levels), Error);
}
