// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/LimitsDialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "support/Catch.h"

using namespace maury::ui;

TEST_CASE("limits dialog: limits that are no finite numbers cannot be accepted, and titles show markup as text") {
  Axis x, y;
  x.title = "<img src='x'>";
  x.low = y.low = 0.0;
  x.high = y.high = 1.0;
  LimitsDialog dialog(x, y);
  dialog.show();
  auto* accept = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  const auto edits = dialog.findChildren<QLineEdit*>();
  REQUIRE(edits.size() == 4);
  for (const QString& text :
       {QString("1e999"), QString("nan"), QString("inf"), QString(30000, '9'), QString(), QString("x")}) {
    edits[1]->setText(text);
    CHECK_FALSE(accept->isEnabled());
  }
  edits[1]->setText("1e-320");
  CHECK(accept->isEnabled());
  bool hasTitle = false;
  for (const QLabel* label : dialog.findChildren<QLabel*>())
    hasTitle = hasTitle || (label->text() == "<img src='x'>" && label->textFormat() == Qt::PlainText);
  CHECK(hasTitle);
}
