// SPDX-License-Identifier: GPL-3.0-or-later
// The Validate page: predicted against reference labels, scatter against S/N and its bound, coverage of error bars.
#include <QComboBox>
#include <QTableWidget>

#include "FigureSelection.h"
#include "PageText.h"
#include "Program.h"
#include "support/Rows.h"
#include "ui/pages/Page.h"
#include "ui/plot/FigureView.h"
#include "ui/selection/Selection.h"
#include "ui/shell/bars/FilterField.h"
#include "validation/TestReport.h"

using namespace maury;
using namespace maury::ui;
using maury::test::pageShows;
using maury::test::Program;
using maury::test::waitFor;

namespace {

constexpr int kWaitMs = 30000;

void openAndPredict(Program& program) {
  program.open(test::mockFile());
  program.open(test::modelFile());
  program.goTo("Validate");
  program.click("validatePredict");
  REQUIRE(waitFor([&] { return program.find<QTableWidget>("validateAgreement")->isVisible(); }, kWaitMs));
}

void choosePart(Program& program, const QString& part, const QString& stars) {
  program.clickWord("validatePart", part);
  REQUIRE(
      waitFor([&] { return pageShows(program, stars + QStringLiteral(" of 300 stars are in this part")); }, kWaitMs));
}

QString cellText(Program& program, const char* table, int row, int column) {
  return program.find<QTableWidget>(table)->item(row, column)->text();
}

}  // namespace

TEST_CASE("validate: each part of the split is shown one to one, with its numbers") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Validate");
  CHECK(waitFor([&] { return pageShows(program, QStringLiteral("Open a model, or train one")); }, kWaitMs));
  openAndPredict(program);
  const auto parts = program.session.model()->info().split.apply(*program.session.survey());
  CHECK(pageShows(program, QString::number(parts[2].size()) + QStringLiteral(" of 300 stars are in this part")));
  choosePart(program, QStringLiteral("Training"), QString::number(parts[0].size()));
  choosePart(program, QStringLiteral("All"), QStringLiteral("300"));

  const auto& catalogue = *program.session.catalogue();
  const std::vector<std::size_t> all = test::allRows(catalogue);
  const auto reports = validation::compareWithReference(catalogue, all);
  REQUIRE(program.find<QTableWidget>("validateAgreement")->rowCount() == static_cast<int>(reports.size()));
  CHECK(cellText(program, "validateAgreement", 0, 0) == QStringLiteral("Teff (K)"));
  CHECK(cellText(program, "validateAgreement", 0, 2) == QString::number(reports[0].residuals.sigma, 'f', 0));
  CHECK(program.figure().panel(0, 0).xAxis().title.find("Teff") != std::string::npos);
  CHECK(program.figure().panel(0, 0).density() != nullptr);
  CHECK_FALSE(program.figure().panel(1, 2).isVisible());  // five labels in two rows of three

  const test::TemporaryFolder folder;
  CHECK(program.exportsPdf(folder));
  CHECK(program.window.currentPage()->commandLine().contains(QStringLiteral(" --part all")));
}

TEST_CASE("validate: the bound of a mock is computed when scatter against S/N is requested") {
  Program program;
  openAndPredict(program);
  choosePart(program, QStringLiteral("All"), QStringLiteral("300"));
  CHECK(cellText(program, "validatePrecision", 0, 4) == QStringLiteral("–"));
  program.clickWord("validateForm", QStringLiteral("Against S/N"));
  REQUIRE(waitFor([&] { return cellText(program, "validatePrecision", 0, 4) != QStringLiteral("–"); }, kWaitMs));
  CHECK(cellText(program, "validatePrecision", 0, 5) != QStringLiteral("–"));
  CHECK(cellText(program, "validatePrecision", 0, 6) != QStringLiteral("–"));
  CHECK(program.figure().panel(0, 0).xAxis().title == "S/N");
  CHECK(program.figure().panel(1, 2).yAxis().title == "Scatter / bound");
  CHECK(program.figure().panel(1, 2).isVisible());
  const QString teff = cellText(program, "validatePrecision", 0, 3);
  auto* label = program.find<QComboBox>("validateLabel");
  label->setFocus();
  QTest::keyClick(label, Qt::Key_Down);
  CHECK(cellText(program, "validatePrecision", 0, 3) != teff);

  program.clickWord("validateForm", QStringLiteral("Coverage"));
  CHECK(program.figure().panel(0, 0).xAxis().title == "Nominal share");
  CHECK_FALSE(program.figure().panel(1, 2).isVisible());
}

