// SPDX-License-Identifier: GPL-3.0-or-later
// The Train page: earlier epochs, comparison of runs, and unfinished trainings that a later session resumes.
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QSignalSpy>
#include <QSlider>
#include <QTableWidget>
#include <algorithm>
#include <cmath>
#include <fstream>

#include "FigureSelection.h"
#include "Program.h"
#include "inference/Predictor.h"
#include "training/runs/Checkpoint.h"
#include "training/runs/RunFolder.h"
#include "ui/pages/Page.h"
#include "ui/pages/train/TrainingView.h"
#include "ui/plot/FigureView.h"
#include "ui/session/Paths.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/shell/Closing.h"
#include "ui/shell/bars/MessageBar.h"
#include "workbench/opening/KeptWork.h"
#include "workbench/training/RunFolders.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kTrainingMs = 120000;  // generous enough for slow machines; only reached if a training never ends

void start(Program& program, int members, int epochs, int seed = 1) {
  program.goTo("Train");
  program.type("members", members);
  program.type("epochs", epochs);
  program.type("patience", 1000);
  program.type("seed", seed);
  program.click("start");
  REQUIRE(program.session.jobs().current() != nullptr);
}

bool isOver(Program& program, int runs) {
  return program.find<QTableWidget>("runs")->rowCount() == runs && program.session.jobs().current() == nullptr &&
         program.session.catalogue() != nullptr;
}

TrainingView& view(Program& program) {
  return *program.window.findChild<TrainingView*>();
}

QString caption(Program& program) {
  return program.find<QLabel>("epochCaption")->text();
}

bool shows(const QImage& image, const QColor& colour) {
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (image.pixelColor(x, y) == colour) return true;
  return false;
}

QImage grabFigure(FigureView* figure) {
  return figure->viewport()->grab().toImage();
}

std::filesystem::path onlyFolder() {
  const QStringList names = QDir(trainingsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  REQUIRE(names.size() == 1);
  return QDir(trainingsFolder()).filePath(names.front()).toStdString();
}

/// Writes a lock file like that of a program that was killed.
void writeStaleLock(const std::filesystem::path& folder) {
  QProcess ended;
  ended.start("true", {});
  const qint64 id = ended.processId();
  ended.waitForFinished();
  std::ofstream(folder / "lock") << id << "\nmaury\n" << QSysInfo::machineHostName().toStdString() << "\n";
}

/// Creates the state of a training whose program was killed after some epochs. Returns its folder.
std::filesystem::path leaveUnfinished(int epochs, const QString& filter = {}) {
  const std::filesystem::path copy = (trainingsFolder() + "/20200101-000000-000").toStdString();
  Program program;
  program.open(test::mockFile());
  if (!filter.isEmpty()) program.session.setFilter(filter);
  start(program, 1, epochs, 7);
  REQUIRE(waitFor([&] { return view(program).run()->log.epochs() >= 3; }, kTrainingMs));
  const std::filesystem::path folder = onlyFolder();
  REQUIRE(waitFor([&] { return training::holdsCheckpoints(folder); }, kTrainingMs));
  // A copy at an arbitrary moment is the state that a kill would leave.
  std::filesystem::copy(folder, copy);
  // The running program holds the lock of its own folder; the copy is not locked.
  CHECK(workbench::unfinishedTrainings(trainingsFolder().toStdString()).size() == 1);
  writeStaleLock(copy);
  program.click("stop");
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  return copy;
}

}  // namespace

