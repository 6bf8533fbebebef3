// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/FigureText.h"

#include <cmath>

#include "support/Catch.h"
#include "workbench/figure/Axis.h"
#include "workbench/figure/Figure.h"

using namespace maury::workbench;

TEST_CASE("figure text: numbers have a decimal point, a true minus and at most the requested digits") {
  CHECK(numberText(854.4444, 6) == "854.444");
  CHECK(numberText(-0.31) == "\u22120.31");
  CHECK(numberText(0.00001234, 3) == "1.23e\u221205");
  CHECK(numberText(std::nan("")) == "\u2013");
  CHECK(signedText(2.5) == "+2.5");
  CHECK(valueText(-0.0004, 3) == "0.000");
  CHECK(valueText(-1.25, 1) == "\u22121.2");
  CHECK(countText(886080) == "886\u202F080");
  CHECK(countText(999) == "999");
  CHECK(countText(1234567) == "1\u202F234\u202F567");
  CHECK(countWithNoun(1, "star", "stars") == "1 star");
}

TEST_CASE("figure text: long names keep both ends without splitting UTF-8 characters") {
  CHECK(shortName("short", 36) == "short");
  CHECK(shortName("ααααααααααααββββββββββββ", 12) == "αααα…ββββ");
}

TEST_CASE("figure: a range contains all finite values with a margin, and is never empty") {
  CHECK(paddedRange({1.0, 3.0, std::nan("")}, 0.5) == std::pair(0.0, 4.0));
  CHECK(paddedRange({}) == std::pair(0.0, 1.0));
  CHECK(paddedRange({2.0}) == std::pair(1.5, 2.5));
  CHECK(paddedRange({-1.0, 10.0, 1000.0}, 0.0, true).first == 10.0);
  CHECK(Figure({.rows = 2, .columns = 3}).panels.size() == 6);
  CHECK(Figure({.rows = 0, .columns = -1}).panels.size() == 1);
}
