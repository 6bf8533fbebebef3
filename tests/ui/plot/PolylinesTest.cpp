// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/drawing/Polylines.h"

#include <QRectF>
#include <cmath>
#include <limits>

#include "support/Catch.h"
#include "ui/plot/items/LineMarksItem.h"

using namespace maury::ui;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("polylines: thinning a long line keeps single-pixel spikes and at most two points a column") {
  const std::size_t count = 1'000'000;
  std::vector<double> x(count), y(count);
  for (std::size_t i = 0; i < count; ++i) {
    x[i] = static_cast<double>(i);
    y[i] = std::sin(0.001 * x[i]);
  }
  y[123456] = 50;
  y[777777] = -40;
  const AxisMap xMap{0, 1e6, 0, 500, false}, yMap{-100, 100, 200, 0, false};
  const auto lines = decimate(x, y, xMap, yMap, 1.0, true);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].size() <= 2 * 501);
  double highest = 1e9, lowest = -1e9;
  for (const QPointF& point : lines[0]) {
    highest = std::min(highest, point.y());
    lowest = std::max(lowest, point.y());
  }
  CHECK(highest == Approx(yMap.toPixel(50)));
  CHECK(lowest == Approx(yMap.toPixel(-40)));
}

TEST_CASE("polylines: a line breaks at NaN, and at zero on a log axis, and the rest is drawn") {
  const std::vector<double> x{0, 1, 2, 3, 4}, y{1, 10, kNan, 10, 1}, withZero{1, 10, 0, 10, 1};
  const AxisMap xMap{0, 4, 0, 100, false}, linear{0, 10, 100, 0, false}, log{0.1, 100, 100, 0, true};
  CHECK(decimate(x, y, xMap, linear, 1.0, true).size() == 2);
  const auto lines = decimate(x, withZero, xMap, log, 1.0, true);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0][1].y() == Approx(100 - 100 * 2.0 / 3));
}

TEST_CASE("polylines: a zoomed line keeps the neighbours that lead out of the frame") {
  const std::vector<double> x{0, 1, 2, 3, 4, 5};
  CHECK(visibleRange(x, 1.5, 3.5) == std::pair<std::size_t, std::size_t>{1, 5});
  CHECK(visibleRange(x, 2.2, 2.8) == std::pair<std::size_t, std::size_t>{2, 4});
}

TEST_CASE("polylines: clipping cuts a line exactly at the frame") {
  const auto parts = clipLine(QPolygonF({{-10, 5}, {30, 5}, {30, 50}}), QRectF(0, 0, 20, 20));
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].first() == QPointF(0, 5));
  CHECK(parts[0].last() == QPointF(20, 5));
  CHECK(clipLine(QPolygonF({{-10, -5}, {30, -5}}), QRectF(0, 0, 20, 20)).empty());
}

TEST_CASE("polylines: a filled polygon is cut to the frame") {
  const QPolygonF cut = clipPolygon(QPolygonF({{-5, -5}, {50, -5}, {50, 50}, {-5, 50}}), QRectF(0, 0, 20, 10));
  CHECK(cut.boundingRect() == QRectF(0, 0, 20, 10));
}

TEST_CASE("line marks: names never overlap, because the lighter one moves sideways or is left out") {
  // Ca (weight 2) stays at 100, Fe at 112 moves sideways, and a third name at 101 does not fit.
  const auto places = placeNames({100, 112, 101, 300}, {24, 24, 40, 24}, {2, 1, 0.5, 1}, 0, 400, 4);
  CHECK(places[0] == 100);
  CHECK(places[1] == 128);
  CHECK(std::isnan(places[2]));
  CHECK(places[3] == 300);
  CHECK(std::isnan(placeNames({100, 100, 100, 100, 100}, {30, 30, 30, 30, 30}, {5, 4, 3, 2, 1}, 0, 200, 4)[4]));
}
