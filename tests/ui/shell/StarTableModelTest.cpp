// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/StarTableModel.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include "Shell.h"
#include "support/Catch.h"
#include "support/Rows.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

namespace {

StarTableModel::RowsPointer firstRows(std::size_t count) {
  return std::make_shared<std::vector<std::size_t>>(test::rowNumbers(count));
}

bool settle(StarTableModel& model, const std::function<void()>& change) {
  QSignalSpy settled(&model, &StarTableModel::settled);
  change();
  return waitFor([&settled] { return settled.count() > 0; }, 20000);
}

QString shown(const StarTableModel& model, int row, int column) {
  return model.index(row, column).data(Qt::DisplayRole).toString();
}

}  // namespace

TEST_CASE("star table: labels with errors, missing values as a dash, units in the headers") {
  StarTableModel model;
  const auto stars = smallSurvey(10);
  REQUIRE(settle(model, [&] { model.setStars(stars, firstRows(10)); }));
  REQUIRE(model.rowCount() == 10);
  REQUIRE(model.columnCount() == 5);
  CHECK(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString() == "Teff (K)");
  CHECK(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString() == "log g");
  CHECK(shown(model, 0, 0) == "s0");
  CHECK(shown(model, 0, 1).startsWith("4000"));
  CHECK(shown(model, 0, 1).contains(QStringLiteral(" ± 50")));
  CHECK(shown(model, 6, 1).startsWith(QStringLiteral("–")));
  CHECK(shown(model, 3, 3) == "south");
  CHECK(shown(model, 3, 4) == "97");
  CHECK(model.index(0, 1).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
}

TEST_CASE("star table: sorted by number either way, missing last, and back to the survey's order") {
  StarTableModel model;
  REQUIRE(settle(model, [&] { model.setStars(smallSurvey(10), firstRows(10)); }));
  REQUIRE(settle(model, [&] { model.sort(1, Qt::DescendingOrder); }));
  CHECK(model.starAt(0) == 9);
  CHECK(model.starAt(9) == 6);
  REQUIRE(settle(model, [&] { model.sort(1, Qt::AscendingOrder); }));
  CHECK(model.starAt(0) == 0);
  CHECK(model.starAt(9) == 6);
  CHECK(model.rowOfStar(6) == 9);
  REQUIRE(settle(model, [&] { model.sort(3, Qt::AscendingOrder); }));  // north (even) before south
  CHECK(model.starAt(4) == 8);
  CHECK(model.starAt(5) == 1);
  REQUIRE(settle(model, [&] { model.sort(-1, Qt::AscendingOrder); }));
  CHECK(model.starAt(5) == 5);
}

TEST_CASE("star table: a million stars are sorted without blocking the UI thread") {
  StarTableModel model;
  const auto stars = smallSurvey(1000000);
  const auto rows = firstRows(1000000);
  QElapsedTimer timer;
  timer.start();
  model.setStars(stars, rows);
  model.sort(2, Qt::DescendingOrder);
  CHECK(timer.elapsed() < 100);  // time to start two threads; the work itself takes longer
  REQUIRE(waitFor([&] { return model.rowCount() == 1000000; }, 60000));
  CHECK(stars->labels[1].values[model.starAt(0)] == 4.5F);
  timer.restart();
  for (int row = 0; row < 40; ++row)
    shown(model, 500000 + row, 1);
  CHECK(timer.elapsed() < 100);
}

TEST_CASE("numbers: a true minus sign, a dash for missing values, counts in groups of three digits") {
  CHECK(valueText(-0.314, 2) == QStringLiteral("−0.31"));
  CHECK(valueText(-0.0004, 3) == "0.000");
  CHECK(valueText(std::nan(""), 2) == QStringLiteral("–"));
  CHECK(countText(886080) == QStringLiteral("886\u202F080"));
  CHECK(countText(12) == "12");
}
