// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelShares.h"

#include <cmath>
#include <limits>

#include "base/Error.h"
#include "base/Random.h"
#include "galaxy/panels/PanelGrid.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

const std::vector<double> kRadii{6, 8, 10}, kHeights{0, 1, 2}, kSigned{-1, 0, 1};
const PanelEdges kFolded{kRadii, kHeights};

double sum(const std::vector<PanelShare>& shares) {
  double total = 0.0;
  for (const PanelShare& share : shares)
    total += share.share;
  return total;
}

double shareOf(std::size_t panel, const std::vector<PanelShare>& shares) {
  for (const PanelShare& share : shares)
    if (share.panel == panel) return share.share;
  return 0.0;
}

/// Returns the share of each panel among many random draws, followed by the share outside of all panels.
std::vector<double> sharesFromDraws(double radius, double height, const PositionError& error, const PanelEdges& edges) {
  constexpr int kDraws = 400000;
  std::vector<double> shares(edges.panels() + 1, 0.0);
  Random random(12);
  for (int i = 0; i < kDraws; ++i) {
    const double a = random.gaussian(), b = random.gaussian(), rho = error.correlation;
    const double z = rho * a + std::sqrt(1.0 - rho * rho) * b;
    shares[edges.panelOf(radius + error.radiusKpc * a, height + error.heightKpc * z)] += 1.0 / kDraws;
  }
  return shares;
}

survey::Dataset catalogue(std::size_t count, double error) {
  survey::Dataset dataset;
  survey::Label mh{"mh", "dex", {}, {}}, alpham{"alpham", "dex", {}, {}};
  std::vector<double> radius, height, errors(count, error), age;
  Random random(5);
  for (std::size_t i = 0; i < count; ++i) {
    dataset.ids.push_back(std::to_string(i));
    radius.push_back(random.uniform(5.5, 10.5));
    height.push_back(random.uniform(-2.2, 2.2));
    mh.values.push_back(static_cast<float>(-0.4 + 0.25 * random.gaussian()));
    alpham.values.push_back(static_cast<float>(0.1 + 0.08 * random.gaussian()));
    age.push_back(random.uniform(1.0, 12.0));
  }
  dataset.labels = {mh, alpham};
  dataset.columns = {{"R_kpc", "kpc", radius}, {"Z_kpc", "kpc", height}, {"age", "Gyr", age}};
  dataset.columns.push_back({"e_R_kpc", "kpc", errors});
  dataset.columns.push_back({"e_Z_kpc", "kpc", errors});
  return dataset;
}

PanelGrid gridOf(const survey::Dataset& dataset, bool spread, bool adaptive = false) {
  const std::vector<std::size_t> rows = test::allRows(dataset);
  PanelGridOptions options;
  options.radiusEdgesKpc = kRadii;
  options.heightEdgesKpc = kHeights;
  options.spread = spread;
  options.runningMedian = true;
  options.adaptiveKernel = adaptive;
  options.meanName = "age";
  return panelGrid(dataset, rows, options);
}

}  // namespace

TEST_CASE("shares: without errors a star is entirely in its panel, and the last bins include their upper edges") {
  const auto shares = sharesOf(10.0, -2.0, {}, kFolded);
  REQUIRE(shares.size() == 1);
  CHECK(shares[0].panel == 3);
  CHECK(shares[0].share == 1.0);
  CHECK(sharesOf(10.001, 0.5, {}, kFolded).empty());
  const double missing = std::numeric_limits<double>::quiet_NaN();
  CHECK(sharesOf(7.0, 0.5, {missing, missing, missing}, kFolded).size() == 1);
  CHECK(sharesOf(missing, 0.5, {0.1, 0.1, 0.0}, kFolded).empty());
}

TEST_CASE("shares: half of a star on an edge is on either side of it") {
  for (const double correlation : {0.0, 1.0, -1.0}) {
    CAPTURE(correlation);
    const auto shares = sharesOf(8.0, 0.5, {0.1, 0.01, correlation}, kFolded);
    REQUIRE(shares.size() == 2);
    CHECK(shareOf(0, shares) == 0.5);
    CHECK(shareOf(1, shares) == 0.5);
  }
  CHECK(shareOf(0, sharesOf(7.0, 1.0, {0.0, 0.05, 0.0}, kFolded)) == 0.5);
  // In the plane, both halves have the same |Z| but different Z.
  CHECK(shareOf(0, sharesOf(7.0, 0.0, {0.0, 0.1, 0.0}, kFolded)) == 1.0);
  CHECK(shareOf(0, sharesOf(7.0, 0.0, {0.0, 0.1, 0.0}, {kRadii, kSigned})) == 0.5);
  CHECK(sum(sharesOf(10.0, 0.5, {0.1, 0.0, 0.0}, kFolded)) == 0.5);  // the other half is outside
}

