// SPDX-License-Identifier: GPL-3.0-or-later
// From a survey to a trained model, its attribution and the panels in R and |Z|, with the mouse and the keyboard.
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>
#include <cmath>
#include <fstream>

#include "Program.h"
#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/PanelGrid.h"
#include "ui/pages/Page.h"
#include "ui/pages/parts/NumberList.h"
#include "ui/plot/FigureView.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/shell/bars/MessageBar.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kTrainingMs = 25000;

void train(Program& program, int members, int epochs) {
  program.goTo("Train");
  program.type("members", members);
  program.type("epochs", epochs);
  program.click("start");
  REQUIRE(program.session.jobs().current() != nullptr);
}

bool idle(Program& program) {
  return program.session.jobs().current() == nullptr;
}

QString runCell(Program& program, int column) {
  return program.find<QTableWidget>("runs")->item(0, column)->text();
}

void setFilter(Program& program, const QString& text) {
  Program::type(program.window.findChild<FilterField*>(), text);
}

}  // namespace

TEST_CASE("pages: a network is trained on a survey, its map is shown and the panels are drawn") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  REQUIRE(program.session.survey()->starCount() == 300);

  // Train.
  CHECK_FALSE(program.window.currentPage()->canExportFigure());
  train(program, 2, 2);
  REQUIRE(waitFor([&] { return idle(program) && program.session.catalogue() != nullptr; }, kTrainingMs));
  REQUIRE(program.session.model());
  CHECK(program.session.model()->info().members == 2);
  CHECK(program.session.model()->info().labels.size() == program.session.survey()->labels.size());
  CHECK(program.session.catalogue()->ids == program.session.survey()->ids);
  REQUIRE(program.find<QTableWidget>("runs")->rowCount() == 1);
  CHECK(runCell(program, 1).endsWith(QStringLiteral("× 2")));
  CHECK(runCell(program, 3).split(", ").size() == 2);  // a best epoch for each network
  CHECK(program.find<QAbstractButton>("start")->isVisible());
  CHECK(program.exportsPdf(folder));

  // Spectrum.
  program.goTo("Spectrum");
  REQUIRE(waitFor([&] { return program.window.currentPage()->canExportFigure(); }));
  auto* peaks = program.find<QTableWidget>("peaks");
  REQUIRE(waitFor([&] { return peaks->rowCount() > 0; }));
  program.clickWord("spectrumMode", "mean of the stars");
  const auto pageShows = [&](const QString& words) {
    for (const auto* label : program.window.currentPage()->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text().contains(words)) return true;
    }
    return false;
  };
  REQUIRE(waitFor([&] { return pageShows("Mean of the filter") && pageShows("300 stars"); }, 15000));
  const Axis whole = program.figure().panel().xAxis();
  CHECK(whole.high - whole.low > 20.0);
  const int row = peaks->rowCount() - 1;
  QTest::mouseClick(peaks->viewport(), Qt::LeftButton, {}, peaks->visualItemRect(peaks->item(row, 0)).center());
  const Axis zoomed = program.figure().panel().xAxis();
  const double wavelength = peaks->item(row, 0)->text().toDouble();
  CHECK(zoomed.high - zoomed.low < 4.0);
  CHECK(zoomed.low < wavelength);
  CHECK(wavelength < zoomed.high);
  setFilter(program, "snr > 30");
  const auto filteredCount = program.session.rows()->size();
  REQUIRE(filteredCount > 20);
  REQUIRE(filteredCount < 280);
  CHECK(waitFor([&] { return pageShows(QStringLiteral("%1 stars").arg(filteredCount)); }, 15000));
  CHECK(program.exportsPdf(folder));

  // Galaxy.
  program.goTo("Galaxy");
  auto* shares = program.find<QTableWidget>("shares");
  REQUIRE(waitFor([&] { return shares->isVisible() && shares->columnCount() > 0; }));
  CHECK(pageShows(QString::number(filteredCount)));
  auto* edges = program.find<QLineEdit>("radiusEdges");
  Program::type(edges, "5, 7.5, 8.5");
  REQUIRE(waitFor([&] { return shares->columnCount() == 2; }));
  CHECK(shares->horizontalHeaderItem(0)->text() == QStringLiteral("R 5–7.5"));
  CHECK(program.figure().grid().columns == 2);
  CHECK_FALSE(edges->property("invalid").toBool());

  Program::type(edges, "9, 7");
  REQUIRE(waitFor([&] { return edges->property("invalid").toBool(); }));
  CHECK_FALSE(edges->toolTip().isEmpty());
  CHECK(shares->columnCount() == 2);  // the last valid edges still apply
  Program::type(edges, "0, 20");
  REQUIRE(waitFor([&] { return shares->columnCount() == 1; }));
  CHECK_FALSE(edges->property("invalid").toBool());
  CHECK(program.exportsPdf(folder));
}

