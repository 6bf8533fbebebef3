// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/AdaptiveKernel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

struct Cloud {
  std::vector<double> x, y;
};

/// Returns a dense clump in a wide cloud, for which a single bandwidth is a bad choice.
Cloud clumpAndCloud(std::size_t count, std::uint64_t seed) {
  Cloud points;
  Random random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const double width = i % 2 == 0 ? 0.06 : 0.5;
    points.x.push_back(width * random.gaussian());
    points.y.push_back(0.2 * width * random.gaussian());
  }
  return points;
}

/// Returns the true density of clumpAndCloud() at a point.
double truth(double x, double y) {
  double sum = 0.0;
  for (const double width : {0.06, 0.5})
    sum +=
        0.5 * std::exp(-0.5 * (x * x + 25.0 * y * y) / width / width) / (2.0 * std::numbers::pi * 0.2 * width * width);
  return sum;
}

double gaussianShare(double low, double high, double centre, double sigma) {
  const double root = sigma * std::numbers::sqrt2;
  return 0.5 * (std::erf((high - centre) / root) - std::erf((low - centre) / root));
}

/// Evaluates Silverman's definition exactly, star by star.
std::vector<double> sumOverStars(const Cloud& points, const CellGrid& cells, const Bandwidth& h, double sensitivity) {
  const std::size_t count = points.x.size();
  std::vector<double> lambda(count);
  double logMean = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    double pilot = 0.0;
    for (std::size_t j = 0; j < count; ++j)
      pilot += std::exp(
          -0.5 * (std::pow((points.x[i] - points.x[j]) / h.x, 2) + std::pow((points.y[i] - points.y[j]) / h.y, 2)));
    lambda[i] = std::log(pilot);
    logMean += lambda[i] / static_cast<double>(count);
  }
  std::vector<double> result(cells.columns * cells.rows, 0.0);
  for (std::size_t i = 0; i < count; ++i) {
    const double factor = std::exp(-sensitivity * (lambda[i] - logMean));
    for (std::size_t row = 0; row < cells.rows; ++row) {
      const double low = cells.yLow + static_cast<double>(row) * cells.cellHeight();
      const double alongY = gaussianShare(low, low + cells.cellHeight(), points.y[i], factor * h.y);
      for (std::size_t column = 0; column < cells.columns; ++column) {
        const double left = cells.xLow + static_cast<double>(column) * cells.cellWidth();
        result[row * cells.columns + column] +=
            alongY * gaussianShare(left, left + cells.cellWidth(), points.x[i], factor * h.x);
      }
    }
  }
  return result;
}

/// Returns half of the integral of |estimate − truth|, which is within 0 … 1.
double distanceFromTruth(const Density& density) {
  const CellGrid& cells = density.cells;
  double sum = 0.0;
  for (std::size_t row = 0; row < cells.rows; ++row)
    for (std::size_t column = 0; column < cells.columns; ++column) {
      const double x = cells.xLow + (static_cast<double>(column) + 0.5) * cells.cellWidth();
      const double y = cells.yLow + (static_cast<double>(row) + 0.5) * cells.cellHeight();
      sum += std::abs(density.at(column, row) / static_cast<double>(density.inside) -
                      truth(x, y) * cells.cellWidth() * cells.cellHeight());
    }
  return sum / 2.0;
}

}  // namespace

TEST_CASE("adaptive kernel: agrees with the sum over stars") {
  const Cloud points = clumpAndCloud(1500, 3);
  const Bandwidth h = scottBandwidth({points.x, points.y});
  const CellGrid cells{-1.6, 1.6, -0.32, 0.32, 65, 65};
  for (const double sensitivity : {0.5, 1.0}) {
    CAPTURE(sensitivity);
    const Density density = adaptiveDensity({points.x, points.y}, cells, {1.0, sensitivity}).smooth;
    const auto exact = sumOverStars(points, cells, h, sensitivity);
    const double peak = *std::max_element(exact.begin(), exact.end());
    double worst = 0.0, total = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
      worst = std::max(worst, std::abs(density.values[i] - exact[i]));
      total += std::abs(density.values[i] - exact[i]);
    }
    CHECK(worst < (sensitivity > 0.5 ? 0.05 : 0.02) * peak);
    CHECK(total / static_cast<double>(points.x.size()) < (sensitivity > 0.5 ? 0.03 : 0.02));
    CHECK(std::accumulate(density.values.begin(), density.values.end(), 0.0) ==
          Approx(std::accumulate(exact.begin(), exact.end(), 0.0)).epsilon(0.003));
  }
}

