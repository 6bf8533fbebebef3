// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/PlaneFigure.h"

#include <cmath>

#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::workbench;

namespace {

/// Returns stars along a line in R and Z, every tenth without R, spread over the whole sky.
std::shared_ptr<const survey::Dataset> stars(std::size_t count) {
  auto dataset = std::make_shared<survey::Dataset>();
  std::vector<double> radius, height, ra, dec;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    radius.push_back(i % 10 == 0 ? std::nan("") : 4.0 + 8.0 * share);
    height.push_back(-1.0 + 2.0 * share);
    ra.push_back(360.0 * share);
    dec.push_back(-80.0 + 160.0 * share);
    dataset->ids.push_back(std::to_string(i));
  }
  dataset->columns = {{"R_kpc", "kpc", radius}, {"Z_kpc", "kpc", height}, {"ra", "deg", ra}, {"dec", "deg", dec}};
  return dataset;
}

const double* placeOf(const survey::NumericView& view) {
  return view.visit([](auto values) { return reinterpret_cast<const double*>(values.data()); });
}

}  // namespace

TEST_CASE("plane: coordinates are not copied, and all stars are counted across chunks") {
  constexpr std::size_t kStars = 150000;  // more than two chunks
  const auto dataset = stars(kStars);
  const PlaneContent content =
      planeContent(Plane::RadiusHeight, dataset, test::rowNumbers(kStars), {}, {4, 8, 12}, {0, 1}, nullptr);
  CHECK(placeOf(content.x) == std::get<std::vector<double>>(dataset->findColumn("R_kpc")->values).data());
  CHECK(placeOf(content.y) == std::get<std::vector<double>>(dataset->findColumn("Z_kpc")->values).data());
  CHECK(content.counts.inside == 0.9 * kStars);
  const galaxy::Density whole =
      galaxy::histogram({dataset->numeric("R_kpc"), dataset->numeric("Z_kpc")}, content.counts.cells);
  CHECK(content.counts.values == whole.values);
}

TEST_CASE("plane: sky positions are reused for the same stars, and recalculated for others") {
  const auto dataset = stars(5000);
  const std::vector<std::size_t> rows{1, 2, 3};
  const auto sky = [&](const auto& surveyStars, const PlaneContent* before) {
    return planeContent(Plane::Sky, surveyStars, rows, {}, {}, {}, before);
  };
  const PlaneContent first = sky(dataset, nullptr), again = sky(dataset, &first);
  CHECK(again.sky == first.sky);
  CHECK(placeOf(again.x) == again.sky->x.data());
  const auto others = stars(5000);
  CHECK(sky(others, &first).sky != first.sky);
  const PlaneContent plane = planeContent(Plane::RadiusHeight, dataset, rows, {}, {4, 8}, {0, 1}, &first);
  CHECK(plane.sky == nullptr);
  CHECK(sky(dataset, &plane).sky->x == first.sky->x);
}

TEST_CASE("plane: bin edges are marks, mirrored below the plane, and the edge at 0 cannot move") {
  const auto dataset = stars(100);
  const PlaneContent content =
      planeContent(Plane::RadiusHeight, dataset, test::rowNumbers(100), {}, {4, 8, 12}, {0, 1}, nullptr);
  const Figure figure = planeFigure(content);
  const Panel& panel = figure.panel();
  const auto* radius = panel.find<VerticalMark>(planeEdgeKey({true, 1}));
  REQUIRE(radius != nullptr);
  CHECK(radius->x == 8.0);
  CHECK(radius->movableEdge == PlaneEdge{true, 1});
  CHECK_FALSE(panel.find<HorizontalMark>(planeEdgeKey({false, 0}))->movableEdge);
  const auto* mirrored = panel.find<HorizontalMark>(planeEdgeKey({false, 1, true}));
  REQUIRE(mirrored != nullptr);
  CHECK(mirrored->y == -1.0);
  CHECK(mirrored->movableEdge == PlaneEdge{false, 1, true});
  const auto* points = panel.find<Points>("stars");
  REQUIRE(points != nullptr);
  CHECK(points->x.size() == 100);
  CHECK_FALSE(figure.colourBar);
  CHECK(panel.note(Corner::BottomRight).markup == "N = 100");
}

TEST_CASE("plane: many stars become a density with a colour bar, and the sky has a graticule and a fixed aspect") {
  const auto dataset = stars(5000);
  const Figure plane =
      planeFigure(planeContent(Plane::RadiusHeight, dataset, test::rowNumbers(5000), {}, {4, 8}, {0, 1}, nullptr));
  CHECK(plane.panel().density);
  CHECK(plane.colourBar);
  const Figure sky = planeFigure(planeContent(Plane::Sky, dataset, test::rowNumbers(5000), {}, {}, {}, nullptr));
  CHECK(sky.grid.aspect == Approx(2.05 / 1.05));
  CHECK_FALSE(sky.panel().x.ticks);
  CHECK(sky.panel().find<Line>("b30") != nullptr);
  CHECK(planeProblem(Plane::Kiel, *dataset) == "These stars have no Teff and log g");
  CHECK(planeProblem(Plane::Sky, *dataset).empty());
}
