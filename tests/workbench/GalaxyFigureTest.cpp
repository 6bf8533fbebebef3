// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyFigure.h"

#include <cmath>

#include "bench/TwoDiscs.h"
#include "galaxy/density/Lasso.h"
#include "support/Catch.h"
#include "support/Rows.h"
#include "workbench/galaxy/GalaxyRequest.h"
#include "workbench/galaxy/PanelChoice.h"

using namespace maury;
using namespace maury::workbench;

namespace {

constexpr std::size_t kStars = 20000;

std::shared_ptr<const survey::Dataset> makeTwoDiscs() {
  static const auto stars = std::make_shared<const survey::Dataset>(bench::makeTwoDiscs(kStars));
  return stars;
}

galaxy::PanelGrid gridOf(const std::vector<double>& radii, const std::vector<double>& heights) {
  galaxy::PanelGridOptions options;
  options.radiusEdgesKpc = radii;
  options.heightEdgesKpc = heights;
  return galaxy::panelGrid(*makeTwoDiscs(), test::rowNumbers(kStars), options);
}

}  // namespace

TEST_CASE("galaxy figure: one panel per bin, highest |Z| at the top, with headings, N and common titles") {
  const galaxy::PanelGrid grid = gridOf({4, 7, 9, 12}, {0, 0.5, 2});
  const Figure figure = galaxyFigure(grid, *makeTwoDiscs(), {});
  CHECK(figure.grid.columns == 3);
  CHECK(figure.grid.rows == 2);
  CHECK(figure.grid.linkAll);
  REQUIRE(figure.panels.size() == 6);
  CHECK(figure.columnHeadings == std::vector<std::string>{"4 < R < 7 kpc", "7 < R < 9 kpc", "9 < R < 12 kpc"});
  CHECK(figure.rowHeadings == std::vector<std::string>{"0.5 < |Z| < 2 kpc", "0 < |Z| < 0.5 kpc"});
  CHECK(figure.shortColumnHeadings == ShortHeadings{{"4–7", "7–9", "9–12"}, "R (kpc)"});
  CHECK(figure.shortRowHeadings == ShortHeadings{{"0.5–2", "0–0.5"}, "|Z| (kpc)"});
  CHECK(figure.xTitle == "[M/H]");
  CHECK(figure.yTitle == "[α/M]");
  const Panel& bottom = figure.panel(1, 1);
  CHECK(bottom.x.low == grid.options.cells.xLow);
  CHECK(bottom.y.high == grid.options.cells.yHigh);
  REQUIRE(bottom.density);
  CHECK(bottom.density->values == grid.at(1, 0).counts.values);
  CHECK(bottom.note(Corner::BottomLeft).markup.rfind("N = ", 0) == 0);
  REQUIRE(figure.colourBar);
  CHECK(figure.colourBar->scale == bottom.density->scale);
  CHECK(figure.colourBar->title == "Stars per cell");
  REQUIRE(figure.legend.size() == 1);
  CHECK(figure.legend.front().text.find("Contours: 30, 60, 90 % of a panel's stars") == 0);
}

TEST_CASE("galaxy figure: each contour encloses the share of stars written on it") {
  const galaxy::PanelGrid grid = gridOf({0, 100}, {0, 100});
  const Figure figure = galaxyFigure(grid, *makeTwoDiscs(), {});
  const auto* contours = figure.panel().find<Contours>("contours");
  REQUIRE(contours != nullptr);
  REQUIRE(contours->levels.size() == 3);
  const auto mh = makeTwoDiscs()->numeric("mh"), alpham = makeTwoDiscs()->numeric("alpham");
  const double expected[] = {0.3, 0.6, 0.9};
  const char* words[] = {"30 %", "60 %", "90 %"};
  for (std::size_t level = 0; level < 3; ++level) {
    double inside = 0.0;
    for (const galaxy::Polyline& line : contours->levels[level].lines)
      inside += static_cast<double>(galaxy::rowsInside(line.points, mh, alpham, test::rowNumbers(kStars)).size());
    // The level refers to the smoothed density, which is less concentrated than the stars.
    CHECK(inside / kStars == Approx(expected[level]).margin(0.07));
    CHECK(contours->levels[level].label == words[level]);
  }
  CHECK(contours->levels[0].ink.opacity() > contours->levels[2].ink.opacity());
  GalaxyFigureOptions plain;
  plain.contourLabels = false;
  CHECK(galaxyFigure(grid, *makeTwoDiscs(), plain).panel().find<Contours>("contours")->levels[0].label.empty());
}