TEST_CASE("adaptive kernel: with a single bandwidth it agrees with scipy's gaussian_kde integrated over cells") {
  // scipy 1.10: 400 * gaussian_kde(points).integrate_box(cell) for cell (column, row) of 40 x 40 over -0.5 .. 1.5, for
  // the points of the R2 sequence and its mirror. DensityTest.cpp has the same test without parts of cells.
  struct Known {
    std::size_t column, row;
    double stars;
  };
  constexpr Known kFromScipy[] = {{9, 20, 0.4463760},  {10, 10, 0.3092688}, {15, 12, 0.8676752}, {19, 20, 1.0000719},
                                  {22, 30, 0.4079322}, {29, 29, 0.3912435}, {30, 15, 0.3798568}, {35, 20, 0.0032420}};
  Cloud points;
  for (const bool mirrored : {false, true})
    for (int k = 1; k <= 200; ++k) {
      const double x = k * 0.7548776662466927, y = k * 0.5698402909980532;
      points.x.push_back(x - std::floor(x));
      points.y.push_back(mirrored ? 1.0 - (y - std::floor(y)) : y - std::floor(y));
    }
  const CellGrid cells{-0.5, 1.5, -0.5, 1.5, 40, 40};
  const DensityPair pair = adaptiveDensity({points.x, points.y}, cells, {1.0, 0.0});
  CHECK(pair.counts.values == histogram({points.x, points.y}, cells).values);
  for (const Known& known : kFromScipy) {
    CAPTURE(known.column, known.row);
    CHECK(pair.smooth.at(known.column, known.row) == Approx(known.stars).margin(0.01));
  }
}

TEST_CASE("adaptive kernel: closer to the truth than a single bandwidth for a clump in a cloud") {
  const CellGrid cells{-2, 2, -0.4, 0.4, 130, 130};
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Cloud points = clumpAndCloud(4000, seed);
    const double adaptive = distanceFromTruth(adaptiveDensity({points.x, points.y}, cells).smooth);
    const double fixed = distanceFromTruth(kernelDensity({points.x, points.y}, cells).smooth);
    CHECK(adaptive < 0.8 * fixed);
  }
}

TEST_CASE("adaptive kernel: keeps the number of stars despite missing values and distant stars") {
  Cloud points = clumpAndCloud(3000, 5);
  for (const double wild :
       {-9999.0, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    points.x.push_back(wild);
    points.y.push_back(0.0);
  }
  const DensityPair pair = adaptiveDensity({points.x, points.y}, {-6, 6, -1.2, 1.2, 120, 120});
  CHECK(pair.counts.inside == 3000);
  CHECK(std::accumulate(pair.smooth.values.begin(), pair.smooth.values.end(), 0.0) == Approx(3000.0).epsilon(1e-4));

  const std::vector<double> none, same(50, 0.1);
  CHECK(adaptiveDensity({none, none}, {}).smooth.inside == 0);
  const Density spike = adaptiveDensity({same, same}, {}).smooth;  // no scatter, hence no smoothing
  CHECK(*std::max_element(spike.values.begin(), spike.values.end()) == 50.0f);
}

TEST_CASE("adaptive kernel: invalid options are refused") {
  const std::vector<double> one{0.0}, two{0.0, 1.0};
  CHECK_THROWS_AS(adaptiveDensity({one, two}, {}), Error);
  CHECK_THROWS_AS(adaptiveDensity({one, one}, {}, {1.0, 1.5}), Error);
  CHECK_THROWS_AS(adaptiveDensity({one, one}, {}, {-1.0, 0.5}), Error);
  CHECK_THROWS_AS(adaptiveDensity({one, one}, {1, 0, 0, 1, 2, 2}), Error);
}