TEST_CASE("pages: the high-α shares equal a direct count") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  Program::type(program.find<QLineEdit>("radiusEdges"), "0, 100");
  Program::type(program.find<QLineEdit>("heightEdges"), "0, 100");
  auto* shares = program.find<QTableWidget>("shares");
  REQUIRE(waitFor([&] { return shares->columnCount() == 1 && shares->rowCount() == 1; }));

  const auto& stars = *program.session.stars();
  const auto mh = stars.numeric("mh"), alpha = stars.numeric("alpham");
  const galaxy::PanelGridOptions defaults;
  double inRange = 0, high = 0;
  for (std::size_t i = 0; i < stars.starCount(); ++i) {
    // This also skips stars without [M/H].
    if (std::isnan(alpha[i]) || !(mh[i] > defaults.shareXLow && mh[i] < defaults.shareXHigh)) continue;
    ++inRange;
    if (alpha[i] > defaults.highAlpha) ++high;
  }
  REQUIRE(inRange > 30);
  CHECK(shares->item(0, 0)->text().section(' ', 0, 0) == QString::number(high / inRange, 'f', 2));
}

TEST_CASE("pages: the table shows a measure of bimodality, and bins can be those of a published figure") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* shares = program.find<QTableWidget>("shares");
  REQUIRE(waitFor([&] { return shares->isVisible() && shares->columnCount() > 0; }));
  auto* bins = program.find<QComboBox>("galaxyBins");
  bins->setFocus();
  QTest::keyClick(bins, Qt::Key_End);
  QTest::keyClick(bins, Qt::Key_Return);
  CHECK(program.find<QLineEdit>("radiusEdges")->text() == "3, 5, 7, 9, 11, 13, 15");
  REQUIRE(waitFor([&] { return shares->columnCount() == 6 && shares->rowCount() == 3; }));

  Program::type(program.find<QLineEdit>("radiusEdges"), "0, 100");
  CHECK(bins->currentIndex() == 0);
  Program::type(program.find<QLineEdit>("heightEdges"), "0, 100");
  REQUIRE(waitFor([&] { return shares->columnCount() == 1 && shares->rowCount() == 1; }));
  auto* measure = program.find<QComboBox>("galaxyMeasure");
  measure->setFocus();
  QTest::keyClick(measure, Qt::Key_Down);
  REQUIRE(measure->currentText() == "verdict");
  const QStringList verdicts{"bimodal", "two Gaussians", "one Gaussian"};
  REQUIRE(waitFor([&] { return verdicts.contains(shares->item(0, 0)->text()); }, 15000));
  const QRect cell = shares->visualItemRect(shares->item(0, 0));
  const QImage drawn = shares->viewport()->grab().toImage();
  CHECK(drawn.pixelColor(cell.left() + 4, cell.center().y()) == shares->item(0, 0)->background().color());
}

