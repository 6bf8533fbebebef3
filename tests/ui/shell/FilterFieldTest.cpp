// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/FilterField.h"

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
  Field at;
  QTest::keyClicks(&at.field, "te");
  CHECK(at.offered() == QStringList{"teff", "e_teff"});
  QTest::keyClicks(&at.field, "ff > 4000 && f");
  CHECK(at.offered() == QStringList{"field", "teff", "e_teff"});
  QTest::keyClicks(&at.field, "ield == \"no");
  CHECK(at.offered().isEmpty());
  QTest::keyClicks(&at.field, "rth\" && @gi");
  CHECK(at.offered() == QStringList{"@giants"});
}

TEST_CASE("filter field: the arrow keys and Enter replace the typed word by a name, and the filter is applied") {
  Field at;
  at.field.setText("!(lo < 1)");
  at.field.setCursorPosition(3);
  QTest::keyClicks(&at.field, "o");
  QTest::keyClick(&at.field, Qt::Key_Backspace);
  REQUIRE(at.offered().contains("logg"));
  QTest::keyClick(at.list, Qt::Key_Down);
  QTest::keyClick(at.list, Qt::Key_Return);
  CHECK(at.field.text() == "!(logg < 1)");
  CHECK(at.offered().isEmpty());
  CHECK(at.field.cursorPosition() == 6);
  CHECK(waitFor([&] { return at.session.filterText() == "!(logg < 1)"; }));
  CHECK(at.session.rows()->size() == 16);
}

TEST_CASE("filter field: Enter without a choice applies the typed text") {
  Field at;
  QTest::keyClicks(&at.field, "logg");
  CHECK(at.offered().isEmpty());  // no longer name starts with it
  QTest::keyClicks(&at.field, " < e");
  CHECK_FALSE(at.offered().isEmpty());
  QTest::keyClick(&at.field, Qt::Key_Backspace);
  QTest::keyClicks(&at.field, "1");
  QTest::keyClick(&at.field, Qt::Key_Return);
  CHECK(at.session.filterText() == "logg < 1");
  CHECK(at.session.rows()->size() == 4);
  CHECK(at.offered().isEmpty());
}
