// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/Axis.h"

#include <QLocale>
#include <cmath>
#include <limits>

#include "support/Catch.h"
#include "ui/plot/items/FrameItem.h"

using namespace maury::ui;

namespace {

QStringList textsOf(const Ticks& ticks, bool logarithmic = false) {
  QStringList texts;
  for (const double major : ticks.majors)
    texts << tickText(major, ticks, logarithmic);
  return texts;
}

}  // namespace

TEST_CASE("axis: an axis of counts has ticks at whole numbers only") {
  CHECK(textsOf(findTicks(1.0, 6.0, false, 10, true)) == QStringList{"1", "2", "3", "4", "5", "6"});
  CHECK(findTicks(1.0, 6.0, false, 10, true).minors.empty());
  CHECK(textsOf(findTicks(0.5, 1.5, false, 5, true)) == QStringList{"1"});
  const Ticks wide = findTicks(1.0, 60.0, false, 6, true);
  CHECK(wide.step == 10.0);
  for (const double minor : wide.minors)
    CHECK(minor == std::round(minor));
  CHECK(findTicks(1.0, 6.0, false, 10).minors.size() > 5);
}

TEST_CASE("axis: ticks of a wavelength range are round and have fifths between them") {
  const Ticks ticks = findTicks(846.2, 869.8, false, 5);
  CHECK(textsOf(ticks) == QStringList{"850", "855", "860", "865"});
  CHECK(ticks.minors.size() == 19);  // 847 … 869 without the four majors
}

TEST_CASE("axis: ticks through zero have a true minus sign, an exact zero and no more digits than the step") {
  const Ticks ticks = findTicks(-0.15, 0.42, false, 4);
  CHECK(textsOf(ticks) == QStringList{"0.0", "0.2", "0.4"});
  CHECK(ticks.majors[0] == 0.0);
  CHECK(textsOf(findTicks(-1.6, 0.6, false, 2)) == QStringList{QString(QChar(0x2212)) + "1", "0"});
}

TEST_CASE("axis: a range too short for its step still gets two majors") {
  CHECK(findTicks(-0.1, 0.4, false, 2).majors.size() >= 2);
  CHECK(findTicks(3700, 4600, false, 1).majors.size() >= 2);
}

TEST_CASE("axis: decades of a log axis are written as powers, with minors at 2 to 9") {
  const Ticks ticks = findTicks(0.004, 0.11, true, 5);
  CHECK(textsOf(ticks, true) == QStringList{QStringLiteral("10^{−2}"), QStringLiteral("10^{−1}")});
  CHECK(ticks.minors.front() == Approx(0.004));
  CHECK(ticks.minors.size() == 6 + 8);  // 0.004 … 0.009, 0.02 … 0.09
}

TEST_CASE("axis: many decades are thinned and less than one falls back to plain numbers") {
  CHECK(findTicks(1e-12, 1e12, true, 6).majors.size() <= 6);
  CHECK(textsOf(findTicks(20, 60, true, 4), true) == QStringList{"20", "30", "40", "50", "60"});
}

TEST_CASE("axis: a log axis with one power of ten inside has numbers at 1, 2 and 5 times powers of ten") {
  const Ticks ticks = findTicks(0.03, 0.7, true, 5);
  CHECK(textsOf(ticks, true) == QStringList{"0.05", "0.10", "0.20", "0.50"});
  CHECK(ticks.minors.size() == 3 + 3 + 4);  // 0.03, 0.04, 0.06 … 0.09, 0.3, 0.4, 0.6, 0.7
}

TEST_CASE("axis: a repeated request gets the same ticks, whatever was requested in between") {
  const auto textsAt = [](double high, double length, bool horizontal) {
    return ticksAlong({{}, 0.0, high, false, false, true}, length, horizontal).texts;
  };
  const QStringList wide = textsAt(10.0, 600.0, true), narrow = textsAt(10.0, 100.0, true);
  CHECK(wide.size() > narrow.size());
  CHECK(textsAt(10.0, 600.0, true) == wide);
  CHECK(textsAt(20.0, 600.0, true) != wide);
  CHECK(textsAt(10.0, 600.0, false) != wide);
  for (int other = 1; other < 40; ++other)
    textsAt(100.0 + other, 300.0, true);
  CHECK(textsAt(10.0, 600.0, true) == wide);
  CHECK(textsAt(10.0, 100.0, true) == narrow);
}

TEST_CASE("axis: a low panel in a stack keeps two numbers that lie fully within its height") {
  for (const double limit : {0.0195, 0.0202, 0.021, 0.026, 0.049, 0.051}) {
    const LabelledTicks ticks = ticksAlong({{}, -limit, limit, false, false, true}, 78.0, false);
    int whole = 0;
    for (const double major : ticks.ticks.majors)
      whole += std::abs(major) / limit * 39.0 <= 39.0 - 5.0;
    CHECK(whole >= 2);
  }
}

TEST_CASE("axis: ranges without a width or with NaN have no ticks") {
  CHECK(findTicks(1, 1, false, 5).majors.empty());
  CHECK(findTicks(0, std::numeric_limits<double>::quiet_NaN(), false, 5).majors.empty());
}

TEST_CASE("axis: numbers keep their decimal point under a German locale") {
  const QLocale before;
  QLocale::setDefault(QLocale(QLocale::German));
  CHECK(numberText(-0.314159) == QString(QChar(0x2212)) + "0.3142");
  CHECK(textsOf(findTicks(0, 1, false, 2)).contains("0.5"));
  QLocale::setDefault(before);
}

TEST_CASE("axis: an axis map and its inverse agree on linear, log and reversed axes") {
  for (const bool logarithmic : {false, true})
    for (const bool reversed : {false, true}) {
      const AxisMap map = mapOf({{}, 0.5, 80.0, logarithmic, reversed, true}, 10, 210);
      CHECK(map.toPixel(0.5) == Approx(reversed ? 210 : 10));
      CHECK(map.toValue(map.toPixel(3.7)) == Approx(3.7));
      CHECK(std::isnan(map.toPixel(-1.0)) == logarithmic);
    }
}

TEST_CASE("axis: the range of values leaves out NaN and what a log axis cannot show") {
  const std::vector<double> values{-2, std::numeric_limits<double>::quiet_NaN(), 0.1, 10};
  CHECK(paddedRange(values, 0.0) == std::pair{-2.0, 10.0});
  CHECK(paddedRange(values, 0.0, true) == std::pair{0.1, 10.0});
  CHECK(paddedRange({}, 0.0) == std::pair{0.0, 1.0});
}

TEST_CASE("axis: labels along an axis never touch") {
  for (const double length : {60.0, 120.0, 300.0, 900.0}) {
    const LabelledTicks ticks = ticksAlong({{}, 3652.5, 7287.5, false, false, true}, length, true);
    const double spacing = ticks.ticks.majors.size() < 2 ? length : ticks.ticks.step / (7287.5 - 3652.5) * length;
    CHECK(spacing > 30);  // "4000" is 27 px wide
  }
}
