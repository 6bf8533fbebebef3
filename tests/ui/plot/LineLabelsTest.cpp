// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/LineLabels.h"

#include <QLineF>
#include <cmath>
#include <numbers>

#include "support/Catch.h"

using namespace maury::ui;

namespace {

const QRectF kArea(0, 0, 300, 200);

QPolygonF circle(const QPointF& centre, double radius) {
  QPolygonF line;
  for (int i = 0; i <= 90; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / 90;
    line.append(centre + radius * QPointF(std::cos(angle), std::sin(angle)));
  }
  return line;
}

double lengthOf(const std::vector<QPolygonF>& lines) {
  double length = 0.0;
  for (const QPolygonF& line : lines)
    for (qsizetype i = 1; i < line.size(); ++i)
      length += QLineF(line[i - 1], line[i]).length();
  return length;
}

}  // namespace

TEST_CASE("line labels: a label lies along its line, the right way up, and the line has a gap below it") {
  const std::vector<QPolygonF> falling{{{20, 20}, {280, 180}}}, back{{{280, 180}, {20, 20}}};
  for (const auto& lines : {falling, back}) {
    const auto label = placeOnLine(lines, {30, 10}, kArea, {}, {});
    REQUIRE(label);
    CHECK(label->degrees == Approx(std::atan2(160.0, 260.0) * 180.0 / std::numbers::pi));
    CHECK(lengthOf(lines) - lengthOf(cutGap(lines, label->box)) == Approx(30.0).margin(2.5));
  }
  const auto upright = placeOnLine({{{150, 10}, {150, 190}}}, {30, 10}, kArea, {}, {});
  REQUIRE(upright);
  CHECK(std::abs(upright->degrees) == Approx(90.0));
}

TEST_CASE(
    "line labels: a label is left out where its line is short or bent, or where it would leave the frame or touch "
    "anything") {
  CHECK_FALSE(placeOnLine({{{20, 20}, {100, 20}}}, {30, 10}, kArea, {}, {}));   // shorter than three labels
  CHECK_FALSE(placeOnLine({circle({150, 100}, 16)}, {30, 10}, kArea, {}, {}));  // too strongly bent
  CHECK(placeOnLine({circle({150, 100}, 80)}, {30, 10}, kArea, {}, {}));
  CHECK_FALSE(placeOnLine({{{20, 3}, {280, 3}}}, {30, 10}, kArea, {}, {}));  // half of the label above the frame
  const std::vector<QPolygonF> level{{{20, 100}, {280, 100}}};
  CHECK_FALSE(placeOnLine(level, {30, 10}, kArea, {{{20, 103}, {280, 103}}}, {}));  // a line through the label
  CHECK_FALSE(placeOnLine(level, {30, 10}, kArea, {}, {QPolygonF(QRectF(0, 90, 300, 20))}));
  // Only the right-hand part of the line is free.
  const auto label =
      placeOnLine(level, {30, 10}, kArea, {{{20, 103}, {200, 103}}}, {QPolygonF(QRectF(250, 90, 50, 20))});
  REQUIRE(label);
  CHECK(label->box.boundingRect().left() >= 200.0);
  CHECK(label->box.boundingRect().right() <= 250.0);
}
