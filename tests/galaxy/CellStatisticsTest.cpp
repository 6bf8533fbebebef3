// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/CellStatistics.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Random.h"
#include "galaxy/density/RunningMedian.h"
#include "galaxy/panels/PanelFile.h"
#include "galaxy/panels/PanelGrid.h"
#include "io/fits/FitsReader.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::galaxy;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const CellGrid kFour{0, 2, 0, 2, 2, 2};  // unit cells
}  // namespace

TEST_CASE("cell statistics: the mean of a column in each cell ignores missing values") {
  const std::vector<double> x{0.5, 0.5, 1.5, 2.0, 0.5, 0.5, 5.0}, y{0.5, 0.9, 0.5, 2.0, 1.5, kNaN, 0.5},
      z{1.0, 3.0, 7.0, 4.0, kNaN, 9.0, 9.0};
  const std::vector<float> means = cellMeans({x, y}, z, kFour);
  CHECK(means[0] == 2.0F);
  CHECK(means[1] == 7.0F);
  CHECK(std::isnan(means[2]));  // a star without a value
  CHECK(means[3] == 4.0F);      // on the upper edges
  CHECK_THROWS_AS(cellMeans({x, y}, std::vector<double>{1.0}, kFour), Error);

  // The same for a column in which the points are a subset of the rows, in any order.
  const std::vector<double> column{9.0, 9.0, kNaN, 4.0, 7.0, -1.0, 3.0, 1.0};
  const std::vector<std::uint32_t> rows{7, 6, 4, 3, 2, 1, 0};
  const std::vector<float> same = cellMeans({x, y}, column, rows, kFour);
  CHECK(same[0] == 2.0F);
  CHECK(same[1] == 7.0F);
  CHECK(std::isnan(same[2]));
  CHECK(same[3] == 4.0F);
  CHECK_THROWS_AS(cellMeans({x, y}, column, std::span(rows).first(3), kFour), Error);
}

TEST_CASE("cell statistics: the cells of a column relative to the fullest one") {
  const std::vector<double> x{0.5, 0.5, 0.5, 0.5}, y{0.5, 0.5, 0.5, 1.5};
  const std::vector<float> shares = columnShares(histogram({x, y}, kFour));
  CHECK(shares == std::vector<float>{1.0F, 0.0F, 1.0F / 3.0F, 0.0F});
}

TEST_CASE("cell statistics: the running median and quantiles recover those of a Gaussian") {
  Random random(9);
  std::vector<double> x, y;
  for (int i = 0; i < 200000; ++i) {
    x.push_back(2.0 * random.uniform());
    y.push_back(1.0 + 0.2 * x.back() + 0.1 * random.gaussian());
  }
  const auto points = runningMedian({x, y}, {0, 2, 0, 2, 40, 40}, 4);
  REQUIRE(points.size() == 10);
  for (const RunningPoint& point : points) {
    CHECK(point.median == Approx(1.0 + 0.2 * point.x).margin(0.003));
    // The 16 % and 84 % quantiles are 0.9945 σ from the middle; the slope within a bin adds 0.0115² to σ².
    CHECK(point.p84 - point.p16 == Approx(2 * 0.9945 * std::hypot(0.1, 0.2 * 0.2 / std::sqrt(12.0))).epsilon(0.02));
    CHECK(point.stars > 19000);
  }
  const std::vector<double> few{0.1, 0.2, 0.3, 0.4}, up{1.0, 2.0, 0.5, 1.5};
  const auto small = runningMedian({few, up}, {0, 2, 0, 2, 2, 2}, 1, 4);
  REQUIRE(small.size() == 1);
  CHECK(small[0].median == 1.25);  // numpy.quantile([0.5, 1, 1.5, 2], 0.5)
  CHECK(small[0].p16 == Approx(0.74));
  CHECK(runningMedian({few, up}, {0, 2, 0, 2, 2, 2}, 1, 5).empty());
}

TEST_CASE("cell statistics: quantiles are exactly those of the sorted stars, whatever the strips") {
  Random random(21);
  for (const std::size_t count : {25, 400, 30000}) {
    CAPTURE(count);
    std::vector<double> x, y;
    for (std::size_t i = 0; i < count; ++i) {
      x.push_back(random.uniform());
      const double bump = i % 3 == 0 ? 0.8 : 0.2;
      y.push_back(i % 7 == 0 ? bump : bump + 0.05 * random.gaussian());  // many values coincide
    }
    x[1] = 1.0;  // on the upper edge
    y[3] = kNaN;
    const auto points = runningMedian({x, y}, {0, 1, 0, 1, 2, 8}, 2, 1);
    std::vector<double> sorted;
    std::copy_if(y.begin(), y.end(), std::back_inserter(sorted), [](double v) { return v >= 0.0 && v <= 1.0; });
    std::sort(sorted.begin(), sorted.end());
    const auto quantile = [&](double fraction) {
      const double rank = fraction * static_cast<double>(sorted.size() - 1);
      const auto below = static_cast<std::size_t>(rank);
      return std::lerp(sorted[below], sorted[std::min(below + 1, sorted.size() - 1)],
                       rank - static_cast<double>(below));
    };
    REQUIRE(points.size() == 1);
    CHECK(points[0].stars == static_cast<double>(sorted.size()));
    CHECK(points[0].p16 == Approx(quantile(0.16)).epsilon(1e-12));
    CHECK(points[0].median == Approx(quantile(0.5)).epsilon(1e-12));
    CHECK(points[0].p84 == Approx(quantile(0.84)).epsilon(1e-12));
  }
}

