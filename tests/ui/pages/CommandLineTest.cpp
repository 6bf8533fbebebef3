// SPDX-License-Identifier: GPL-3.0-or-later
// The command line that a page copies computes the numbers that the page shows.
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QProcess>
#include <QTableWidget>

#include "Program.h"
#include "app/ParserOptions.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/ErrorOf.h"
#include "support/ShellWords.h"
#include "ui/pages/Page.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/shell/bars/MessageBar.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kWaitMs = 20000;

/// A copied `maury --render` command, parsed as the program parses it.
struct Rendering {
  std::string page;
  std::vector<std::filesystem::path> files;
  workbench::PageOptions options;

  workbench::Figure figure() const {
    Job job;
    return workbench::pageFigure(page, workbench::openStars(files, options.filter, job), options, job);
  }
};

Rendering parseRendering(const QString& command) {
  QCommandLineParser parser;
  parser.addOption({"render", "", "page"});
  parser.addOption({"out", "", "file"});
  app::addPageOptions(parser);
  QStringList words;
  for (const std::string& word : test::shellWords(command.toStdString()))
    words << QString::fromStdString(word);
  INFO(command.toStdString());
  REQUIRE(words.value(0) == "maury");
  REQUIRE(parser.parse(words));
  REQUIRE(parser.isSet("out"));
  Rendering rendering{parser.value("render").toStdString(), {}, {}};
  for (const QString& file : parser.positionalArguments())
    rendering.files.emplace_back(file.toStdString());
  rendering.options = app::pageOptions(parser, rendering.page);
  return rendering;
}

QString copiedCommand(Program& program) {
  QTest::keyClick(&program.window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  return QGuiApplication::clipboard()->text();
}

}  // namespace

TEST_CASE("command line: the copied command of the Spectrum page draws the displayed maps") {
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.session.setFilter("snr > 20");
  program.goTo("Spectrum");
  REQUIRE(waitFor([&] { return program.figure().grid().rows > 1; }, kWaitMs));
  auto* method = program.find<QComboBox>("attributionMethod");
  CHECK(static_cast<std::size_t>(method->count()) == attribution::methodNames().size());
  method->setFocus();
  QTest::keyClick(method, Qt::Key_End);  // occlusion
  REQUIRE(waitFor([&] { return program.figure().panel(1).yAxis().title.starts_with("Δ"); }, kWaitMs));
  REQUIRE(waitFor([&] { return program.session.jobs().current() == nullptr; }, kWaitMs));
  const Rendering mean = parseRendering(copiedCommand(program));
  CHECK(mean.page == "spectrum");
  CHECK(mean.files == std::vector{test::mockFile(), test::modelFile()});
  CHECK(mean.options.filter == "snr > 20");
  CHECK(mean.options.spectrum.attribution.method == attribution::AttributionMethod::Occlusion);
  const workbench::Figure figure = mean.figure();
  CHECK(figure.grid.rows == program.figure().grid().rows);
  CHECK(figure.panel(1).y.title == program.figure().panel(1).yAxis().title);
  CHECK(figure.panel(1).y.low == Approx(program.figure().panel(1).yAxis().low));
  CHECK(figure.panel(1).y.high == Approx(program.figure().panel(1).yAxis().high));

  program.session.setCurrentStar(7);
  const Rendering star = parseRendering(program.window.currentPage()->commandLine());
  CHECK(star.options.star == program.session.survey()->ids[7]);
  program.session.setModel(*program.session.model(), {});
  CHECK_THROWS_AS(program.window.currentPage()->commandLine(), Error);
}

TEST_CASE("command line: the copied command of the Contrast page compares the same stars") {
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Contrast");
  Program::type(program.find<QLineEdit>("contrastA"), "logg < 2.2");
  Program::type(program.find<QLineEdit>("contrastB"), "logg > 2.4");
  auto& page = *program.window.currentPage();
  REQUIRE(waitFor([&] { return page.hasCommandLine() && program.session.jobs().current() == nullptr; }, kWaitMs));
  const QString command = copiedCommand(program);
  const Rendering contrast = parseRendering(command.mid(command.indexOf("maury --render")));
  CHECK(contrast.options.contrast.a == "logg < 2.2");
  CHECK(contrast.options.contrast.b == "logg > 2.4");
  CHECK(contrast.options.contrast.label ==
        program.find<QComboBox>("contrastLabel")->currentData().toString().toStdString());
  if (contrast.files.size() == 2) {  // no predictions, so the command can be drawn as it is
    CHECK(contrast.figure().panel(2).y.title == program.figure().panel(2).yAxis().title);
    CHECK(contrast.figure().panel(2).y.high == Approx(program.figure().panel(2).yAxis().high));
  }
}

TEST_CASE("command line: the copied command of the Prepare page names the star") {
  Program program;
  program.open(test::mockFile());
  program.session.setCurrentStar(5);
  program.goTo("Prepare");
  const Rendering prepare = parseRendering(copiedCommand(program));
  CHECK(prepare.page == "prepare");
  CHECK(prepare.options.star == program.session.survey()->ids[5]);
  CHECK(prepare.figure().panels.size() > 0);
}

TEST_CASE("command line: the Train page copies the command of the next training, and of one in no file none") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Train");
  program.type("epochs", 3);
  program.type("batch", 50);
  const QString command = copiedCommand(program);
  CHECK(command.startsWith("maury-cli train "));
  CHECK(command.contains(" --epochs 3"));
  CHECK(command.contains(" --batch 50"));
  program.session.setSurvey(program.session.survey(), {});
  const auto error = test::errorOf([&] { program.window.currentPage()->commandLine(); });
  REQUIRE(error);
  CHECK(error->says("in no file"));
}

