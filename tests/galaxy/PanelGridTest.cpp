// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelGrid.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

struct Star {
  double radiusKpc, zKpc;
  float mh, alpham;
};

survey::Dataset catalogue(const std::vector<Star>& stars) {
  survey::Dataset dataset;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}};
  std::vector<double> radius, height;
  for (std::size_t i = 0; i < stars.size(); ++i) {
    dataset.ids.push_back("star-" + std::to_string(i));
    radius.push_back(stars[i].radiusKpc);
    height.push_back(stars[i].zKpc);
    mh.values.push_back(stars[i].mh);
    alpham.values.push_back(stars[i].alpham);
  }
  dataset.labels = {mh, alpham};
  dataset.columns.push_back({"R_kpc", "kpc", radius});
  dataset.columns.push_back({"Z_kpc", "kpc", height});
  return dataset;
}

PanelGridOptions smallGrid() {
  PanelGridOptions options;
  options.radiusEdgesKpc = {6, 8, 10};
  options.heightEdgesKpc = {0, 1, 2};
  return options;
}

ErrorKind kindOf(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                 const PanelGridOptions& options) {
  const auto error = test::errorOf([&] { panelGrid(dataset, stars, options); });
  REQUIRE(error);
  return *error->kind;
}

}  // namespace

TEST_CASE("panel grid: stars are binned in R and |Z|, and the last bins include their upper edges") {
  const auto dataset = catalogue({{6.0, 0.0, 0, 0},     // first edges: panel (0, 0)
                                  {8.0, -0.5, 0, 0},    // an inner edge belongs to the bin above: (1, 0)
                                  {7.0, -1.0, 0, 0},    // |Z| is binned: (0, 1)
                                  {10.0, 2.0, 0, 0},    // last edges: (1, 1)
                                  {10.001, 0.5, 0, 0},  // R too large
                                  {5.999, 0.5, 0, 0},   // R too small
                                  {7.0, 2.001, 0, 0},   // |Z| too large
                                  {kNaN, 0.5, 0, 0},    // without a position
                                  {7.0, kNaN, 0, 0},    // without a position
                                  {9.0, 0.9, 0, 0}});   // (1, 0)
  const PanelGrid grid = panelGrid(dataset, test::allRows(dataset), smallGrid());
  REQUIRE(grid.columns == 2);
  REQUIRE(grid.rows == 2);
  CHECK(grid.at(0, 0).stars == std::vector<std::uint32_t>{0});
  CHECK(grid.at(1, 0).stars == std::vector<std::uint32_t>{1, 9});
  CHECK(grid.at(0, 1).stars == std::vector<std::uint32_t>{2});
  CHECK(grid.at(1, 1).stars == std::vector<std::uint32_t>{3});
  CHECK(grid.starsPlaced == 5);
  CHECK(grid.starsWithoutPosition == 2);
  CHECK(grid.at(1, 1).radiusLowKpc == 8.0);
  CHECK(grid.at(1, 1).radiusHighKpc == 10.0);
  CHECK(grid.at(0, 1).heightLowKpc == 1.0);
  CHECK(grid.at(0, 1).heightHighKpc == 2.0);
}

TEST_CASE("panel grid: rows are bins of Z instead of |Z| if the first edge is below 0") {
  const auto dataset = catalogue({{7.0, -0.5, 0, 0},
                                  {7.0, 0.5, 0, 0},
                                  {7.0, 0.0, 0, 0},
                                  {7.0, -1.0, 0, 0},
                                  {7.0, 1.0, 0, 0},
                                  {7.0, -1.001, 0, 0}});
  PanelGridOptions options = smallGrid();
  PanelBinner binner(dataset);
  CHECK(binner.bin(test::allRows(dataset), options).at(0, 0).stars == std::vector<std::uint32_t>{0, 1, 2});
  options.heightEdgesKpc = {-1, 0, 1};
  const PanelGrid grid = binner.bin(test::allRows(dataset), options);
  CHECK(grid.at(0, 0).stars == std::vector<std::uint32_t>{0, 3});
  CHECK(grid.at(0, 1).stars == std::vector<std::uint32_t>{1, 2, 4});
  CHECK(grid.starsPlaced == 5);
  CHECK(std::string(options.heightSymbol()) == "Z");
  CHECK(std::string(smallGrid().heightSymbol()) == "|Z|");
}

