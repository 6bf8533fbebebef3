// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/Commands.h"

#include <QSignalSpy>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "Shell.h"
#include "base/Error.h"
#include "support/Catch.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

namespace {

/// Returns the small survey with flux 1 on `pixels` pixels of 0.1 nm, starting at 850 nm.
std::shared_ptr<survey::Dataset> surveyWithSpectra(std::size_t stars, std::size_t pixels = 20) {
  auto survey = smallSurvey(stars);
  survey->grid = spectra::WavelengthGrid::linear(850.0, 0.1, pixels);
  survey->flux.assign(stars * pixels, 1.0F);
  return survey;
}

survey::Recipe recipe(const std::vector<std::string>& steps) {
  return survey::Recipe::parse(steps);
}

bool isIdle(Session& session) {
  return waitFor([&] { return session.jobs().current() == nullptr; }, 60000);
}

}  // namespace

TEST_CASE("commands: prepared stars replace the survey, and the original can be restored") {
  Session session;
  session.setSurvey(surveyWithSpectra(5), "small.fits");
  session.setFilter("logg < 1");
  QSignalSpy message(&session, &Session::message);
  bool isSurveyUnchanged = false;
  session.commands().prepare.start(recipe({"mask ranges=850-850.35"}),
                                   [&] { isSurveyUnchanged = std::isfinite(session.survey()->flux[0]); });
  REQUIRE(isIdle(session));
  CHECK(isSurveyUnchanged);  // called before the survey changed
  CHECK(std::isnan(session.survey()->flux[0]));
  CHECK(session.canRestoreSurvey());
  CHECK(session.surveyName() == "small.fits (changed)");
  CHECK(session.rows()->size() == 2);
  REQUIRE(message.count() == 1);
  CHECK(message.front().at(1).toString().startsWith("Prepared 5 stars"));
  session.restoreSurvey();
  CHECK(session.survey()->flux[0] == 1.0F);
  CHECK_FALSE(session.canRestoreSurvey());
}

TEST_CASE("commands: steps that do not fit are refused immediately") {
  Session session;
  session.setSurvey(smallSurvey(5), {});
  CHECK_THROWS_AS(session.commands().prepare.start(recipe({"mask ranges=850-851"}), [] {}), Error);
  CHECK_FALSE(session.commands().prepare.running());
}

TEST_CASE("commands: a result is dropped if the survey was replaced meanwhile") {
  Session session;
  session.setSurvey(surveyWithSpectra(20000, 200), {});
  QSignalSpy message(&session, &Session::message);
  session.commands().prepare.start(recipe({"mask ranges=850-851"}), [] {});
  REQUIRE(session.commands().prepare.running());
  session.setSurvey(smallSurvey(3), "other.fits");
  REQUIRE(isIdle(session));
  CHECK(session.survey()->starCount() == 3);
  CHECK_FALSE(session.canRestoreSurvey());
  CHECK(message.count() == 0);
}

TEST_CASE("commands: the last command that changes the survey wins") {
  Session session;
  session.setSurvey(surveyWithSpectra(20000, 200), {});
  auto table = std::make_shared<survey::Dataset>();
  table->ids = {"s1"};
  table->columns = {{"mass", "", std::vector<double>{1.5}}};
  session.commands().prepare.start(recipe({"mask ranges=850-851"}), [] {});
  session.commands().join.start(table, {});
  REQUIRE(isIdle(session));
  CHECK(session.survey()->numeric("mass")[1] == 1.5);
  CHECK(session.survey()->flux[0] == 1.0F);  // the flux is unchanged
}

TEST_CASE("commands: opening a file stops the creation of a mock survey") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "stars.csv") << "id,teff\na,5000\n";
  Session session;
  QSignalSpy opened(&session, &Session::opened);
  mock::MockOptions options;
  options.stars = 1000000;
  session.commands().mock.start(toText(folder / "mock.fits"), options);
  session.commands().open.start({toText(folder / "stars.csv")});
  REQUIRE(isIdle(session));
  CHECK(session.survey()->starCount() == 1);
  CHECK(opened.count() == 1);
  CHECK_FALSE(std::filesystem::exists(folder / "mock.fits"));
}

TEST_CASE("commands: a saved survey no longer counts as changed, and a failure is reported") {
  const test::TemporaryFolder folder;
  Session session;
  session.setSurvey(surveyWithSpectra(4), {});
  session.changeSurvey(surveyWithSpectra(4));
  QSignalSpy message(&session, &Session::message);
  session.commands().save.saveSurvey(toText(folder / "saved.fits"));
  REQUIRE(isIdle(session));
  CHECK(session.surveyName() == "saved.fits");
  CHECK_FALSE(session.canRestoreSurvey());
  session.commands().save.saveStars("/dev/null/some.fits", session.rows());
  REQUIRE(isIdle(session));
  REQUIRE(message.count() == 2);
  CHECK(message.back().at(0).value<Severity>() == Severity::Problem);
  CHECK(session.surveyName() == "saved.fits");
}

TEST_CASE("commands: nothing is saved onto the file of the open survey, by any spelling or link") {
  const test::TemporaryFolder folder;
  Session session;
  session.setSurvey(surveyWithSpectra(4), {});
  session.commands().save.saveSurvey(toText(folder / "open.fits"));
  REQUIRE(isIdle(session));
  const std::string before = test::bytesOf(folder / "open.fits");
  std::filesystem::create_hard_link(folder / "open.fits", folder / "hard.csv");
  std::filesystem::create_symlink("open.fits", folder / "symbolic.csv");
  QSignalSpy message(&session, &Session::message);
  session.commands().save.saveStars(toText(folder / "open.fits"), session.rows());
  REQUIRE(isIdle(session));
  session.commands().save.saveSurvey(toText(folder.path() / "." / "open.fits"));
  REQUIRE(isIdle(session));
  for (const char* name : {"hard.csv", "symbolic.csv"}) {
    session.commands().exportStars.start(toText(folder / name), session.rows());
    REQUIRE(isIdle(session));
  }
  REQUIRE(message.count() == 4);
  for (const auto& arguments : message)
    CHECK(arguments.at(0).value<Severity>() == Severity::Problem);
  CHECK(test::bytesOf(folder / "open.fits") == before);
}

TEST_CASE("commands: predicting does nothing without a model") {
  Session session;
  session.setSurvey(surveyWithSpectra(4), {});
  CHECK_FALSE(session.commands().predict.isReady());
  session.commands().predict.start();
  CHECK_FALSE(session.commands().predict.running());
}
