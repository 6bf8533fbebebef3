// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/FilterField.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QTest>

#include "Shell.h"
#include "support/Catch.h"

using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

namespace {

/// Filter field for a survey of 20 stars, with the list of completions below it.
struct Field {
  Session session;
  FilterField field{session};
  QAbstractItemView* list = field.findChild<QCompleter*>()->popup();

  Field() {
    session.setSurvey(smallSurvey(20), "small.fits");
    field.show();
    field.setFocus();
  }

  QStringList offered() const {
    QStringList names;
    for (int row = 0; list->isVisible() && row < list->model()->rowCount(); ++row)
      names.append(list->model()->index(row, 0).data().toString());
    return names;
  }
};

}  // namespace

TEST_CASE("filter field: completions are offered while a name is typed") {
  Field test;
  QTest::keyClicks(&test.field, "te");
  CHECK(test.offered() == QStringList{"teff", "e_teff"});
  QTest::keyClicks(&test.field, "ff > 4000 && f");
  CHECK(test.offered() == QStringList{"field", "teff", "e_teff"});
  QTest::keyClicks(&test.field, "ield == \"no");
  CHECK(test.offered().isEmpty());
  QTest::keyClicks(&test.field, "rth\" && @gi");
  CHECK(test.offered() == QStringList{"@giants"});
}

TEST_CASE("filter field: the arrow keys and Enter replace the typed word by a name, and the filter is applied") {
  Field test;
  test.field.setText("!(lo < 1)");
  test.field.setCursorPosition(3);
  QTest::keyClicks(&test.field, "o");
  QTest::keyClick(&test.field, Qt::Key_Backspace);
  REQUIRE(test.offered().contains("logg"));
  QTest::keyClick(test.list, Qt::Key_Down);
  QTest::keyClick(test.list, Qt::Key_Return);
  CHECK(test.field.text() == "!(logg < 1)");
  CHECK(test.offered().isEmpty());
  CHECK(test.field.cursorPosition() == 6);
  CHECK(waitFor([&] { return test.session.filterText() == "!(logg < 1)"; }));
  CHECK(test.session.rows()->size() == 16);
}

TEST_CASE("filter field: hostile texts are refused with a sentence, and the rows stay") {
  Field test;
  QTest::keyClicks(&test.field, "logg < 1");
  QTest::keyClick(&test.field, Qt::Key_Return);
  REQUIRE(test.session.rows()->size() == 4);
  QString nots;
  for (int i = 0; i < 10000; ++i)
    nots += "!";
  for (const QString& text :
       {QString("snr > 1e999"), QString(50000, 'a'), QString(100000, '('), nots + "teff", QString(50000, '9'),
        QString("logg < 1e") + QString(1000, '9'), QString(20000, '`'), QString(QChar(0x1b)), QString(QChar(0xD800))}) {
    CAPTURE(text.left(20).toStdString(), text.size());
    test.field.setText(text);
    QTest::keyClick(&test.field, Qt::Key_Return);
    CHECK(waitFor([&] { return test.session.filterText() == test.field.text() && test.session.filterProblem(); }));
    CHECK(test.session.rows()->size() == 4);
  }
  test.field.setText("logg > 1e-320");
  QTest::keyClick(&test.field, Qt::Key_Return);
  CHECK(waitFor([&] { return !test.session.filterProblem(); }));
  CHECK(test.session.rows()->size() == 18);
}

TEST_CASE("filter field: Enter without a choice applies the typed text") {
  Field test;
  QTest::keyClicks(&test.field, "logg");
  CHECK(test.offered().isEmpty());  // no other name starts with it
  QTest::keyClicks(&test.field, " < e");
  CHECK_FALSE(test.offered().isEmpty());
  QTest::keyClick(&test.field, Qt::Key_Backspace);
  QTest::keyClicks(&test.field, "1");
  QTest::keyClick(&test.field, Qt::Key_Return);
  CHECK(test.session.filterText() == "logg < 1");
  CHECK(test.session.rows()->size() == 4);
  CHECK(test.offered().isEmpty());
}
