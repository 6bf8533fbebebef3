// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/preparing/PrepareFigure.h"

#include <cmath>

#include "support/Catch.h"
#include "support/ToyModel.h"

using namespace maury;
using namespace maury::workbench;

TEST_CASE("prepare figure: shows the star before with continuum and masks, and after the steps") {
  const survey::Dataset survey = test::toySurvey(3);
  const StepPreview preview = previewSteps(survey, 1, {"continuum method=chebyshev", "mask ranges=851-851.5"});
  REQUIRE(preview.after);
  CHECK(preview.problem.empty());
  const Figure figure = prepareFigure(preview);
  CHECK(figure.grid.rows == 2);
  CHECK(figure.keepsZoomX);
  const Panel &before = figure.panel(0), &after = figure.panel(1);
  CHECK(before.x == after.x);
  CHECK(before.x.low == 850.0);
  REQUIRE(before.find<Line>("flux"));
  CHECK(before.find<Line>("flux")->y[0] == static_cast<double>(survey.flux[40]));
  REQUIRE(before.find<Line>("continuum"));
  REQUIRE(before.find<workbench::Span>("mask0"));
  CHECK(before.find<workbench::Span>("mask0")->xHigh == 851.5);
  CHECK(before.legend.entries.size() == 2);
  CHECK(before.find<Band>("error"));
  REQUIRE(after.find<HorizontalMark>("one"));
  CHECK(after.note(Corner::TopLeft).markup == "after 2 steps · 40 px");
  CHECK(std::isnan(after.find<Line>("flux")->y[12]));
}

TEST_CASE("prepare figure: steps that do not fit shade the second panel, with the reason") {
  const StepPreview preview = previewSteps(test::toySurvey(1), 0, {"resample grid=100:1:20"});
  CHECK_FALSE(preview.after);
  CHECK_FALSE(preview.problem.empty());
  const Panel after = prepareFigure(preview).panel(1);
  REQUIRE(after.shade);
  CHECK(after.layers.empty());
}

TEST_CASE("prepare figure: without steps both panels show the same spectrum") {
  const Figure figure = prepareFigure(previewSteps(test::toySurvey(1), 0, {}));
  CHECK(figure.panel(0).find<Line>("flux")->y == figure.panel(1).find<Line>("flux")->y);
  CHECK(figure.panel(1).note(Corner::TopLeft).markup == "no steps: as stored · 40 px");
  CHECK(figure.panel(0).legend.entries.empty());
}
