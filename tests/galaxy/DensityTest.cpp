// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/Density.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double total(const Density& density) {
  return std::accumulate(density.values.begin(), density.values.end(), 0.0);
}

struct Cloud {
  std::vector<double> x, y;
};

Cloud gaussianPoints(std::size_t count, double sigmaX, double sigmaY, std::uint64_t seed) {
  Cloud points;
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    points.x.push_back(sigmaX * random.gaussian());
    points.y.push_back(sigmaY * random.gaussian());
  }
  return points;
}

/// Returns 400 points spread evenly over the unit square (the R2 sequence and its mirror image in y), without any
/// correlation.
Cloud evenPoints() {
  Cloud points;
  for (const bool mirrored : {false, true}) {
    for (int k = 1; k <= 200; ++k) {
      const double x = k * 0.7548776662466927, y = k * 0.5698402909980532;
      points.x.push_back(x - std::floor(x));
      points.y.push_back(mirrored ? 1.0 - (y - std::floor(y)) : y - std::floor(y));
    }
  }
  return points;
}

}  // namespace

TEST_CASE("histogram: each point counts in its cell, those on upper edges in the last cells") {
  // y
  // 2 +---+---+---+
  //   | . | . | 2 |   (2.5, 1.5), and the corner (3, 2)
  // 1 +---+---+---+
  //   | 1 | 1 | 1 |   (0, 0), (1, 0.5), and the right edge (3, 0.5)
  // 0 +---+---+---+
  //   0   1   2   3 x
  const std::vector<double> x{2.5, 3.0, 0.0, 1.0, 3.0}, y{1.5, 2.0, 0.0, 0.5, 0.5};
  const Density density = histogram({x, y}, {0, 3, 0, 2, 3, 2});
  CHECK(density.values == std::vector<float>{1, 1, 1, 0, 0, 2});
  CHECK(density.at(2, 1) == 2.0f);
  CHECK(density.inside == 5);
}

TEST_CASE("histogram: ignores points that are outside, infinite or NaN") {
  const std::vector<double> x{-1e-12, 1.0 + 1e-12, 0.5, 0.5, kNaN, 0.5, kInfinity, -kInfinity, 0.5};
  const std::vector<double> y{0.5, 0.5, -1e-300, 1.5, 0.5, kNaN, 0.5, 0.5, 0.25};
  const Density density = histogram({x, y}, {0, 1, 0, 1, 4, 4});
  CHECK(density.inside == 1);
  CHECK(total(density) == 1.0);
  CHECK(density.at(2, 1) == 1.0f);
}

TEST_CASE("histogram: the density of no points is empty") {
  const Density density = histogram({}, {0, 1, 0, 1, 2, 2});
  CHECK(density.values == std::vector<float>(4, 0.0f));
  CHECK(density.inside == 0);
}

TEST_CASE("histogram: invalid cells and spans of different lengths are refused") {
  const std::vector<double> one{0.5}, two{0.5, 0.5};
  CHECK_THROWS_AS(histogram({one, two}, {0, 1, 0, 1, 2, 2}), Error);
  CHECK_THROWS_AS(histogram({one, one}, {0, 1, 0, 1, 0, 2}), Error);
  CHECK_THROWS_AS(histogram({one, one}, {1, 0, 0, 1, 2, 2}), Error);
  CHECK_THROWS_AS(histogram({one, one}, {0, 1, 0, kNaN, 2, 2}), Error);
  CHECK_THROWS_AS(histogram({one, one}, {0, 1, 0.5, 0.5, 2, 2}), Error);
}

TEST_CASE("bandwidth: Scott's rule is s N^(-1/6), as scipy's factor times the standard deviation") {
  // scipy 1.10: gaussian_kde(points).factor = 0.3684031498640387, sqrt(diag(covariance)) = 0.10634814, 0.10651103
  const Cloud points = evenPoints();
  const Bandwidth bandwidth = scottBandwidth({points.x, points.y});
  CHECK(bandwidth.x == Approx(0.10634814).epsilon(1e-7));
  CHECK(bandwidth.y == Approx(0.10651103).epsilon(1e-7));
}