TEST_CASE("panel grid: only the given rows are binned") {
  const auto dataset = catalogue({{7, 0.5, 0, 0}, {7, 0.5, 0, 0}, {7, 0.5, 0, 0}});
  const PanelGrid grid = panelGrid(dataset, {2, 0}, smallGrid());
  CHECK(grid.at(0, 0).stars == std::vector<std::uint32_t>{2, 0});
  CHECK(grid.starsPlaced == 2);
}

TEST_CASE("panel grid: the high-α share has strict limits and ignores stars without a label") {
  const auto dataset = catalogue({{7, 0.5, -0.5f, 0.2f},
                                  {7, 0.5, -0.5f, 0.0f},
                                  {7, 0.5, -0.4f, 0.1f},
                                  {7, 0.5, -0.3f, 0.3f},
                                  {7, 0.5, -0.9f, 0.3f},     // outside the range of [M/H]
                                  {7, 0.5, 0.1f, 0.0f},      // outside the range of [M/H]
                                  {7, 0.5, kMissing, 0.3f},  //
                                  {7, 0.5, -0.5f, kMissing}});
  const PanelGrid grid = panelGrid(dataset, test::allRows(dataset), smallGrid());
  const Panel& panel = grid.at(0, 0);
  CHECK(panel.stars.size() == 8);
  CHECK(panel.counts.inside == 6);
  CHECK(panel.shareStars == 4);
  CHECK(panel.highAlphaShare == Approx(0.5));
  CHECK(panel.highAlphaShareError == Approx(std::sqrt(9.0 / (36.0 * 7.0))));  // standard deviation of Beta(3, 3)
  CHECK(grid.at(1, 1).shareStars == 0);
  CHECK(std::isnan(grid.at(1, 1).highAlphaShare));
  CHECK(std::isnan(grid.at(1, 1).highAlphaShareError));
}

TEST_CASE("panel grid: a panel with few stars has counts but no contours") {
  std::vector<Star> stars;
  Random random(2);
  for (int i = 0; i < 79; ++i)
    stars.push_back({i < 29 ? 7.0 : 9.0, 0.5, static_cast<float>(-0.5 + 0.1 * random.gaussian()),
                     static_cast<float>(0.1 + 0.02 * random.gaussian())});
  const auto dataset = catalogue(stars);
  const PanelGrid grid = panelGrid(dataset, test::allRows(dataset), smallGrid());
  CHECK(grid.at(0, 0).counts.inside == 29);
  CHECK(grid.at(0, 0).levels.empty());
  CHECK(grid.at(0, 0).contours.empty());
  CHECK(grid.at(1, 0).counts.inside == 50);
  REQUIRE(grid.at(1, 0).levels.size() == 3);
  REQUIRE(grid.at(1, 0).contours.size() == 3);
  // The level that encloses 30 % of the stars is higher than the one that encloses 90 %.
  CHECK(grid.at(1, 0).levels[0] > grid.at(1, 0).levels[2]);
  for (const auto& lines : grid.at(1, 0).contours)
    CHECK_FALSE(lines.empty());
  CHECK(grid.at(0, 1).counts.values.size() == 65 * 65);  // an empty panel can still be drawn
}

TEST_CASE("panel grid: every panel agrees with a separate calculation") {
  std::vector<Star> stars;
  Random random(4);
  for (int i = 0; i < 100000; ++i)
    stars.push_back({random.uniform(5.0, 11.0), random.uniform(-2.5, 2.5),
                     static_cast<float>(-0.4 + 0.25 * random.gaussian()),
                     static_cast<float>(0.1 + 0.08 * random.gaussian())});
  const auto dataset = catalogue(stars);
  const auto options = smallGrid();
  const PanelGrid grid = panelGrid(dataset, test::allRows(dataset), options);
  std::size_t placed = 0;
  for (const Panel& panel : grid.panels) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < stars.size(); ++i) {
      const double height = std::abs(stars[i].zKpc);
      if (stars[i].radiusKpc < panel.radiusLowKpc || stars[i].radiusKpc >= panel.radiusHighKpc) continue;
      if (height < panel.heightLowKpc || height >= panel.heightHighKpc) continue;
      x.push_back(stars[i].mh);
      y.push_back(stars[i].alpham);
    }
    placed += x.size();
    CHECK(panel.stars.size() == x.size());
    CHECK(panel.counts.values == histogram({x, y}, options.cells).values);
    CHECK(panel.levels == levelsForFractions(smoothDensity({x, y}, options.cells), options.massFractions));
  }
  CHECK(grid.starsPlaced == placed);
}

