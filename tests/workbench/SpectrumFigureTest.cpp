// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumFigure.h"

#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "workbench/spectrum/SpectrumContent.h"

using namespace maury;
using namespace maury::workbench;

namespace {

constexpr std::size_t kPixels = 50;

/// Returns a spectrum of 50 pixels with a map of two labels, and two inputs: a vector and a number.
SpectrumContent content() {
  SpectrumContent content;
  content.grid = spectra::WavelengthGrid::linear(850.0, 0.1, kPixels);
  auto map = std::make_shared<attribution::AttributionMap>();
  map->labels = {{"teff", "K", 0.0, 1.0}, {"alpham", "dex", 0.0, 1.0}};
  map->grid = content.grid;
  map->members = 2;
  map->stars = 412;
  for (std::size_t p = 0; p < kPixels; ++p) {
    content.flux.push_back(p == 20 ? 0.4F : 1.0F);
    content.spread.push_back(0.01F);
  }
  for (std::size_t i = 0; i < 2 * kPixels; ++i) {
    map->mean.push_back(i % kPixels == 20 ? -3.0F : 0.1F);
    map->spread.push_back(0.2F);
  }
  map->inputMean = {1.0F, 2.0F, 3.0F, -1.0F, -2.0F, -3.0F};
  map->inputSpread.assign(6, 0.5F);
  map->inputScatter = {2.0F, 2.0F, 4.0F};
  content.map = map;
  content.lines = {{852.0, "Ca II", 0.6}};
  content.note = "mean of 412 stars";
  return content;
}

std::vector<network::ModelInput> inputs() {
  network::ModelInput vector, number;
  vector.name = "bp_coefficients";
  vector.width = 2;
  number.name = "bp_rp";
  return {vector, number};
}

}  // namespace

TEST_CASE("spectrum figure: the flux with its band, and below it a named row per label, symmetric about zero") {
  const Figure figure = spectrumFigure(content(), {});
  REQUIRE(figure.panels.size() == 3);
  CHECK(figure.grid.rowStretch == std::vector<double>{2.0, 1.0, 1.0});
  CHECK(figure.keepsZoomX);
  const Panel& flux = figure.panel(0);
  CHECK(flux.x.title == "Vacuum wavelength (nm)");
  CHECK(flux.x.high == Approx(854.9));
  CHECK(flux.find<Line>("flux")->y[20] == Approx(0.4));
  CHECK(flux.find<Band>("spread")->high[0] == Approx(1.01));
  CHECK(flux.note(Corner::BottomLeft).markup == "mean of 412 stars");
  REQUIRE(flux.lineMarks.marks.size() == 1);
  CHECK(flux.lineMarks.showText);
  CHECK(figure.panel(1).y.title == "∂Teff/∂f (K)");
  CHECK(figure.panel(2).y.title == "∂[α/M]/∂f");
  CHECK(figure.panel(2).y.high == -figure.panel(2).y.low);
  CHECK_FALSE(figure.panel(1).lineMarks.showText);
  CHECK_FALSE(figure.colourBar);
}

TEST_CASE("spectrum figure: a label colours the spectrum, and two windows initially show one half each") {
  SpectrumAppearance appearance;
  appearance.colouredBy = 1;
  appearance.twoWindows = true;
  const Figure figure = spectrumFigure(content(), appearance);
  CHECK(figure.grid.columns == 2);
  CHECK(figure.panel(0, 0).initialX->second == figure.panel(0, 1).initialX->first);
  const auto* coloured = figure.panel(0, 1).find<ColouredLine>("attribution");
  REQUIRE(coloured != nullptr);
  REQUIRE(figure.colourBar);
  CHECK(figure.colourBar->scale == coloured->scale);
  CHECK(figure.colourBar->title == "∂[α/M]/∂f");
  SpectrumContent alone = content();
  alone.map = nullptr;
  CHECK(spectrumPageFigure(alone, appearance, {}).panels.size() == 1);
}