TEST_CASE("bandwidth: a distant tail does not increase it, and NaN is ignored") {
  Cloud points = gaussianPoints(20000, 0.2, 0.05, 3);
  const Bandwidth clean = scottBandwidth({points.x, points.y});
  CHECK(clean.x == Approx(0.2 * std::pow(20000.0, -1.0 / 6.0)).epsilon(0.02));
  for (int i = 0; i < 100; ++i) {
    points.x.push_back(-9999.0);
    points.y.push_back(-9999.0);
    points.x.push_back(kNaN);
    points.y.push_back(0.0);
  }
  const Bandwidth wild = scottBandwidth({points.x, points.y});
  CHECK(wild.x == Approx(clean.x).epsilon(0.03));
  CHECK(wild.y == Approx(clean.y).epsilon(0.03));
}

TEST_CASE("bandwidth: uses the standard deviation if the quartiles coincide") {
  const std::vector<double> x{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, y(10, 0.0);
  const Bandwidth bandwidth = scottBandwidth({x, y});
  CHECK(bandwidth.x == Approx(std::sqrt(0.1) * std::pow(10.0, -1.0 / 6.0)));  // σ² = 0.9/9
  CHECK(bandwidth.y == 0.0);
}

TEST_CASE("smoothed: agrees with scipy's gaussian_kde integrated over cells") {
  // scipy 1.10: 400 * gaussian_kde(points).integrate_box(cell) for cell (column, row) of 40 x 40 over -0.5 .. 1.5
  struct Known {
    std::size_t column, row;
    double stars;
  };
  constexpr Known kFromScipy[] = {{9, 20, 0.4463760},  {10, 10, 0.3092688}, {15, 12, 0.8676752}, {19, 20, 1.0000719},
                                  {22, 30, 0.4079322}, {29, 29, 0.3912435}, {30, 15, 0.3798568}, {35, 20, 0.0032420}};
  const Cloud points = evenPoints();
  const Density density = smoothDensity({points.x, points.y}, {-0.5, 1.5, -0.5, 1.5, 40, 40});
  for (const Known& known : kFromScipy) {
    CAPTURE(known.column, known.row);
    // Binning to cells of half a bandwidth moves stars by up to a quarter of it.
    CHECK(density.at(known.column, known.row) == Approx(known.stars).margin(0.02));
  }
}

TEST_CASE("smoothed: keeps the total if no star is near the edges") {
  const Cloud points = gaussianPoints(5000, 0.3, 0.05, 1);
  const Density density = smoothDensity({points.x, points.y}, {-3, 3, -0.5, 0.5, 60, 50});
  CHECK(density.inside == 5000);
  CHECK(total(density) == Approx(5000.0).epsilon(1e-5));
}

TEST_CASE("smoothed: half of the stars on an edge leave the grid, and outside stars contribute") {
  const std::vector<double> x(100, 0.0), y(100, 0.0);
  const Bandwidth bandwidth{0.2, 0.2};
  const Density whole = smoothDensity({x, y}, {-2, 2, -2, 2, 41, 41}, bandwidth);
  const Density right = smoothDensity({x, y}, {0, 2, -2, 2, 41, 41}, bandwidth);
  const Density shifted = smoothDensity({x, y}, {0.1, 2.1, -2, 2, 41, 41}, bandwidth);
  CHECK(total(whole) == Approx(100.0).epsilon(1e-5));
  CHECK(total(right) == Approx(50.0).margin(5.0));  // binning moves stars by up to half a cell of 0.05
  CHECK(shifted.inside == 0);
  // Stars of a Gaussian with σ = 0.2 that are beyond 0.1: 100 × (1 − Φ(0.5)) = 30.9.
  CHECK(total(shifted) == Approx(30.9).margin(5.0));
}

TEST_CASE("smoothed: the variance of the result is the variance of the points plus that of the kernel") {
  const std::vector<double> x(10, 0.0), y(10, 0.0);
  const CellGrid cells{-3.05, 2.95, -3.05, 2.95, 60, 60};  // the points are at the centre of a cell
  const Density density = smoothDensity({x, y}, cells, Bandwidth{0.4, 0.2});
  double varianceX = 0.0, varianceY = 0.0;
  for (std::size_t row = 0; row < cells.rows; ++row) {
    for (std::size_t column = 0; column < cells.columns; ++column) {
      const double atX = cells.xLow + (static_cast<double>(column) + 0.5) * cells.cellWidth();
      const double atY = cells.yLow + (static_cast<double>(row) + 0.5) * cells.cellHeight();
      varianceX += density.at(column, row) * atX * atX / 10.0;
      varianceY += density.at(column, row) * atY * atY / 10.0;
    }
  }
  CHECK(varianceX == Approx(0.16).epsilon(0.002));
  CHECK(varianceY == Approx(0.04).epsilon(0.005));
}

TEST_CASE("smoothed: a single star, or stars that all coincide, are not spread") {
  const std::vector<double> one{0.55}, same(50, 0.55);
  const CellGrid cells{0, 1, 0, 1, 10, 10};
  CHECK(smoothDensity({one, one}, cells).values == histogram({one, one}, cells).values);
  CHECK(smoothDensity({same, same}, cells).values == histogram({same, same}, cells).values);
  CHECK(smoothDensity(Points{}, cells).values == std::vector<float>(100, 0.0f));
}

TEST_CASE("smoothed: two sequences in [α/M] remain separate at fixed [M/H]") {
  // 2000 stars: high-α at 0.25 ± 0.03, low-α at 0.05 ± 0.03, as in the solar neighbourhood at [M/H] −0.5.
  Cloud points;
  Random random(8);
  for (int i = 0; i < 2000; ++i) {
    points.x.push_back(-0.5 + 0.2 * random.gaussian());
    points.y.push_back((i % 2 == 0 ? 0.25 : 0.05) + 0.03 * random.gaussian());
  }
  const Density density = smoothDensity({points.x, points.y}, {-2.0, 0.6, -0.2, 0.45, 65, 65});
  const auto rowOf = [&](double y) { return static_cast<std::size_t>((y + 0.2) / density.cells.cellHeight()); };
  const std::size_t column = 37;  // [M/H] −0.50
  const double valley = density.at(column, rowOf(0.15));
  CHECK(density.at(column, rowOf(0.25)) > 2.0 * valley);
  CHECK(density.at(column, rowOf(0.05)) > 2.0 * valley);
}

TEST_CASE("levels: the highest value whose cells contain the fraction") {
  const Density density{{0, 2, 0, 2, 2, 2}, {4, 1, 3, 2}, 10};
  const std::vector<double> fractions{0.4, 0.41, 0.7, 0.9, 1.0};
  CHECK(levelsForFractions(density, fractions) == std::vector<double>{4, 3, 3, 2, 1});
}

TEST_CASE("levels: none for an empty density, an error for a fraction out of range") {
  const Density empty{{0, 2, 0, 2, 2, 2}, {0, 0, 0, 0}, 0};
  const std::vector<double> half{0.5}, percent{50.0}, zero{0.0}, missing{kNaN};
  CHECK(levelsForFractions(empty, half).empty());
  CHECK_THROWS_AS(levelsForFractions(empty, percent), Error);
  CHECK_THROWS_AS(levelsForFractions(empty, zero), Error);
  CHECK_THROWS_AS(levelsForFractions(empty, missing), Error);
}

TEST_CASE("density: one pass for counts and smoothed counts agrees with two passes") {
  const Cloud points = gaussianPoints(5000, 0.4, 0.3, 6);
  const CellGrid cells{-1, 1, -0.5, 0.6, 20, 30};
  const DensityPair pair = kernelDensity({points.x, points.y}, cells, 1.3);
  CHECK(pair.counts.values == histogram({points.x, points.y}, cells).values);
  CHECK(pair.smooth.values == smoothDensity({points.x, points.y}, cells, 1.3).values);
  CHECK(pair.counts.inside == histogram({points.x, points.y}, cells).inside);
}

TEST_CASE("bandwidth: every k-th of many points determines it to 2 %") {
  const Cloud points = gaussianPoints(400000, 0.2, 0.05, 9);
  const Bandwidth bandwidth = scottBandwidth({points.x, points.y});
  CHECK(bandwidth.x == Approx(0.2 * std::pow(400000.0, -1.0 / 6.0)).epsilon(0.04));
  CHECK(bandwidth.y == Approx(0.05 * std::pow(400000.0, -1.0 / 6.0)).epsilon(0.04));
}
