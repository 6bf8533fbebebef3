// SPDX-License-Identifier: GPL-3.0-or-later
// Closing the window with unsaved results: each answer of the dialog, signals of the system, and what the next start
// offers.
#include "ui/shell/Closing.h"

#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <csignal>
#include <fstream>

#include "Program.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"
#include "ui/dialogs/CloseDialog.h"
#include "ui/session/Paths.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/shell/QuitOnSignal.h"
#include "ui/shell/bars/MessageBar.h"
#include "workbench/opening/KeptWork.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

/// Sets XDG_STATE_HOME, which holds the kept results, and restores it at the end.
class StateFolder {
public:
  explicit StateFolder(const std::filesystem::path& folder) { qputenv("XDG_STATE_HOME", folder.string().c_str()); }
  ~StateFolder() { qputenv("XDG_STATE_HOME", m_before); }

private:
  const QByteArray m_before = qgetenv("XDG_STATE_HOME");
};

/// Makes a prepared survey, a trained model and its predictions, none of them in a file.
void makeUnsaved(Program& program) {
  const survey::Dataset stars = test::toySurvey(50);
  program.session.setSurvey(std::make_shared<const survey::Dataset>(stars), "/somewhere/toy.fits");
  auto prepared = std::make_shared<survey::Dataset>(stars);
  prepared->flux[0] = 2.0F;
  program.session.changeSurvey(prepared, "prepared");
  const network::Model model = test::toyModel(stars, 1);
  program.session.addTrainedModel(model, "1 · seed 1");
  program.session.setModel(model, {});
  program.session.commands().predict.start();
  REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 20000));
}

std::vector<workbench::KeptWork> kept() {
  return workbench::keptWork(toPath(keptFolder()));
}

CloseDialog& dialog(Program& program) {
  return *program.find<CloseDialog>("closeDialog");
}

QStringList results(Program& program) {
  QStringList names;
  for (const QLabel* label : program.find<QWidget>("closeResults")->findChildren<QLabel*>())
    names << label->text();
  return names;
}

bool isClosed(Program& program) {
  return waitFor([&] { return !program.window.isVisible(); }, 20000);
}

}  // namespace

TEST_CASE("closing: a window without unsaved results closes without a question") {
  Program program;
  program.open(test::mockFile());
  program.window.close();
  CHECK_FALSE(program.window.isVisible());
  CHECK_FALSE(dialog(program).isVisible());
}

TEST_CASE("closing: kept results are offered at the next start and opened as they were") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  std::vector<double> teff;
  {
    Program program;
    makeUnsaved(program);
    teff = program.session.catalogue()->numeric("teff_cnn");
    program.window.close();
    CHECK(program.window.isVisible());
    REQUIRE(dialog(program).isVisible());
    CHECK(results(program) == QStringList{"Model 1 · seed 1", "Survey toy (prepared)", "Labels predicted for toy"});
    program.click("closeKeep");
    REQUIRE(isClosed(program));
    CHECK(program.session.unsavedItems().empty());
  }
  REQUIRE(kept().size() == 1);
  CHECK(kept().front().files.size() == 3);

  Program program;
  CHECK(program.find<QLabel>("keptWords")
            ->text()
            .startsWith("model-1-seed-1.safetensors, toy-predictions.fits, toy-prepared.fits, kept "));
  program.click("openKept");
  REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 20000));
  CHECK(program.session.survey()->flux[0] == 2.0F);
  CHECK(program.session.model());
  CHECK(program.session.catalogue()->numeric("teff_cnn") == teff);
  program.window.close();  // they are in files now
  CHECK_FALSE(program.window.isVisible());
}