TEST_CASE("train: the slider shows map and labels of an earlier epoch until it is dragged to the end") {
  Program program;
  program.open(test::mockFile());
  start(program, 1, 400);
  REQUIRE(waitFor([&] { return view(program).run()->log.epochs() >= 4 && caption(program).startsWith("Epoch"); },
                  kTrainingMs));
  auto* slider = program.find<QSlider>("epochSlider");
  CHECK(slider->value() == slider->maximum());
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Home);
  CHECK(caption(program).startsWith("Epoch 1,"));
  const int newest = view(program).run()->log.epochs();
  REQUIRE(waitFor([&] { return slider->maximum() >= newest + 2; }, kTrainingMs));
  CHECK(caption(program).startsWith("Epoch 1,"));  // held while new ones come
  CHECK(slider->value() == 0);
  const auto& first = view(program).run()->log.snapshots().front();
  CHECK(view(program).labelsShown().at(0).prediction.at(3) == static_cast<double>(first.prediction.at(3 * 5)));
  QTest::keyClick(slider, Qt::Key_End);
  program.click("stop");
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  const auto& log = view(program).run()->log;
  CHECK(caption(program).startsWith(QStringLiteral("Epoch %1,").arg(log.epochs())));
  CHECK(slider->value() == slider->maximum());

  // The figures of map and labels still follow the slider after the training has finished.
  const QImage map = grabFigure(program.find<FigureView>("mapFigure"));
  const QImage labels = grabFigure(program.find<FigureView>("labelsFigure"));
  QTest::keyClick(slider, Qt::Key_Home);
  CHECK(grabFigure(program.find<FigureView>("mapFigure")) != map);
  CHECK(grabFigure(program.find<FigureView>("labelsFigure")) != labels);
  CHECK(program.find<FigureView>("mapFigure")->panel(0, 0).density()->rows ==
        static_cast<std::size_t>((log.epochs() - 1) / log.snapshotStride() + 1));
}

TEST_CASE("train: the learning rate is drawn below the loss, and residuals replace one-to-one") {
  Program program;
  program.open(test::mockFile());
  start(program, 2, 4);
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  auto* loss = program.find<FigureView>("lossFigure");
  REQUIRE(loss->grid().rows == 2);
  const Axis& rate = loss->panel(1, 0).yAxis();
  CHECK(rate.logarithmic);
  CHECK(rate.low < 1e-3);
  CHECK(rate.high > 1e-3);
  CHECK(loss->panel(0, 0).xAxis().high == loss->panel(1, 0).xAxis().high);

  auto* labels = program.find<FigureView>("labelsFigure");
  CHECK(labels->panel(0, 0).yAxis().low > 2000.0);  // the axis of Teff, in K
  program.clickWord("labelsForm", "residuals");
  const Axis& residual = labels->panel(0, 0).yAxis();
  CHECK(residual.low == -residual.high);
}

TEST_CASE("train: a box around labels of the validation set selects stars, which are coloured and counted") {
  Program program;
  program.open(test::mockFile());
  program.session.setFilter("logg < 4.5");
  start(program, 1, 4);
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  FigureView& labels = *program.find<FigureView>("labelsFigure");
  const auto& run = *view(program).run();
  REQUIRE(run.watchedIds.size() > 10);
  const auto stars = program.session.stars();
  for (std::size_t i = 0; i < run.watchedIds.size(); ++i)
    CHECK(stars->ids[run.watchedRows[i]] ==
          run.watchedIds[i]);  // rows of the survey, although the filter excluded some stars

  program.clickWord("labelsForm", "residuals");
  program.clickWord("labelsTool", "box");
  const Axis x = labels.panel().xAxis(), y = labels.panel().yAxis();
  const int before = test::selectedPixels(labels);  // the line at zero has this colour as well
  const double middle = 0.5 * (x.low + x.high);
  test::drag(labels, {{x.low, 0.999 * y.low}, {middle, 0.0}, {middle, 0.999 * y.high}});
  const auto selected = program.session.selection().set()->rows();
  REQUIRE_FALSE(selected.empty());
  const workbench::OneToOne teff = view(program).labelsShown()[0];
  std::size_t expected = 0;
  for (std::size_t i = 0; i < teff.reference.size(); ++i)
    expected += teff.reference[i] < middle && std::abs(teff.prediction[i] - teff.reference[i]) < y.high;
  CHECK(static_cast<double>(selected.size()) == Approx(static_cast<double>(expected)).margin(1));
  CHECK(test::selectedPixels(labels) > before + 20);

  program.session.selection().clear();
  CHECK(test::selectedPixels(labels) == before);
  // The stars of another survey are not those of the training.
  auto other = std::make_shared<survey::Dataset>(*stars);
  std::reverse(other->ids.begin(), other->ids.end());
  program.session.setSurvey(other, {});
  for (const auto* button : program.find<QWidget>("labelsTool")->findChildren<QAbstractButton*>())
    CHECK(button->isEnabled() == (button->text() == "zoom"));
}