TEST_CASE("panel grid: invalid edges, heights, fractions and smoothing are Usage errors") {
  const auto dataset = catalogue({{7, 0.5, 0, 0}});
  const auto refused = [&](auto change) {
    auto options = smallGrid();
    change(options);
    CHECK(kindOf(dataset, {0}, options) == ErrorKind::Usage);
  };
  refused([](PanelGridOptions& o) { o.radiusEdgesKpc = {8}; });
  refused([](PanelGridOptions& o) { o.radiusEdgesKpc = {8, 8}; });
  refused([](PanelGridOptions& o) { o.radiusEdgesKpc = {8, 10, 9}; });
  refused([](PanelGridOptions& o) { o.radiusEdgesKpc = {8, kNaN}; });
  refused([](PanelGridOptions& o) { o.heightEdgesKpc = {}; });
  refused([](PanelGridOptions& o) { o.cells.columns = 0; });
  refused([](PanelGridOptions& o) { o.massFractions = {30, 60, 90}; });
  refused([](PanelGridOptions& o) { o.smoothing = -1; });
}

TEST_CASE("panel grid: a missing column or row is a Mismatch error") {
  const auto dataset = catalogue({{7, 0.5, 0, 0}});
  auto options = smallGrid();
  CHECK(kindOf(dataset, {1}, options) == ErrorKind::Mismatch);
  options.yName = "mgfe";
  CHECK(kindOf(dataset, {0}, options) == ErrorKind::Mismatch);
  options = smallGrid();
  options.radiusName = "R";
  CHECK(kindOf(dataset, {0}, options) == ErrorKind::Mismatch);
}

TEST_CASE("panel grid: a reused binner returns the same as a new one, whatever it computed before") {
  std::vector<Star> stars;
  Random random(4);
  for (int i = 0; i < 150000; ++i)  // more than one slice
    stars.push_back({random.uniform(5, 11), random.uniform(-2.5, 2.5), static_cast<float>(0.3 * random.gaussian()),
                     static_cast<float>(0.1 + 0.05 * random.gaussian())});
  stars[7].radiusKpc = kNaN;
  const auto dataset = catalogue(stars);
  const auto all = test::allRows(dataset);
  std::vector<std::size_t> some;
  for (std::size_t row = 0; row < all.size(); row += 3)
    some.push_back(row);
  PanelGridOptions moved = smallGrid(), swapped = smallGrid();
  moved.radiusEdgesKpc = {6, 7.5, 10};
  std::swap(swapped.xName, swapped.yName);
  PanelBinner binner(dataset);
  for (const auto& [rows, options] :
       {std::pair{all, smallGrid()}, {some, smallGrid()}, {some, moved}, {all, swapped}, {all, smallGrid()}}) {
    const PanelGrid reused = binner.bin(rows, options), fresh = panelGrid(dataset, rows, options);
    REQUIRE(reused.panels.size() == fresh.panels.size());
    CHECK(reused.starsPlaced == fresh.starsPlaced);
    CHECK(reused.starsWithoutPosition == fresh.starsWithoutPosition);
    for (std::size_t i = 0; i < reused.panels.size(); ++i) {
      CHECK(reused.panels[i].stars == fresh.panels[i].stars);
      CHECK(std::is_sorted(reused.panels[i].stars.begin(), reused.panels[i].stars.end()));
      CHECK(reused.panels[i].counts.values == fresh.panels[i].counts.values);
      CHECK(reused.panels[i].levels == fresh.panels[i].levels);
      CHECK(reused.panels[i].shareStars == fresh.panels[i].shareStars);
    }
  }
}