TEST_CASE("closing: predictions are kept with the way to their survey, if that is in a file") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  {
    Program program;
    program.open(test::mockFile());
    program.open(test::modelFile());
    program.session.commands().predict.start();
    REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 20000));
    program.window.closing().closeAndKeep();
    REQUIRE(isClosed(program));
  }
  REQUIRE(kept().size() == 1);
  CHECK(kept().front().names == std::vector<std::string>{"mock-predictions.fits"});
  Program program;
  program.click("openKept");
  REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 20000));
  CHECK(program.session.surveyPath() == test::asText(test::mockFile()));
  CHECK(program.session.survey()->pixelCount() > 0);
}

TEST_CASE("closing: kept results are deleted only by their Discard button") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  {
    Program program;
    makeUnsaved(program);
    program.window.closing().closeAndKeep();
    REQUIRE(isClosed(program));
  }
  Program program;
  REQUIRE(kept().size() == 1);
  program.click("discardKept");
  CHECK(waitFor([&] { return kept().empty(); }));
}

TEST_CASE("closing: discarded results are gone, and Cancel leaves everything as it was") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  Program program;
  makeUnsaved(program);
  program.window.close();
  program.click("closeCancel");
  CHECK(program.window.isVisible());
  CHECK_FALSE(dialog(program).isVisible());
  CHECK(program.session.unsavedItems().size() == 3);
  program.window.close();
  REQUIRE(dialog(program).isVisible());
  program.click("closeDiscard");
  CHECK(isClosed(program));
  CHECK(kept().empty());
}

TEST_CASE("closing: Save asks for a file of each result, and a cancelled or repeated file keeps the window open") {
  const test::TemporaryFolder folder;
  const StateFolder use(folder.path());
  Program program;
  makeUnsaved(program);
  Closing& closing = program.window.closing();
  closing.setFileQuestion([](const UnsavedItem&) { return QString(); });
  program.window.close();
  program.click("closeSave");
  CHECK(dialog(program).isVisible());
  closing.setFileQuestion([&](const UnsavedItem&) { return toText(folder / "same.fits"); });
  program.click("closeSave");
  CHECK(dialog(program).isVisible());
  CHECK(program.find<QLabel>("closeProblem")->text().contains("same.fits"));
  CHECK_FALSE(std::filesystem::exists(folder / "same.fits"));
  closing.setFileQuestion([&](const UnsavedItem& item) { return toText(folder.path() / toPath(item.fileName)); });
  program.click("closeSave");
  REQUIRE(isClosed(program));
  Job job;
  CHECK(survey::readSurvey(folder / "toy-prepared.fits", job).flux[0] == 2.0F);
  CHECK(survey::readSurvey(folder / "toy-predictions.fits", job).starCount() == 50);
  CHECK(network::Model::load(folder / "model-1-seed-1.safetensors").info().members == 1);
  CHECK(kept().empty());
}

TEST_CASE("closing: results that cannot be written stay unsaved, with the reason") {
  const StateFolder use("/dev/null");
  Program program;
  makeUnsaved(program);
  program.window.close();
  program.click("closeKeep");
  REQUIRE(waitFor([&] { return !program.find<QLabel>("closeProblem")->text().isEmpty(); }, 20000));
  CHECK(program.window.isVisible());
  CHECK(dialog(program).isVisible());
  CHECK(program.session.unsavedItems().size() == 3);
  program.window.closing().closeAndKeep();  // the system ends the program: it must not hang
  CHECK(isClosed(program));
}

TEST_CASE("closing: a running save is finished first, with its progress shown") {
  const test::TemporaryFolder folder;
  const StateFolder use(folder.path());
  constexpr std::size_t kStars = 20000;
  Program program;
  auto stars = std::make_shared<survey::Dataset>(test::toySurvey(kStars));
  program.session.setSurvey(stars, "/somewhere/toy.fits");
  program.session.changeSurvey(std::make_shared<survey::Dataset>(*stars), "prepared");
  program.session.commands().save.saveSurvey(toText(folder / "saved.fits"));
  REQUIRE(program.session.commands().save.running());
  program.window.close();
  CHECK(program.window.isVisible());
  CHECK(dialog(program).isVisible());
  CHECK(dialog(program).findChild<QProgressBar*>()->isVisible());
  CHECK_FALSE(program.find<QWidget>("closeKeep")->isVisible());
  REQUIRE(isClosed(program));
  Job job;
  CHECK(survey::readSurvey(folder / "saved.fits", job).starCount() == kStars);
}