TEST_CASE("galaxy figure: panels with few stars are shaded and show single points") {
  const Figure figure = galaxyFigure(gridOf({0, 100, 101}, {0, 100}), *makeTwoDiscs(), {});
  CHECK_FALSE(figure.panel(0, 0).shade);
  CHECK(figure.panel(0, 1).shade);
  CHECK_FALSE(figure.panel(0, 1).density);
  const Figure few = galaxyFigure(gridOf({17, 30}, {0, 100}), *makeTwoDiscs(), {});
  REQUIRE(few.panel().shade);
  const auto* points = few.panel().find<Points>("stars");
  REQUIRE(points != nullptr);
  CHECK(few.panel().note(Corner::BottomLeft).markup == "N = " + std::to_string(points->x.size()));
}

TEST_CASE(
    "galaxy figure: the colour scale is common or per panel, marginals lie beyond the cells, and one panel is "
    "enlarged") {
  const galaxy::PanelGrid grid = gridOf({4, 8, 12}, {0, 0.5});
  GalaxyFigureOptions options;
  options.commonScale = false;
  const Figure shares = galaxyFigure(grid, *makeTwoDiscs(), options);
  for (const Panel& panel : shares.panels)
    CHECK(*std::max_element(panel.density->values.begin(), panel.density->values.end()) == 1.0F);
  CHECK(shares.colourBar->title == "Stars per cell / panel maximum");

  options = {};
  options.marginals = true;
  const Figure marginals = galaxyFigure(grid, *makeTwoDiscs(), options);
  CHECK(marginals.panel().edgeHistograms.size() == 2);
  const galaxy::CellGrid& cells = grid.options.cells;
  CHECK(marginals.panel().x.high == Approx(cells.xHigh + kEdgeHistogramMargin * (cells.xHigh - cells.xLow)));
  CHECK(marginals.panel().density->xHigh == cells.xHigh);

  options = {};
  options.enlarged = {1, 0};
  const Figure one = galaxyFigure(grid, *makeTwoDiscs(), options);
  REQUIRE(one.panels.size() == 1);
  CHECK(one.panel() == galaxyFigure(grid, *makeTwoDiscs(), {}).panel(0, 1));
  CHECK(one.columnHeadings == std::vector<std::string>{"8 < R < 12 kpc"});
}

TEST_CASE("galaxy figure: subsets are drawn over the panels with counts, and named in the legend") {
  GalaxyRequest request;
  request.panels.radiusEdgesKpc = {0, 100};
  request.panels.heightEdgesKpc = {0, 100};
  request.appearance.name = "stars.fits";
  std::vector<std::size_t> third, few{5, 7, 11};
  for (std::size_t row = 0; row < kStars; row += 3)
    third.push_back(row);
  request.subsets = {{"a third", 0xCC79A7, std::make_shared<const std::vector<std::size_t>>(third)},
                     {"selected", 0xD55E00, std::make_shared<const std::vector<std::size_t>>(few), true}};
  const Figure figure = galaxyPageFigure(makeTwoDiscs(), test::rowNumbers(kStars), request);
  const Panel& panel = figure.panel();
  CHECK(panel.find<Contours>("subset0") != nullptr);
  const auto* points = panel.find<Points>("subset1");
  REQUIRE(points != nullptr);
  CHECK(points->x.size() == 3);
  CHECK(points->ink == Ink(0xD55E00));
  REQUIRE(panel.legend.entries.size() == 2);
  CHECK(panel.legend.entries[1].text == "3");
  REQUIRE(figure.legend.size() == 3);
  CHECK(figure.legend[0].text.rfind("stars.fits · Contours", 0) == 0);
  CHECK(figure.legend[1].text == "a third");
}

TEST_CASE("galaxy figure: empty labels and bins are chosen to suit the stars, and other labels use their own range") {
  const auto options = completeOptions(GalaxyRequest::automaticOptions(), *makeTwoDiscs());
  CHECK(options.xName == "mh");
  CHECK(options.yName == "alpham");
  CHECK(options.radiusEdgesKpc.size() >= 3);
  CHECK(options.cells == galaxy::PanelGridOptions().cells);
  auto other = GalaxyRequest::automaticOptions();
  other.yName = "logg";
  const auto fitted = completeOptions(other, *makeTwoDiscs());
  CHECK(fitted.cells.yLow < 1.1);
  CHECK(fitted.cells.yHigh > 2.9);
  CHECK(fitted.cells.yHigh < 4.0);
  survey::Dataset bare = *makeTwoDiscs();
  bare.columns.clear();
  CHECK(panelsProblem(bare).find("has no R and Z") != std::string::npos);
  CHECK(panelsProblem(*makeTwoDiscs()).empty());
}
