// SPDX-License-Identifier: GPL-3.0-or-later
// The Audit page, operated with the mouse: verdicts, baselines and experiments.
#include <QLabel>
#include <QProcess>
#include <QTableWidget>
#include <memory>
#include <string>
#include <vector>

#include "Program.h"
#include "inference/Predictor.h"
#include "network/Runtime.h"
#include "network/description/HybridLayout.h"
#include "support/Files.h"
#include "support/ToyModel.h"
#include "training/Trainer.h"
#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/audit/VerdictChip.h"
#include "ui/plot/FigureView.h"
#include "ui/selection/Selection.h"

using namespace maury;
using namespace maury::ui;
using attribution::Verdict;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kWaitMs = 60000;
constexpr std::size_t kStars = 800;

/// Returns a survey whose teff follows from one pixel of the star or, if `shuffled`, of another star.
std::shared_ptr<survey::Dataset> onePixelSurvey(bool shuffled) {
  auto survey = std::make_shared<survey::Dataset>(test::toySurvey(kStars));
  for (std::size_t star = 0; star < kStars; ++star) {
    const std::size_t from = shuffled ? (star + kStars / 2) % kStars : star;
    survey->labels[0].values[star] = 3000.0F - 800.0F * survey->flux[from * survey->pixelCount() + 17];
  }
  return survey;
}

void show(Program& program, std::shared_ptr<const survey::Dataset> survey, const network::Model& model) {
  program.session.setSurvey(std::move(survey), {});
  program.session.setModel(model, {});
  program.goTo("Audit");
}

/// Returns the row of the table of labels with this name; −1 if there is none.
int rowOf(const QTableWidget& table, const QString& name) {
  for (int row = 0; row < table.rowCount(); ++row)
    if (table.item(row, 0) != nullptr && table.item(row, 0)->text() == name) return row;
  return -1;
}

QString summaryText(Program& program, const QString& label) {
  const auto* table = program.find<QTableWidget>("auditLabels");
  const int row = rowOf(*table, label);
  return row < 0 ? QString() : table->item(row, table->columnCount() - 1)->text();
}

Verdict verdictOf(Program& program, const QString& label, int column) {
  const auto* table = program.find<QTableWidget>("auditLabels");
  return static_cast<Verdict>(table->item(rowOf(*table, label), column)->data(VerdictChip::kVerdictRole).toInt());
}

QString buttonText(Program& program, const char* name) {
  return program.find<QAbstractButton>(name)->text();
}

bool isIdle(Program& program) {
  return program.session.jobs().current() == nullptr;
}

void audit(Program& program) {
  program.type("auditRepeats", 2);
  program.click("auditStart");
  REQUIRE(buttonText(program, "auditStart") == "Stop");
  REQUIRE(waitFor([&] { return isIdle(program); }, kWaitMs));
}

AuditPage& page(Program& program) {
  auto* current = qobject_cast<AuditPage*>(program.window.currentPage());
  REQUIRE(current != nullptr);
  return *current;
}

FigureView& figure(Program& program) {
  return *page(program).findChild<FigureView*>();
}

}  // namespace

TEST_CASE("audit page: states what is missing, then judges a network that depends on one pixel") {
  const test::TemporaryFolder folder;
  Program program;
  const auto survey = onePixelSurvey(false);
  program.session.setSurvey(survey, {});
  program.goTo("Audit");
  CHECK_FALSE(program.find<QAbstractButton>("auditStart")->isEnabled());
  const auto says = [&](const QString& words) {
    for (const auto* label : page(program).findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words)) return true;
    return false;
  };
  CHECK(says("Open a model"));
  show(program, survey, test::onePixelModel(*survey, 17, -800.0));
  REQUIRE(program.find<QAbstractButton>("auditStart")->isEnabled());
  CHECK_FALSE(program.find<QAbstractButton>("auditSave")->isEnabled());
  CHECK(waitFor([&] { return program.find<QLabel>("auditCount")->text().startsWith("800 stars"); }));

  audit(program);
  CHECK(buttonText(program, "auditStart") == "Start audit");
  CHECK(summaryText(program, "Teff") == "Learned from the spectrum.");
  CHECK(verdictOf(program, "Teff", 1) == Verdict::Pass);
  const auto* tests = program.find<QTableWidget>("auditTests");
  CHECK(tests->isVisible());
  REQUIRE(tests->rowCount() > 2);
  CHECK(tests->item(0, 1)->text().startsWith("1.000"));
  CHECK(tests->item(0, 1)->text().contains(QChar(0x00B1)));

  page(program).saveTable(test::asText(folder / "audit.csv"));
  const std::string table = test::bytesOf(folder / "audit.csv");
  CHECK(table.find("teff,spectrum shuffled,") != std::string::npos);
  CHECK_FALSE(page(program).canExportFigure());

  program.session.setSurvey(std::make_shared<survey::Dataset>(test::toySurvey(50)), {});
  CHECK_FALSE(program.find<QAbstractButton>("auditSave")->isEnabled());  // the results belong to other stars
  audit(program);
  CHECK(program.find<QLabel>("auditStatus")->text().contains("test part"));  // too few, in words
}