TEST_CASE("shares: agree with many random draws for any correlation of the errors, and sum to the share inside") {
  for (const double correlation : {0.0, 1.0, -1.0, 0.6, -0.9})
    for (const PanelEdges& edges : {kFolded, PanelEdges{kRadii, kSigned}}) {
      CAPTURE(correlation, edges.signedHeight());
      const PositionError error{0.9, 0.7, correlation};
      const auto shares = sharesOf(8.4, 0.6, error, edges);
      const auto expected = sharesFromDraws(8.4, 0.6, error, edges);
      for (std::size_t panel = 0; panel < edges.panels(); ++panel)
        CHECK(shareOf(panel, shares) == Approx(expected[panel]).margin(0.003));
      CHECK(sum(shares) == Approx(1.0 - expected.back()).margin(0.003));
    }
  CHECK(sum(sharesOf(8.0, 0.9, {0.2, 0.1, 1.0}, kFolded)) == Approx(1.0).margin(1e-6));
  CHECK(sum(sharesOf(8.0, 0.9, {0.2, 0.1, 0.4}, kFolded)) == Approx(1.0).margin(1e-6));
}

TEST_CASE("shares: spreading stars without errors changes nothing, bit for bit") {
  const auto exact = catalogue(40000, 0.0);
  for (const bool adaptive : {false, true}) {
    const PanelGrid plain = gridOf(exact, false, adaptive), spread = gridOf(exact, true, adaptive);
    for (std::size_t i = 0; i < plain.panels.size(); ++i) {
      const Panel &a = plain.panels[i], &b = spread.panels[i];
      CHECK(a.counts.values == b.counts.values);
      CHECK(a.kernel == b.kernel);
      CHECK(a.levels == b.levels);
      CHECK(a.highAlphaShare == b.highAlphaShare);
      CHECK(a.highAlphaShareError == b.highAlphaShareError);
      CHECK(a.starCount == b.starCount);
      CHECK(b.effectiveStars == static_cast<double>(b.stars.size()));
      REQUIRE(a.running.size() == b.running.size());
      for (std::size_t point = 0; point < a.running.size(); ++point)
        CHECK(a.running[point].median == b.running[point].median);
    }
  }
}

TEST_CASE("shares: counts, running medians and high-α shares of spread stars weight each star by its probability") {
  const auto dataset = catalogue(20000, 0.3);
  const PanelGrid grid = gridOf(dataset, true), plain = gridOf(dataset, false);
  const auto radius = dataset.numeric("R_kpc"), height = dataset.numeric("Z_kpc");
  double total = 0.0;
  for (std::size_t star = 0; star < radius.size(); ++star)
    total += sum(sharesOf(radius[star], height[star], {0.3, 0.3, 0.0}, kFolded));
  double inPanels = 0.0;
  for (std::size_t i = 0; i < grid.panels.size(); ++i) {
    const Panel& panel = grid.panels[i];
    inPanels += panel.starCount;
    CHECK(panel.stars == plain.panels[i].stars);
    CHECK(panel.counts.values != plain.panels[i].counts.values);
    CHECK(panel.effectiveStars > panel.starCount);  // more stars, each with a weight below 1
    CHECK(panel.counts.inside == Approx(panel.starCount).epsilon(0.01));
    // The distribution is the same everywhere, so the high-α share and the medians must not change.
    CHECK(panel.highAlphaShare == Approx(plain.panels[i].highAlphaShare).margin(0.03));
    REQUIRE(panel.running.size() > 5);
    for (const RunningPoint& point : panel.running)
      CHECK(point.median == Approx(0.1).margin(0.05));
  }
  CHECK(inPanels == Approx(total).epsilon(1e-5));
  survey::Dataset without = dataset;
  without.columns.pop_back();
  CHECK_FALSE(canSpread(without));
  CHECK_THROWS_AS(gridOf(without, true), Error);
}