TEST_CASE("train: a ticked run's loss is overlaid, and the chosen run is shown and used") {
  Program program;
  program.open(test::mockFile());
  start(program, 1, 4, 1);
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  const auto first = view(program).run();
  start(program, 1, 6, 2);
  REQUIRE(waitFor([&] { return isOver(program, 2) && view(program).run()->model; }, kTrainingMs));
  auto* runs = program.find<QTableWidget>("runs");
  CHECK(runs->item(0, 0)->text() == "2 · seed 2");
  CHECK(runs->item(1, 2)->text() == QString::number(first->stars));
  const double teff = runs->item(1, 6)->text().toDouble();
  CHECK(std::abs(teff - first->log.scatter(0)) <= 0.5);

  auto* loss = program.find<FigureView>("lossFigure");
  const QColor colour = runs->item(1, 0)->data(Qt::DecorationRole).value<QColor>();
  CHECK_FALSE(shows(grabFigure(loss), colour));
  const QRect cell = runs->visualItemRect(runs->item(1, 0));
  QTest::mouseClick(runs->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 14, cell.center().y()));
  REQUIRE(runs->item(1, 0)->checkState() == Qt::Checked);
  runs->setCurrentCell(0, 0);
  REQUIRE(view(program).overlays().size() == 1);
  CHECK(view(program).overlays()[0].name == "1 · seed 1");
  CHECK(shows(grabFigure(loss), colour));

  CHECK_FALSE(program.find<QAbstractButton>("useModel")->isEnabled());  // it is the session's
  QTest::mouseClick(runs->viewport(), Qt::LeftButton, {}, runs->visualItemRect(runs->item(1, 4)).center());
  CHECK(view(program).run() == first);
  CHECK(view(program).overlays().empty());  // the displayed run is not overlaid on itself
  CHECK(caption(program).startsWith("Epoch 4,"));
  program.click("useModel");
  CHECK(&program.session.model()->info() == &first->model->info());
  CHECK_FALSE(program.find<QAbstractButton>("useModel")->isEnabled());
  CHECK(runs->rowCount() == 2);
}

TEST_CASE("train: an opened model is listed among the runs") {
  Program program;
  program.open(test::mockFile());
  start(program, 1, 3);
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  const test::TemporaryFolder folder;
  program.session.model()->save(folder / "other.safetensors");
  program.open(folder / "other.safetensors");
  auto* runs = program.find<QTableWidget>("runs");
  REQUIRE(runs->rowCount() == 2);
  CHECK(runs->item(0, 0)->text() == "other");
  CHECK(runs->item(0, 3)->text() == runs->item(1, 3)->text());
  CHECK(runs->item(0, 4)->text() == runs->item(1, 4)->text());
  CHECK(runs->item(0, 6)->text() == runs->item(1, 6)->text());
}

TEST_CASE("train: a training whose program was killed is offered and resumed to the same labels") {
  const auto folder = leaveUnfinished(60, "snr > 12");
  const training::RunDescription run = training::readRun(folder);
  CHECK(run.options.seed == 7);
  CHECK(run.filter == "snr > 12");
  CHECK(run.survey == std::filesystem::absolute(test::mockFile()).string());

  Program program;
  auto* offer = program.find<QAbstractButton>("startPageGoOn");
  REQUIRE(offer->isVisible());
  const int reached = workbench::unfinishedTrainings(trainingsFolder().toStdString()).at(0).epoch;
  CHECK(reached >= 1);
  QTest::mouseClick(offer, Qt::LeftButton);
  REQUIRE(waitFor([&] { return program.pageTitle() == "Train" && program.session.jobs().current() != nullptr; },
                  kTrainingMs));
  CHECK(program.session.filterText() == "snr > 12");
  CHECK(program.find<QSpinBox>("epochs")->value() == 60);
  CHECK(program.find<QSpinBox>("seed")->value() == 7);
  CHECK(program.find<QSpinBox>("members")->value() == 1);
  CHECK(program.find<QSpinBox>("patience")->value() == 1000);
  CHECK_FALSE(program.find<QAbstractButton>("goOnTraining")->isVisible());
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  CHECK(view(program).run()->log.epochs() == 60);
  CHECK(std::isfinite(view(program).run()->log.validationLoss(1)));  // the epochs before the kill are in the figure

  training::TrainingOptions whole = run.options;
  whole.checkpointFolder.clear();
  Job job;
  const auto& survey = *program.session.survey();
  const auto straight = training::train(survey.select(*program.session.rows()), whole, {}, job);
  CHECK(inference::predict(straight.model, survey, job).numeric("teff_cnn") ==
        inference::predict(*program.session.model(), survey, job).numeric("teff_cnn"));
}