TEST_CASE("command line: the copied command counts the stars that the panels show") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* page = program.window.findChild<GalaxyPage*>();
  Program::type(program.window.findChild<FilterField*>(), "snr > 20 && teff < 5500");
  auto* up = program.find<QComboBox>("galaxyY");
  up->setFocus();
  QTest::keyClick(up, Qt::Key_Home);  // choose Teff, whose axis has another range
  Program::type(program.find<QLineEdit>("radiusEdges"), "5, 7.5, 8.5");
  Program::type(program.find<QLineEdit>("heightEdges"), "0, 0.3, 3");
  REQUIRE(waitFor([&] { return page->grid() && page->grid()->columns == 2 && page->grid()->options.yName == "teff"; }));

  QTest::keyClick(&program.window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  const QString command = QGuiApplication::clipboard()->text();
  REQUIRE(command.startsWith("maury-cli galaxy "));
  const auto out = folder / "panels.csv";
  QString run = command;
  run.replace(0, QStringLiteral("maury-cli").size(), QStringLiteral(MAURY_CLI));
  QProcess process;
  process.start("sh", {"-c", run + " --out " + test::asText(out)});
  REQUIRE(process.waitForFinished(30000));
  INFO(process.readAllStandardError().toStdString());
  REQUIRE(process.exitCode() == 0);

  const io::Table table = io::readTable(out);
  const auto& grid = *page->grid();
  REQUIRE(grid.starsPlaced > 50);
  REQUIRE(table.rowCount() == grid.panels.size());
  const auto counts = [&table](const char* name) {
    return std::get<std::vector<std::int64_t>>(table.find(name)->values);
  };
  const auto stars = counts("stars"), inAxes = counts("stars_in_axes");
  for (std::size_t i = 0; i < grid.panels.size(); ++i) {
    CHECK(stars[i] == static_cast<std::int64_t>(grid.panels[i].stars.size()));
    CHECK(inAxes[i] == static_cast<std::int64_t>(grid.panels[i].counts.inside));
  }
}

TEST_CASE("command line: an unsaved model must be saved first") {
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.session.commands().predict.start();
  REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 15000));
  program.goTo("Galaxy");
  auto* page = program.window.findChild<GalaxyPage*>();
  REQUIRE(waitFor([&] { return page->grid() != nullptr; }));
  CHECK(page->commandLine().startsWith("maury-cli predict "));
  CHECK(page->commandLine().contains("mock-predicted.fits && maury-cli galaxy mock-predicted.fits"));
  program.session.setModel(*program.session.model(), {});
  CHECK_THROWS_AS(page->commandLine(), Error);
}

TEST_CASE("command line: includes cells coloured by a column, running medians and a second catalogue") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* page = program.window.findChild<GalaxyPage*>();
  auto* cells = program.find<QComboBox>("galaxyCells");
  const int snr = cells->findData("snr");
  REQUIRE(snr > 1);
  cells->setCurrentIndex(snr);
  program.click("galaxyRunning");
  REQUIRE(waitFor([&] { return page->grid() && page->grid()->options.runningMedian; }));
  CHECK(page->grid()->options.meanName == "snr");
  CHECK(page->grid()->panels[0].means.size() == page->grid()->panels[0].counts.values.size());
  page->addOverlay(test::asText(test::mockFile()));
  REQUIRE(waitFor([&] { return page->commandLine().contains("--overlay"); }));
  const QString command = page->commandLine();
  CHECK(command.contains("--colour snr --running-median"));
  QProcess process;
  process.start("sh", {"-c", QStringLiteral(MAURY_CLI) + command.mid(9) + " --out " + test::asText(folder / "a.fits")});
  REQUIRE(process.waitForFinished(30000));
  REQUIRE(process.exitCode() == 0);
  const QString said = QString::fromUtf8(process.readAllStandardOutput());
  CHECK(said.contains(
      QStringLiteral("overlay: 300 of 300 stars pass the filter, %1 in the panels").arg(page->grid()->starsPlaced)));
}

TEST_CASE("command line: the command of the Validate page prints the numbers that the page shows") {
  Program program;
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.session.commands().predict.start();
  REQUIRE(waitFor([&] { return program.session.catalogue() != nullptr; }, 15000));
  program.session.setFilter("teff < 5500");
  program.goTo("Validate");
  auto& page = *program.window.currentPage();
  REQUIRE(waitFor([&] { return page.hasCommandLine(); }, 15000));
  program.clickWord("validatePart", "All");
  auto* table = program.find<QTableWidget>("validatePrecision");
  REQUIRE(waitFor([&] { return table->rowCount() > 1; }, 15000));
  const QString command = page.commandLine();
  CHECK(command.endsWith(" --part all --filter 'teff < 5500'"));
  QProcess process;
  process.start("sh", {"-c", QStringLiteral(MAURY_CLI) + command.mid(9)});
  REQUIRE(process.waitForFinished(60000));
  REQUIRE(process.exitCode() == 0);
  const QString said = QString::fromUtf8(process.readAllStandardOutput());
  CHECK(said.contains(QStringLiteral("%1 stars (all)").arg(program.session.rows()->size())));
  for (int row = 0; row < table->rowCount(); ++row)
    CHECK(said.contains(table->item(row, 0)->text()));
}
