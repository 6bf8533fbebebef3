// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/NumberList.h"

#include "support/Catch.h"

using maury::ui::increasingNumbers;

TEST_CASE("number list: numbers out of range, unordered or not numbers are refused, at any length") {
  CHECK(increasingNumbers("0; 1e-320, 3") == std::vector<double>{0.0, 1e-320, 3.0});
  for (const QString& text :
       {QString(), QString("1e999"), QString("0, 1, 1e999"), QString("nan"), QString("0, inf"), QString("2, 1"),
        QString("1, 1"), QString(50000, '9'), QString(50000, 'a'), QString(50000, ','), QString(QChar(0xD800))})
    CHECK_FALSE(increasingNumbers(text));
}