TEST_CASE("cell statistics: a star of weight 2 counts as much as two stars in quantiles and means") {
  const std::vector<double> x{0.5, 0.5, 0.5, 0.5}, y{0.2, 0.4, 0.6, 0.8}, z{1, 2, 3, 4};
  const std::vector<float> weights{1, 1, 2, 0}, ones(4, 1.0F);
  const CellGrid one{0, 1, 0, 1, 1, 1};
  const auto points = runningMedian({x, y, weights}, one, 1, 1);
  REQUIRE(points.size() == 1);
  CHECK(points[0].stars == 4.0);
  // The middles of the weights are at 0.5, 1.5 and 3; the median is at 0.5 (4 − 4/3) + 2/3 = 2.
  CHECK(points[0].median == Approx(0.4 + 0.2 * (0.5 / 1.5)));
  CHECK(cellMeans({x, y, weights}, z, one)[0] == Approx(9.0 / 4.0));
  CHECK(runningMedian({x, y, ones}, one, 1, 1)[0].p16 == Approx(runningMedian({x, y}, one, 1, 1)[0].p16));
}

TEST_CASE("cell statistics: panels contain them on request, and their table has one row per bin") {
  survey::Dataset stars;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}};
  std::vector<double> radius, height, age;
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    stars.ids.push_back(std::to_string(i));
    mh.values.push_back(static_cast<float>(0.2 * random.gaussian()));
    alpham.values.push_back(static_cast<float>(0.1 + 0.03 * random.gaussian()));
    radius.push_back(8.0);
    height.push_back(0.1);
    age.push_back(5.0);
  }
  stars.labels = {mh, alpham};
  stars.columns = {{"R_kpc", "kpc", radius}, {"Z_kpc", "kpc", height}, {"age", "Gyr", age}};
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < 2000; ++i)
    rows.push_back(i);
  PanelGridOptions options;
  options.radiusEdgesKpc = {7, 9};
  options.heightEdgesKpc = {0, 1};
  CHECK(panelGrid(stars, rows, options).panels[0].means.empty());
  options.meanName = "age";
  options.runningMedian = true;
  const PanelGrid grid = panelGrid(stars, rows, options);
  const Panel& panel = grid.panels[0];
  for (std::size_t cell = 0; cell < panel.means.size(); ++cell)
    CHECK((panel.counts.values[cell] > 0 ? panel.means[cell] == 5.0F : std::isnan(panel.means[cell])));
  REQUIRE(panel.running.size() > 3);
  CHECK(runningTable(grid).rowCount() == panel.running.size());
  CHECK(panel.kernel.empty());
  options.adaptiveKernel = true;
  const PanelGrid adaptive = panelGrid(stars, rows, options);
  const Panel& spread = adaptive.panels[0];
  CHECK(spread.counts.values == panel.counts.values);
  CHECK(spread.levels != panel.levels);
  CHECK(std::accumulate(spread.kernel.begin(), spread.kernel.end(), 0.0) == Approx(2000.0).epsilon(0.01));
  const test::TemporaryFolder folder;
  writePanels(folder / "panels.fits", adaptive);
  io::FitsReader file(folder / "panels.fits");
  file.moveTo("KERNEL1");
  const auto image = file.readImage();
  CHECK(std::vector<float>(image.begin(), image.end()) == spread.kernel);
  options.meanName = "nothing";
  CHECK_THROWS_AS(panelGrid(stars, rows, options), Error);
}

TEST_CASE("marginals: the stars of columns and rows are summed in bins by Rice's rule") {
  std::vector<double> x, y;
  for (int i = 0; i < 1000; ++i) {
    x.push_back(i < 900 ? 0.05 : 0.95);
    y.push_back((i % 10) / 10.0 + 0.05);
  }
  x.push_back(5.0);  // outside
  y.push_back(0.5);
  const Marginals fine = marginals(histogram({x, y}, {0, 1, 0, 1, 20, 10}));  // 2 N^(1/3) = 20 bins
  REQUIRE(fine.x.stars.size() == 20);
  CHECK(fine.x.edges.size() == 21);
  CHECK(fine.x.stars[1] == 900.0);
  CHECK(std::accumulate(fine.x.stars.begin(), fine.x.stars.end(), 0.0) == 1000.0);
  CHECK(fine.y.stars == std::vector<double>(10, 100.0));

  // 65 cells for about 20 bins: 22 bins of three cells, the last one of two.
  const Marginals coarse = marginals(histogram({x, y}, {0, 1, 0, 1, 65, 65}));
  REQUIRE(coarse.x.stars.size() == 22);
  double stars = 0.0;
  for (std::size_t i = 0; i < 22; ++i)
    stars += coarse.x.stars[i] * (coarse.x.edges[i + 1] - coarse.x.edges[i]) * 65.0;
  CHECK(stars == Approx(1000.0));
  CHECK(coarse.x.edges.back() == Approx(1.0));
  CHECK(marginals({}).x.stars.empty());
}