TEST_CASE("validate: uses the stars that pass the filter and are selected, and explains if there are none") {
  Program program;
  openAndPredict(program);
  choosePart(program, QStringLiteral("All"), QStringLiteral("300"));
  program.session.selection().combine(std::vector<std::size_t>{1, 2, 3, 5, 8}, QStringLiteral("five"));
  REQUIRE(waitFor([&] { return pageShows(program, QStringLiteral("5 of 300 stars are selected")); }, kWaitMs));
  CHECK_THROWS_AS(program.window.currentPage()->commandLine(), Error);
  program.clickWord("validateForm", QStringLiteral("Against S/N"));
  CHECK(pageShows(program, QStringLiteral("No S/N bin")));
  program.session.selection().clear();
  Program::type(program.window.findChild<FilterField*>(), QStringLiteral("teff > 90000"));
  REQUIRE(waitFor([&] { return pageShows(program, QStringLiteral("None of the stars")); }, kWaitMs));
  CHECK_FALSE(program.window.currentPage()->canExportFigure());
}

TEST_CASE("validate: a lasso selects stars, which are marked among the others, and the numbers apply to them") {
  Program program;
  openAndPredict(program);
  // The model's weights are random, so its predictions may lie off the axes; these do not.
  auto near = std::make_shared<survey::Dataset>(*program.session.catalogue());
  const auto truth = near->numeric("teff");
  for (std::size_t row = 0; row < truth.size(); ++row)
    near->labels[0].values[row] = static_cast<float>(truth[row]) + 30.0F * static_cast<float>(row % 5);
  REQUIRE(near->labels[0].name == "teff_cnn");
  program.session.setCatalogue(near);
  choosePart(program, QStringLiteral("All"), QStringLiteral("300"));
  FigureView& view = program.figure();
  REQUIRE(waitFor([&] { return view.isVisible() && view.panel().density() != nullptr; }, kWaitMs));
  const auto filled = view.panel().density()->values;
  const Axis x = view.panel().xAxis();
  const int before = test::selectedPixels(view);
  // Lasso around the lower half of Teff.
  program.clickWord("validateTool", QStringLiteral("lasso"));
  const double middle = 0.5 * (x.low + x.high), low = x.low + 1.0, high = x.high - 1.0;
  test::drag(view, {{low, low}, {low, high}, {middle, high}, {middle, low}});
  const auto selected = program.session.selection().set()->rows();
  const auto& catalogue = *program.session.catalogue();
  const auto reference = catalogue.numeric("teff"), prediction = catalogue.numeric("teff_cnn");
  // Mouse positions are whole pixels, so allow for their rounding.
  const double pixel = (x.high - x.low) / view.panel().frame().area.width();
  const auto within = [&](double margin) {
    std::size_t count = 0;
    for (std::size_t row = 0; row < reference.size(); ++row)
      count += reference[row] > low - margin && reference[row] < middle + margin && prediction[row] > low - margin &&
               prediction[row] < high + margin;
    return count;
  };
  CHECK(selected.size() >= within(-2.0 * pixel));
  CHECK(selected.size() <= within(2.0 * pixel));
  REQUIRE_FALSE(selected.empty());
  REQUIRE(waitFor([&] { return pageShows(program, QStringLiteral(" of 300 stars are selected")); }, kWaitMs));
  CHECK(view.panel().density()->values == filled);
  CHECK(test::selectedPixels(view) > before);
}
