// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/Lasso.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "base/Error.h"
#include "base/Random.h"
#include "galaxy/density/Point.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

/// Applies the even–odd rule directly, edge by edge.
bool insideByHand(const std::vector<Point>& polygon, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Point &a = polygon[i], &b = polygon[j];
    if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

}  // namespace

TEST_CASE("lasso: a hand-drawn outline of many vertices selects the same stars as the plain rule") {
  Random random(41);
  std::vector<Point> polygon;
  for (int i = 0; i < 300; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / 300, reach = 0.3 + 0.25 * random.uniform();
    polygon.push_back({0.5 + reach * std::cos(angle), 0.5 + 0.8 * reach * std::sin(angle)});
  }
  std::vector<double> x, y;
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < 200000; ++i) {
    x.push_back(random.uniform());
    y.push_back(random.uniform());
    if (insideByHand(polygon, x.back(), y.back())) expected.push_back(i);
  }
  REQUIRE(expected.size() > 40000);
  CHECK(rowsInside(polygon, x, y, test::rowNumbers(x.size())) == expected);
}

TEST_CASE("lasso: selects only from the given rows, in their order, and missing values are outside") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const std::vector<Point> square{{0, 0}, {2, 0}, {2, 2}, {0, 2}};
  const std::vector<double> x{1, 1, nan, 3, 1.5, 1, infinity}, y{1, nan, 1, 1, 0.5, -1, 1};
  CHECK(rowsInside(square, x, y, test::rowNumbers(7)) == std::vector<std::size_t>{0, 4});
  CHECK(rowsInside(square, x, y, std::vector<std::size_t>{5, 4, 3}) == std::vector<std::size_t>{4});
  CHECK(rowsInside(square, x, y, std::vector<std::uint32_t>{}).empty());
  CHECK_THROWS_AS(rowsInside(square, x, y, std::vector<std::size_t>{7}), Error);
}

TEST_CASE("lasso: an area that the outline encloses twice is outside, and outlines without area select nothing") {
  const std::vector<double> x{1, 3, 2}, y{1, 1, 1};
  // The outline encloses the left star twice and the one in between once.
  const std::vector<Point> spiral{{0, 0}, {4, 0}, {4, 2}, {0, 2}, {0, 0}, {1.5, 0}, {1.5, 2}, {0, 2}};
  CHECK(rowsInside(spiral, x, y, test::rowNumbers(3)) == std::vector<std::size_t>{1, 2});
  CHECK(rowsInside(std::vector<Point>{{0, 1}, {4, 1}, {2, 1}}, x, y, test::rowNumbers(3)).empty());
  CHECK(rowsInside(std::vector<Point>{{0, 0}, {4, 4}}, x, y, test::rowNumbers(3)).empty());
  CHECK(rowsInside(std::vector<Point>{{0, 0}, {4, 0}, {std::nan(""), 2}}, x, y, test::rowNumbers(3)).empty());
}