TEST_CASE("pages: typed and published bins stay when other stars are opened, fitted ones follow them") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* radius = program.find<QLineEdit>("radiusEdges");
  auto* bins = program.find<QComboBox>("galaxyBins");
  const auto openOther = [&](const std::vector<std::size_t>& rows) {
    const survey::Dataset& stars = *program.session.survey();
    program.session.setSurvey(std::make_shared<const survey::Dataset>(stars.select(rows)), {});
  };
  const auto choose = [&](const QString& name) {
    bins->setFocus();
    QTest::keyClick(bins, Qt::Key_Home);
    for (int i = 0; i < bins->findText(name); ++i)
      QTest::keyClick(bins, Qt::Key_Down);
  };
  CHECK(bins->currentText() == "fit the stars");
  Program::type(radius, "5, 8.25, 11");
  CHECK(bins->currentText() == "own edges");
  openOther({0, 1, 2});
  CHECK(radius->text() == "5, 8.25, 11");
  choose("Hayden+2015");
  CHECK(radius->text() == "3, 5, 7, 9, 11, 13, 15");
  openOther({0, 1, 2});
  CHECK(radius->text() == "3, 5, 7, 9, 11, 13, 15");
  CHECK(bins->currentText() == "Hayden+2015");
  choose("fit the stars");
  const auto fitting = [&] { return galaxy::suggestEdges(program.session.stars()->numeric("R_kpc")).radiusKpc; };
  CHECK(*increasingNumbers(radius->text()) == fitting());
  const auto before = radius->text();
  openOther({0});
  CHECK(*increasingNumbers(radius->text()) == fitting());
  CHECK(radius->text() != before);
}

TEST_CASE("pages: Stop keeps the best weights so far") {
  Program program;
  program.open(test::mockFile());
  train(program, 1, 5000);
  REQUIRE(waitFor([&] { return program.window.currentPage()->canExportFigure(); }, kTrainingMs));
  program.click("stop");
  REQUIRE(waitFor([&] { return program.session.model().has_value() && idle(program); }, 10000));
  CHECK(runCell(program, 3).toInt() >= 1);
  CHECK(runCell(program, 3).toInt() < 100);
  CHECK(program.find<QAbstractButton>("start")->isVisible());
  CHECK(program.find<QSpinBox>("epochs")->isEnabled());
}

TEST_CASE("pages: Pause pauses the training and Resume continues it") {
  Program program;
  program.open(test::mockFile());
  train(program, 1, 5000);
  JobRunner* runner = program.session.jobs().current();
  REQUIRE(waitFor([&] { return program.window.currentPage()->canExportFigure(); }, kTrainingMs));
  program.click("pause");
  REQUIRE(runner->paused());
  waitFor([] { return false; }, 400);  // let the current batch finish
  const auto held = runner->progress().done;
  waitFor([] { return false; }, 600);
  CHECK(runner->progress().done == held);
  program.click("pause");
  CHECK_FALSE(runner->paused());
  CHECK(waitFor([&] { return runner->progress().done > held; }, kTrainingMs));
}

TEST_CASE("pages: no training can be started if no star passes the filter") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Train");
  auto* start = program.find<QAbstractButton>("start");
  CHECK(start->isEnabled());
  setFilter(program, "snr > 1e9");
  CHECK(program.session.rows()->empty());
  CHECK_FALSE(start->isEnabled());
  QTest::mouseClick(start, Qt::LeftButton);
  CHECK(idle(program));
  setFilter(program, "snr > 0");
  CHECK(start->isEnabled());
}

TEST_CASE("pages: a file that is neither survey nor model is reported and changes nothing") {
  const test::TemporaryFolder folder;
  Program program;
  program.open(test::mockFile());
  const auto survey = program.session.survey();
  for (const char* name : {"broken.fits", "broken.safetensors"}) {
    std::ofstream(folder / name) << "not at all what the name says";
    QSignalSpy messages(&program.session, &Session::message);
    program.open(folder / name);
    REQUIRE(waitFor([&] { return messages.count() > 0; }));
    CHECK(program.window.findChild<MessageBar*>()->sentence().contains(name));
    CHECK(program.session.survey() == survey);
    CHECK(program.pageTitle() == "Data");
  }
}
