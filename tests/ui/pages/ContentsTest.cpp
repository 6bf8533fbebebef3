// SPDX-License-Identifier: GPL-3.0-or-later
// The window shows the same figures as `maury --render`, because both draw the same contents.
#include "Program.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "ui/pages/galaxy/PanelsView.h"
#include "ui/pages/galaxy/PlaneView.h"
#include "ui/pages/spectrum/SpectrumView.h"
#include "workbench/galaxy/GalaxyRequest.h"
#include "workbench/spectrum/SpectrumPageFigure.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {
constexpr int kWaitMs = 20000;
}

TEST_CASE("contents: the Galaxy page's panels and planes equal those of a render request") {
  Program program;
  program.open(test::mockFile());
  auto& selection = program.session.selection();
  while (!selection.subsets().empty())
    selection.removeSubset(selection.subsets().front().name);
  program.goTo("Galaxy");
  auto* panels = program.window.findChild<PanelsView*>();
  REQUIRE(panels != nullptr);
  REQUIRE(waitFor([&] { return panels->isVisible(); }, kWaitMs));
  workbench::GalaxyRequest request;
  request.appearance.name = program.session.surveyName().toStdString();
  const auto stars = program.session.stars();
  const auto rows = *program.session.rows();
  CHECK(panels->contents() == workbench::galaxyPageFigure(stars, rows, request));
  request.appearance.marginals = true;
  CHECK_FALSE(panels->contents() == workbench::galaxyPageFigure(stars, rows, request));
  program.click("galaxyMarginals");
  CHECK(panels->contents() == workbench::galaxyPageFigure(stars, rows, request));

  program.clickWord("galaxyWhich", QStringLiteral("R–Z"));
  auto* plane = program.window.findChild<PlaneView*>();
  request.view = workbench::GalaxyView::RadiusHeight;
  const workbench::Figure expected = workbench::galaxyPageFigure(stars, rows, request);
  CHECK(waitFor([&] { return plane->contents() == expected; }, kWaitMs));
}

TEST_CASE("contents: the Spectrum page's figure equals that of a render request") {
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Spectrum");
  auto* view = program.window.findChild<SpectrumView*>();
  REQUIRE(view != nullptr);
  const auto survey = program.session.survey();
  Job job;
  const workbench::Figure expected =
      workbench::spectrumPageFigure(survey, *survey, *program.session.rows(), program.session.model(), {}, job);
  CHECK(waitFor([&] { return view->isVisible() && view->contents() == expected; }, kWaitMs));
  workbench::SpectrumPageRequest star;
  star.star = survey->ids[7];
  program.session.setCurrentStar(7);
  const workbench::Figure one =
      workbench::spectrumPageFigure(survey, *survey, *program.session.rows(), program.session.model(), star, job);
  CHECK(waitFor([&] { return view->contents() == one; }, kWaitMs));
}
