// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/contrast/ContrastFigure.h"

#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;
using attribution::ContrastPart;

namespace {

ContrastContent content() {
  auto contrast = std::make_shared<attribution::Contrast>();
  contrast->map.grid = spectra::WavelengthGrid::linear(850.0, 0.5, 4);
  contrast->map.method = attribution::AttributionMethod::IntegratedGradients;
  contrast->map.labels = {{"alpham", "dex", 0.0, 1.0}};
  contrast->map.mean = {0.01F, 0.02F, -0.01F, 0.08F};
  contrast->map.spread = {0.001F, 0.001F, 0.001F, 0.001F};
  contrast->map.members = 2;
  contrast->map.baselineLabel = {0.1};
  contrast->map.meanLabel = {0.2};
  contrast->fluxA = {1.0F, 0.5F, 1.0F, 1.0F};
  contrast->fluxB = {1.0F, 0.7F, 1.0F, 0.9F};
  contrast->starsA = 30;
  contrast->starsB = 40;
  ContrastContent content;
  content.contrast = contrast;
  content.note = "mock survey";
  return content;
}

}  // namespace

TEST_CASE("contrast figure: lines own pixels within two pixels of the grid, or as far as the options say") {
  const auto contrast = content().contrast;
  survey::Dataset survey;
  survey.grid = contrast->map.grid;
  const spectra::LineList lines{{850.5, "Fe I", 0.0}};
  const ContrastContent usual = contrastContent(contrast, survey, {}, lines);
  CHECK(usual.lineHalfWidthNm == Approx(1.0));  // pixels of 0.5 nm
  CHECK(contrastContent(contrast, survey, {.halfWidthPixels = 3.0}, lines).lineHalfWidthNm == Approx(1.5));
  REQUIRE(usual.allLines.size() == 1);
  CHECK(usual.allLines[0].depth == Approx(0.3));  // measured in the mean spectrum of B
}

TEST_CASE("contrast figure: shows both spectra, their difference, and the contributions against wavelength") {
  const Figure figure = contrastFigure(content());
  REQUIRE(figure.panels.size() == 3);
  CHECK(figure.panel(0).find<Line>("a")->y[1] == Approx(0.5));
  REQUIRE(figure.panel(0).legend.entries.size() == 2);
  CHECK(figure.panel(0).legend.entries[0].text == "A, 30 stars");
  CHECK(figure.panel(1).find<Line>("values")->y[1] == Approx(-0.2));
  CHECK(figure.panel(2).y.title == "Δ[α/M]");
  CHECK(figure.panel(2).find<Band>("spread") != nullptr);
  CHECK(figure.panel(0).note(Corner::BottomLeft).markup == "mock survey");
}

TEST_CASE("contrast figure: steps lead from B to A, with the smallest ones merged") {
  std::vector<ContrastPart> parts;
  for (int i = 1; i <= 13; ++i)
    parts.push_back({ContrastPart::Kind::Species, "S" + std::to_string(i), 0.1 * i / 91.0, 0.001});
  const Figure figure = waterfallFigure(content(), parts);
  const Panel& panel = figure.panel();
  REQUIRE(panel.lineMarks.marks.size() == 12);
  CHECK(panel.lineMarks.marks.back().text == "the rest");
  CHECK(panel.find<Box>("step0")->yLow == Approx(0.1));
  CHECK(panel.find<Box>("step11")->yHigh == Approx(0.2));
  CHECK(panel.find<HorizontalMark>("a")->y == 0.2);
  CHECK(panel.find<HorizontalMark>("b")->text == "B");
  CHECK(partName({ContrastPart::Kind::OtherPixels, "", 0.0, 0.0}) == "between lines");
}

TEST_CASE("contrast sides: high and low α are proposed if the stars have both labels") {
  survey::Dataset stars;
  CHECK_FALSE(proposedSides(stars));
  stars.labels = {{"mh", "dex", {}, {}}, {"alpham", "dex", {}, {}}};
  REQUIRE(proposedSides(stars));
  CHECK(proposedSides(stars)->a.find("alpham > 0.18") != std::string::npos);
}