TEST_CASE("audit page: reports that a network trained on shuffled labels learned nothing") {
  Program program;
  const auto survey = onePixelSurvey(true);
  training::TrainingOptions options;
  options.labels = {"teff"};
  network::HybridLayout layout;
  layout.convolutions = {{2, 3}};
  layout.spectrumDense = {{8}};
  options.network = network::describe(layout);
  options.members = 1;
  options.maxEpochs = 4;
  Job job;
  show(program, survey, training::train(*survey, options, {}, job).model);
  audit(program);
  CHECK(summaryText(program, "Teff") == "Nothing learned.");
  CHECK(verdictOf(program, "Teff", 1) == Verdict::Fail);
  CHECK(program.find<QTableWidget>("auditTests")->rowCount() == 1);  // nothing more is said of it
}

TEST_CASE("audit page: an audit stops promptly and can be started again") {
  network::runtimeInfo();  // load LibTorch first: loading cannot be stopped and must not be timed
  Program program;
  const auto survey = std::make_shared<survey::Dataset>(test::toySurvey(3000));
  show(program, survey, test::toyModel(*survey, 4));
  program.type("auditRepeats", 100);
  program.click("auditStart");
  REQUIRE(buttonText(program, "auditStart") == "Stop");
  CHECK_FALSE(program.find<QAbstractButton>("auditBaselines")->isEnabled());
  program.click("auditStart");
  REQUIRE(waitFor([&] { return buttonText(program, "auditStart") == "Start audit"; }, 5000));
  CHECK(program.find<QLabel>("auditStatus")->text() == "Stopped.");
  CHECK(program.find<QAbstractButton>("auditBaselines")->isEnabled());
}

TEST_CASE("audit page: results for a survey that was replaced meanwhile are not shown") {
  Program program;
  const auto survey = std::make_shared<survey::Dataset>(test::toySurvey(3000));
  const auto model = test::toyModel(*survey, 4);
  show(program, survey, model);
  program.type("auditRepeats", 100);
  program.click("auditStart");
  REQUIRE(waitFor([&] { return program.find<QTableWidget>("auditTests")->rowCount() > 0; }, kWaitMs));
  program.session.setSurvey(onePixelSurvey(false), {});
  CHECK(waitFor([&] { return buttonText(program, "auditStart") == "Start audit"; }));
  CHECK_FALSE(program.find<QTableWidget>("auditTests")->isVisible());
  CHECK_FALSE(program.find<QAbstractButton>("auditSave")->isEnabled());
}

TEST_CASE("audit page: uses the selected stars, the filtered stars or the test part") {
  Program program;
  const auto survey = onePixelSurvey(false);
  show(program, survey, test::onePixelModel(*survey, 17, -800.0));
  const auto count = [&] { return program.find<QLabel>("auditCount")->text(); };
  REQUIRE(waitFor([&] { return count().startsWith("800 stars"); }));
  program.clickWord("auditStars", "selection");  // nothing is selected: cannot be chosen
  CHECK(count().startsWith("800 stars"));
  program.session.selection().combine(std::vector<std::size_t>{1, 2, 3, 4, 5}, "test");
  program.clickWord("auditStars", "selection");
  CHECK(waitFor([&] { return count().startsWith("5 stars"); }));
  program.clickWord("auditStars", "filter");
  program.session.setFilter("snr > 50");
  CHECK(waitFor([&] {
    return count().startsWith(QString::number(program.session.rows()->size()) + " stars") && !count().startsWith("800");
  }));
  program.clickWord("auditStars", "test part");
  const QString test = QString::number(survey::SplitRule{}.apply(*survey)[2].size());
  CHECK(waitFor([&] { return count() == test + " stars, " + test + " of them not used in training."; }));
}

TEST_CASE("audit page: baselines are trained, but a model without other inputs needs none, as the page says") {
  Program program;
  const auto survey = std::make_shared<survey::Dataset>(test::toySurvey(kStars));
  show(program, survey, test::toyModel(*survey, 1));
  program.type("baselineMembers", 1);
  program.type("baselineEpochs", 1);
  program.click("auditBaselines");
  REQUIRE(buttonText(program, "auditBaselines") == "Stop");
  REQUIRE(waitFor([&] { return isIdle(program); }, kWaitMs));
  const auto* tests = program.find<QTableWidget>("auditTests");
  REQUIRE(tests->rowCount() == 2);
  CHECK(tests->item(0, 0)->text() == "inputs alone");
  CHECK(tests->item(1, 0)->text() == "spectrum alone");
  audit(program);
  CHECK(tests->rowCount() == 3);  // the network is random, so nothing was learned; the results of the baselines stay
  CHECK(tests->isVisible());

  show(program, survey, test::onePixelModel(*survey, 17, -800.0));
  program.click("auditBaselines");
  REQUIRE(waitFor([&] { return isIdle(program); }, kWaitMs));
  CHECK(program.find<QLabel>("auditStatus")->text().contains("nothing to withhold"));
}