TEST_CASE("train: an unfinished training can be discarded, and a finished one leaves no state if it is given up") {
  const auto folder = leaveUnfinished(5000);
  {
    Program program;
    program.open(test::mockFile());
    CHECK(program.window.findChild<MessageBar*>()->sentence().contains("unfinished training"));
    program.goTo("Train");
    CHECK(program.find<QLabel>("unfinishedTraining")->text().contains("of 5000)"));
    program.click("discardTraining");
    CHECK_FALSE(program.find<QAbstractButton>("discardTraining")->isVisible());
    CHECK(waitFor([&] { return !std::filesystem::exists(folder); }));
    start(program, 1, 2);
    REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
    CHECK(onlyFolder().filename() != folder.filename());  // the folder stays: a kill now would lose the model
    program.window.close();
    CHECK(program.window.isVisible());
    program.click("closeDiscard");
    REQUIRE(waitFor([&] { return !program.window.isVisible(); }));
  }
  CHECK(QDir(trainingsFolder()).isEmpty());
}

TEST_CASE("train: the state of a finished training stays until its model is in a file") {
  const auto folders = [] { return QDir(trainingsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(); };
  const test::TemporaryFolder saved;
  Program program;
  program.open(test::mockFile());
  start(program, 1, 2, 1);
  REQUIRE(waitFor([&] { return isOver(program, 1); }, kTrainingMs));
  const network::Model first = *program.session.model();
  start(program, 1, 2, 2);
  REQUIRE(waitFor([&] { return isOver(program, 2) && view(program).run()->model; }, kTrainingMs));
  CHECK(folders() == 2);
  CHECK(program.session.isUnsaved(first));
  program.session.commands().save.saveModel(test::asText(saved / "first.safetensors"), first);
  CHECK(waitFor([&] { return folders() == 1; }));
  CHECK(program.session.isUnsaved(*program.session.model()));
  program.window.closing().closeAndKeep();
  REQUIRE(waitFor([&] { return !program.window.isVisible(); }, 20000));
  CHECK(waitFor([&] { return folders() == 0; }));
  const auto kept = workbench::keptWork(toPath(keptFolder()));
  REQUIRE(kept.size() == 1);
  std::filesystem::remove_all(kept.front().folder);
}

TEST_CASE("train: a training stopped from the status bar is offered again") {
  Program program;
  program.open(test::mockFile());
  start(program, 1, 5000);
  REQUIRE(waitFor([&] { return view(program).run() && view(program).run()->log.epochs() >= 2; }, kTrainingMs));
  REQUIRE(waitFor([&] { return training::holdsCheckpoints(onlyFolder()); }, kTrainingMs));
  program.session.jobs().stopAll();
  REQUIRE(waitFor([&] { return program.session.jobs().current() == nullptr; }));
  REQUIRE(program.find<QAbstractButton>("goOnTraining")->isVisible());
  const int reached = view(program).run()->log.epochs();
  program.click("goOnTraining");
  CHECK(waitFor([&] { return view(program).run()->log.epochs() > reached; }, kTrainingMs));
  program.click("stop");
  REQUIRE(waitFor([&] { return program.session.jobs().current() == nullptr && program.session.model(); }, kTrainingMs));
}

TEST_CASE("train: a training whose state cannot be saved still runs, with a warning") {
  const QByteArray before = qgetenv("XDG_DATA_HOME");
  qputenv("XDG_DATA_HOME", "/dev/null");
  Program program;
  QSignalSpy messages(&program.session, &Session::message);
  program.open(test::mockFile());
  start(program, 1, 2);
  const bool isFinished = waitFor([&] { return isOver(program, 1); }, kTrainingMs);
  qputenv("XDG_DATA_HOME", before);
  REQUIRE(isFinished);
  bool said = false;
  for (const auto& message : messages)
    said = said || message.at(1).toString().contains("cannot be resumed after a crash");
  CHECK(said);
}
