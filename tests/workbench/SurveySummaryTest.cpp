// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/SurveySummary.h"

#include <cmath>
#include <limits>

#include "Stars.h"
#include "support/Catch.h"
#include "support/ToyModel.h"

using namespace maury;
using namespace maury::workbench;

namespace {
std::string valueOf(const SurveySummary& summary, const std::string& name) {
  for (const SurveySummary::Fact& fact : summary.facts())
    if (fact.name == name) return fact.value;
  return {};
}
}  // namespace

TEST_CASE("summary: ranges and missing counts of a catalogue") {
  survey::Dataset stars = test::starsOf({"a", "b", "c"});
  stars.labels[0].values[1] = std::numeric_limits<float>::quiet_NaN();
  stars.labels.push_back({"logg", "dex", {0.0F, 2.0F, 4.5F}, {}});
  stars.provenance.origin = "a small survey";
  const SurveySummary summary = summarise(stars);
  CHECK(summary.stars == 3);
  CHECK(summary.pixels == 0);
  REQUIRE(summary.labels.size() == 2);
  CHECK(summary.labels[0].name == "Teff (K)");
  CHECK(summary.labels[0].missing == 1);
  CHECK(summary.labels[0].range == "5000.00 – 5020.00");
  CHECK(summary.labels[1].range == "0.00 – 4.50");
  CHECK(valueOf(summary, "spectra") == "none (catalogue)");
  CHECK(valueOf(summary, "origin") == "a small survey");
  CHECK(valueOf(summary, "preprocessing").empty());
}

TEST_CASE("summary: spectra are described by their pixels, and the figure contains every line") {
  survey::Dataset stars = test::toySurvey(10);
  for (std::size_t i = 0; i < 20; ++i)
    stars.flux[i] = std::nanf("");
  const SurveySummary summary = summarise(stars);
  CHECK(valueOf(summary, "pixels") == "40");
  CHECK(valueOf(summary, "vacuum wavelength") == "850.00–853.90 nm");
  CHECK(valueOf(summary, "pixel width") == "0.1 nm");
  CHECK(valueOf(summary, "pixels without data") == "5.0 %");
  CHECK(valueOf(summary, "flux errors") == "yes");
  REQUIRE(summary.inputs.size() == 2);
  CHECK(summary.inputs[1].name == "bp × 3");

  const Figure figure = summaryFigure(summary);
  REQUIRE(figure.panels.size() == 3);
  CHECK(figure.rowHeadings == std::vector<std::string>{"Survey", "Labels", "Other inputs"});
  CHECK(figure.grid.columns == 1);  // in narrow panels side by side, names and values would overlap
  CHECK_FALSE(figure.panels[0].x.ticks);
  CHECK(figure.panels[0].note(Corner::TopLeft).markup.find("pixels without data") != std::string::npos);
  CHECK(figure.panels[0].note(Corner::TopRight).markup.find("5.0 %") != std::string::npos);
  CHECK(figure.panels[1].note(Corner::TopLeft).markup == "Teff (K)\n[α/M]");
  CHECK(figure.height > 60.0 + 19.0 * 7);
}