TEST_CASE("audit page: each experiment is run, drawn, exported and saved") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Audit");
  const auto labels = static_cast<int>(program.session.model()->info().labels.size());
  const auto run = [&](const QString& word) {
    program.clickWord("auditView", word);
    CHECK_FALSE(page(program).canExportFigure());
    program.type("experimentStars", 40);
    program.click("experimentRun");
    REQUIRE(buttonText(program, "experimentRun") == "Stop");
    REQUIRE(waitFor([&] { return isIdle(program) && page(program).canExportFigure(); }, kWaitMs));
    CHECK(figure(program).isVisible());
    CHECK(figure(program).grid().rows == labels);
    CHECK(program.exportsPdf(folder));
  };
  auto* values = program.find<QLineEdit>("experimentValues");
  program.clickWord("auditView", "radial velocity");
  Program::type(values, "5, 1");
  CHECK(values->property("invalid").toBool());
  program.click("experimentRun");
  CHECK(buttonText(program, "experimentRun") == "Run");
  Program::type(values, "-50, 0, 50");
  run("radial velocity");
  CHECK(figure(program).panel().xAxis().high > 50.0);
  page(program).saveTable(test::asText(folder / "rv.csv"));
  CHECK(test::bytesOf(folder / "rv.csv").find("velocity_km_s,teff_change,") != std::string::npos);
  CHECK(page(program).commandLine().contains("experiment rv"));
  CHECK(page(program).commandLine().contains("--values=-50,0,50"));
  run("noise");
  CHECK(figure(program).panel().xAxis().logarithmic);
  run("masked window");
  program.clickWord("auditView", "radial velocity");
  CHECK(values->text() == "-50, 0, 50");
  CHECK(page(program).canExportFigure());  // the earlier result can still be exported
}

TEST_CASE("audit page: the copied command line writes the same table as the page") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Audit");
  program.session.setFilter("snr > 30");
  program.clickWord("auditView", "noise");
  program.type("experimentStars", 50);
  program.click("experimentRun");
  REQUIRE(waitFor([&] { return isIdle(program); }, kWaitMs));
  page(program).saveTable(test::asText(folder / "page.csv"));
  const auto runCopiedCommand = [&] {
    QString command = page(program).commandLine();
    REQUIRE(command.startsWith("maury-cli "));
    command.replace(0, QStringLiteral("maury-cli").size(), QStringLiteral(MAURY_CLI));
    QProcess process;
    process.start("sh", {"-c", command + " --out " + test::asText(folder / "command.csv")});
    REQUIRE(process.waitForFinished(kWaitMs));
    INFO(process.readAllStandardError().toStdString());
    REQUIRE(process.exitCode() == 0);
  };
  runCopiedCommand();
  const std::string first = test::bytesOf(folder / "page.csv");
  REQUIRE(first.find("snr,") != std::string::npos);
  CHECK(first == test::bytesOf(folder / "command.csv"));

  program.clickWord("auditView", "verdicts");
  CHECK_FALSE(page(program).hasCommandLine());
  program.session.setFilter({});
  audit(program);
  page(program).saveTable(test::asText(folder / "page.csv"));
  runCopiedCommand();
  CHECK(test::bytesOf(folder / "page.csv") == test::bytesOf(folder / "command.csv"));
}

TEST_CASE("audit page: a second model is drawn with the first until it is removed") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Audit");
  program.clickWord("auditView", "radial velocity");
  page(program).openSecondModel(test::asText(folder / "none.safetensors"));
  CHECK_FALSE(waitFor([&] { return program.find<QAbstractButton>("experimentRemoveModel")->isVisible(); }, 500));
  page(program).openSecondModel(test::asText(test::modelFile()));
  REQUIRE(waitFor([&] { return program.find<QAbstractButton>("experimentRemoveModel")->isVisible(); }));
  Program::type(program.find<QLineEdit>("experimentValues"), "0, 20");
  const auto tableOf = [&](const char* name) {
    program.click("experimentRun");
    REQUIRE(waitFor([&] { return isIdle(program); }, kWaitMs));
    page(program).saveTable(test::asText(folder / name));
    return test::bytesOf(folder / name);
  };
  CHECK(tableOf("two.csv").find("teff_change_2") != std::string::npos);
  program.click("experimentRemoveModel");
  CHECK(program.find<QAbstractButton>("experimentAddModel")->isVisible());
  CHECK(tableOf("one.csv").find("teff_change_2") == std::string::npos);
}