TEST_CASE("spectrum figure: bars of inputs are derivatives times scatter, with one column per vector") {
  SpectrumAppearance appearance;
  appearance.view = SpectrumAppearance::View::Inputs;
  const Figure figure = spectrumPageFigure(content(), appearance, inputs());
  CHECK(figure.grid.rows == 2);
  CHECK(figure.grid.columns == 2);
  CHECK(figure.panel(0, 0).find<Bars>("bars")->heights == std::vector<double>{2.0, 4.0});
  CHECK(figure.panel(1, 1).find<Bars>("bars")->heights == std::vector<double>{-12.0});
  CHECK(figure.panel(0, 0).x.title == "Coefficient");
  CHECK_FALSE(figure.panel(0, 1).x.ticks);
  CHECK(figure.panel(0, 0).y.high == figure.panel(0, 1).y.high);
}

TEST_CASE("spectrum figure: the heat map has a sorted row per star, and without stars the maps are shown") {
  SpectrumAppearance appearance;
  appearance.view = SpectrumAppearance::View::Stars;
  CHECK(spectrumPageFigure(content(), appearance, {}).grid.rows == 3);
  SpectrumContent withStars = content();
  auto stars = std::make_shared<StarRows>();
  stars->label = 1;
  stars->sortTitle = "[α/M]";
  stars->sorted = {0.0F, 0.1F, 0.3F};
  stars->values.assign(3 * kPixels, 0.5F);
  withStars.stars = stars;
  const Figure figure = spectrumPageFigure(withStars, appearance, {});
  REQUIRE(figure.panel(1, 0).density);
  CHECK(figure.panel(1, 0).density->rows == 3);
  CHECK(figure.panel(1, 0).density->columns == kPixels);
  CHECK(figure.panel(1, 0).y.high == 3.0);
  CHECK(figure.panel(1, 1).find<Line>("sorted")->x == std::vector<double>{0.0F, 0.1F, 0.3F});
  CHECK(figure.panel(0, 1).shade->text == "3 stars");
}

TEST_CASE("spectrum content: lines are selected by depth and element, and the note names the stars") {
  const spectra::LineList lines{{850.0, "Ca II", 0.5}, {851.0, "Fe I", 0.2}, {852.0, "Fe I", 0.05}};
  CHECK(selectLines(lines, {}).size() == 2);
  CHECK(selectLines(lines, {0.0, {"Fe"}}).size() == 1);
  const spectra::LineList unmeasured{{850.0, "Ca II", 0.0}, {851.0, "Fe I", 0.0}};
  CHECK(selectLines(unmeasured, {}).size() == 2);

  survey::Dataset survey;
  survey.ids = {"a", "b"};
  survey.provenance.isMock = true;
  SpectrumResult result;
  result.grid = spectra::WavelengthGrid::linear(850.0, 0.1, kPixels);
  result.spectrum.mean.assign(kPixels, 1.0F);
  result.spectrum.spread.assign(kPixels, 0.1F);
  result.error.assign(kPixels, 0.02F);
  result.stars = 1;
  CHECK(spectrumContent(result, survey, 1).note == "b, mock survey");
  CHECK(spectrumContent(result, survey, 1).spread[0] == 0.02F);
  result.stars = 1234;
  CHECK(spectrumContent(result, survey, 0).note == "mean of 1\u202F234 stars, mock survey");
  CHECK(spectrumContent(result, survey, 0).spread[0] == 0.1F);
}

TEST_CASE("spectrum figures: a label is found by its name or another spelling of it") {
  const std::vector<network::ModelLabel> labels{{"teff", "K"}, {"alpham", "dex"}, {"Teff", "K"}};
  CHECK(defaultLabel(labels) == 1);
  CHECK(labelIndex(labels, "alpham") == 1);
  CHECK(labelIndex(labels, "[α/M]") == 1);
  CHECK(labelIndex(labels, "TEFF") == 0);
  CHECK(labelIndex(labels, "Teff") == 2);  // the exact name comes first
  for (const char* absent : {"mass", ""})
    CHECK(test::errorOf([&] { labelIndex(labels, absent); })->says("Choose from: teff, alpham, Teff."));
}
