// SPDX-License-Identifier: GPL-3.0-or-later
// Shutdown: nothing uses deleted objects (SpoiltMemory.cpp makes that crash), and running jobs stop promptly.
#include <QElapsedTimer>
#include <memory>

#include "Program.h"
#include "support/StopLimit.h"
#include "ui/pages/Page.h"
#include "ui/session/commands/Commands.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

void visitEveryPage(Program& program) {
  for (const Page* page : program.window.pages())
    program.goTo(page->title());
}

}  // namespace

TEST_CASE("shutdown: after every page has been shown with a survey and a model") {
  auto program = std::make_unique<Program>();
  program->open(test::mockFile());
  program->open(test::modelFile());
  REQUIRE(program->session.model());
  visitEveryPage(*program);
  REQUIRE(waitFor([&] { return program->window.currentPage()->canExportFigure(); }, 10000));
  const QPointer<MainWindow> window = &program->window;
  program->window.close();
  program.reset();
  CHECK(window.isNull());
}

TEST_CASE("shutdown: with nothing open") {
  auto program = std::make_unique<Program>();
  const QPointer<MainWindow> window = &program->window;
  program.reset();
  CHECK(window.isNull());
}

TEST_CASE("shutdown: while every page computes") {
  auto program = std::make_unique<Program>();
  program->open(test::mockFile());
  program->open(test::modelFile());
  program->goTo("Spectrum");
  program->clickWord("spectrumMode", "mean of the stars");
  program->goTo("Galaxy");
  program->session.commands().predict.start();
  QElapsedTimer timer;
  timer.start();
  program.reset();
  CHECK(timer.elapsed() < maury::test::kStopLimitMs);
}

TEST_CASE("shutdown: closing the window during training ends it within half a second") {
  auto program = std::make_unique<Program>();
  program->open(test::mockFile());
  program->goTo("Train");
  program->type("epochs", 5000);
  program->click("start");
  REQUIRE(waitFor([&] { return program->window.currentPage()->canExportFigure(); }, 20000));  // an epoch has finished
  REQUIRE(program->session.jobs().current() != nullptr);
  QElapsedTimer timer;
  timer.start();
  program->window.close();
  program.reset();
  CHECK(timer.elapsed() < maury::test::kStopLimitMs);
}