TEST_CASE("closing: the window stays open if a file that it finishes first cannot be written") {
  Program program;
  program.session.setSurvey(std::make_shared<const survey::Dataset>(test::toySurvey(50)), "/somewhere/toy.fits");
  program.session.commands().exportStars.start("/dev/null/labels.csv", program.session.rows());
  program.window.close();
  CHECK(dialog(program).isVisible());
  REQUIRE(waitFor([&] { return !program.session.commands().exportStars.running(); }, 20000));
  CHECK(program.window.isVisible());
  CHECK_FALSE(dialog(program).isVisible());
  CHECK(program.window.findChild<MessageBar*>()->sentence().contains("labels.csv"));
  program.window.close();
  CHECK_FALSE(program.window.isVisible());
}

TEST_CASE("closing: SIGTERM keeps everything without a question") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  Program program;
  makeUnsaved(program);
  {
    const QuitOnSignal quitter(program.window);
    REQUIRE(::kill(::getpid(), SIGTERM) == 0);
    bool wasAsked = false;
    CHECK(waitFor(
        [&] {
          wasAsked = wasAsked || dialog(program).isVisible();
          return !program.window.isVisible();
        },
        20000));
    CHECK_FALSE(wasAsked);
  }
  REQUIRE(kept().size() == 1);
  CHECK(kept().front().files.size() == 3);
}

TEST_CASE("closing: a session manager gets its answer when everything is kept") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  Program program;
  makeUnsaved(program);
  program.window.closing().keepNow();
  CHECK(program.session.unsavedItems().empty());
  REQUIRE(kept().size() == 1);
  CHECK(kept().front().files.size() == 3);
  CHECK(program.window.isVisible());
}

TEST_CASE("closing: models that are not in use are kept too, and all are opened again") {
  const test::TemporaryFolder state;
  const StateFolder use(state.path());
  const survey::Dataset stars = test::toySurvey(20);
  {
    Program program;
    program.session.setSurvey(std::make_shared<const survey::Dataset>(stars), "/somewhere/toy.fits");
    program.session.addTrainedModel(test::toyModel(stars, 1), "1 · seed 1");
    const network::Model used = test::toyModel(stars, 2);
    program.session.addTrainedModel(used, "2 · seed 2");
    program.session.setModel(used, {});
    program.window.closing().closeAndKeep();
    REQUIRE(isClosed(program));
  }
  REQUIRE(kept().size() == 1);
  REQUIRE(kept().front().files.size() == 2);
  CHECK(kept().front().files.front().parent_path().filename() == workbench::kEarlierModels);
  Program program;
  program.click("openKept");
  REQUIRE(waitFor([&] { return program.session.model().has_value(); }, 20000));
  CHECK(program.session.model()->info().members == 2);
}

TEST_CASE("closing: saving results one by one leaves nothing to ask") {
  const test::TemporaryFolder folder;
  Program program;
  makeUnsaved(program);
  auto& save = program.session.commands().save;
  const auto wait = [&] { REQUIRE(waitFor([&] { return program.session.jobs().current() == nullptr; }, 20000)); };
  save.saveModel(toText(folder / "model.safetensors"), *program.session.model());
  wait();
  CHECK(program.session.catalogue() != nullptr);  // the model is the same one
  CHECK(program.session.unsavedItems().size() == 2);
  program.session.commands().exportStars.start(toText(folder / "labels.csv"), program.session.rows());
  wait();
  CHECK(program.session.unsavedItems().size() == 1);
  save.saveSurvey(toText(folder / "survey.fits"));
  wait();
  CHECK(program.session.unsavedItems().empty());
}
