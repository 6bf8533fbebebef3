// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QColor>
#include <QGraphicsScene>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QWheelEvent>
#include <cmath>
#include <limits>

#include "support/Catch.h"
#include "support/FigureMouse.h"
#include "ui/plot/ColourMap.h"
#include "ui/plot/FigureView.h"

using namespace maury::ui;
using maury::test::mouse;
using maury::test::pixelOf;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::unique_ptr<FigureView> shown(const GridSpec& grid = {}, const QSize& size = {400, 300}) {
  Theme::setCurrent(Theme::Kind::Light);
  auto view = std::make_unique<FigureView>(grid);
  view->resize(size);
  for (int r = 0; r < grid.rows; ++r)
    for (int c = 0; c < grid.columns; ++c)
      view->panel(r, c).setAxes({"x", 0, 10}, {"y", 0, 10});
  view->show();
  QApplication::processEvents();
  return view;
}

QColor colourAt(FigureView& view, double x, double y) {
  QApplication::processEvents();
  return view.grab().toImage().pixelColor(pixelOf(view, x, y));
}

void drag(FigureView& view, const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton) {
  mouse(view, QEvent::MouseButtonPress, from, button);
  mouse(view, QEvent::MouseMove, (from + to) / 2, button);
  mouse(view, QEvent::MouseMove, to, button);
  mouse(view, QEvent::MouseButtonRelease, to, button);
  QApplication::processEvents();
}

/// Returns 2 × 2 cells over 0–10:   upper row  NaN 4
///                                  lower row  1   0
DensityCells fourCells() {
  DensityCells cells;
  cells.columns = cells.rows = 2;
  cells.xHigh = cells.yHigh = 10;
  cells.values = {1, 0, kNan, 4};
  cells.scale = {ColourMapName::Cividis, Scaling::Log, 1, 4};
  return cells;
}

}  // namespace

TEST_CASE("figure: a density's cells have the map's colours, and zero and NaN are blank") {
  auto view = shown();
  view->panel().setDensity(fourCells());
  const QColor card = Theme::light().card;
  CHECK(colourAt(*view, 2.5, 2.5) == QColor(0xFEE838));  // light end of cividis: fewest stars in a light theme
  CHECK(colourAt(*view, 7.5, 7.5) == QColor(0x00224E));
  CHECK(colourAt(*view, 7.5, 2.5) == card);
  CHECK(colourAt(*view, 2.5, 7.5) == card);
}

TEST_CASE("figure: panels rendered in parallel look the same as panels rendered one by one") {
  auto together = shown({.rows = 3, .columns = 4}, {900, 500}), alone = shown({.rows = 3, .columns = 4}, {900, 500});
  for (FigureView* view : {together.get(), alone.get()})
    for (int r = 0; r < 3; ++r)
      for (int c = 0; c < 4; ++c) {
        DensityCells cells = fourCells();
        cells.values[1] = 1.0F + 0.3F * static_cast<float>(4 * r + c);
        view->panel(r, c).setDensity(cells);
        const double half = 1.0 + 0.25 * (4 * r + c);
        ContourLevel level;
        level.lines = {{{{5 - half, 5}, {5, 5 - half}, {5 + half, 5}, {5, 5 + half}}, true}};
        level.label = "60 %";
        view->panel(r, c).setLayer("c", Contours{{level}});
      }
  const auto paintImage = [](const auto& render) {
    QImage image(900, 500, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    render(painter);
    return image;
  };
  const QRectF all(0, 0, 900, 500);
  CHECK(alone->panel().needsPixels(1.0));
  // Rendering the scene bypasses FigureView::drawBackground(), so each panel renders its own layers.
  const QImage one = paintImage([&](QPainter& painter) { alone->scene()->render(&painter, all, all); });
  const QImage other = paintImage([&](QPainter& painter) {
    painter.setRenderHints(together->renderHints());
    together->render(&painter, all, all.toRect());
  });
  CHECK_FALSE(together->panel(2, 3).needsPixels(1.0));
  CHECK(one.pixelColor(pixelOf(*alone, 7.5, 7.5, 2, 3)) == QColor(0x00224E));
  CHECK(one == other);
}

TEST_CASE("figure: a reversed axis turns the density with it") {
  auto view = shown();
  Axis x{"x", 0, 10};
  x.reversed = true;
  view->panel().setAxes(x, {"y", 0, 10});
  view->panel().setDensity(fourCells());
  CHECK(colourAt(*view, 7.5, 7.5) == QColor(0x00224E));
  CHECK(pixelOf(*view, 7.5, 5).x() < pixelOf(*view, 2.5, 5).x());
}

TEST_CASE("figure: a signed map is white at zero and symmetric about it") {
  const ColourScale scale{ColourMapName::Diverging, Scaling::Signed, -1, 3};
  CHECK(scale.place(0) == 0.5);
  CHECK(scale.place(3) == 1.0);
  CHECK(scale.place(-1) == Approx(0.5 - 1.0 / 6));
  const ColourMap map(ColourMapName::Diverging, false);
  CHECK(qBlue(map.at(1)) > qRed(map.at(1)));
  CHECK(qRed(map.at(0)) > qBlue(map.at(0)));
  CHECK(QColor(map.at(0.5)).lightness() > 240);
}

TEST_CASE("figure: a contour and a line pass through their pixels") {
  auto view = shown();
  ContourLevel level;
  level.lines = {{{{2, 2}, {8, 2}, {8, 8}, {2, 8}}, true}};
  level.ink = Ink(0xFF0000);
  level.width = 3;
  view->panel().setLayer("c", Contours{{level}});
  view->panel().setLayer("l", Line{{0, 10}, {5, 5}, {Ink(0x0000FF), 3}});
  CHECK(colourAt(*view, 5, 8) == QColor(255, 0, 0));
  CHECK(colourAt(*view, 2, 5.5) == QColor(255, 0, 0));  // the closing side
  CHECK(colourAt(*view, 1, 5) == QColor(0, 0, 255));
  view->panel().removeLayer("c");
  CHECK(colourAt(*view, 5, 8) == Theme::light().card);
}

TEST_CASE("figure: a contour has a gap for its label, and only while it has one") {
  auto view = shown();
  ContourLevel level;
  level.lines = {{{{1, 5}, {9, 5}}, false}};
  level.ink = Ink(0xFF0000);
  const auto red = [&](const char* label) {
    level.label = label;
    view->panel().setLayer("c", Contours{{level}});
    QApplication::processEvents();
    const QImage image = view->grab().toImage();
    int count = 0;
    for (int x = pixelOf(*view, 1, 5).x(); x <= pixelOf(*view, 9, 5).x(); ++x) {
      bool isRed = false;
      for (int y = pixelOf(*view, 1, 5).y() - 2; y <= pixelOf(*view, 1, 5).y() + 2; ++y)
        isRed |= image.pixelColor(x, y).saturation() > 100;
      count += isRed;
    }
    return count;
  };
  const int whole = red(""), gapped = red("60 %");
  CHECK(whole > 200);
  CHECK(gapped < whole - 15);
  CHECK(gapped > whole - 60);
  CHECK(red("") == whole);
}

TEST_CASE("figure: a dense band is filled without seams and ends at its gaps") {
  auto view = shown();
  std::vector<double> x, low, high;
  for (int i = 0; i <= 5000; ++i) {
    x.push_back(i * 0.002);
    low.push_back(i > 2400 && i < 2600 ? std::numeric_limits<double>::quiet_NaN() : 2.0);
    high.push_back(8.0);
  }
  view->panel().setLayer("b", Band{x, low, high, Ink(0x0000FF), 0.5});
  const QColor inside = colourAt(*view, 1, 5);
  CHECK(inside != Theme::light().card);
  const QImage image = view->grab().toImage();
  for (int px = pixelOf(*view, 0.1, 5).x(); px < pixelOf(*view, 4.7, 5).x(); ++px)
    CHECK(image.pixelColor(px, pixelOf(*view, 1, 5).y()) == inside);
  CHECK(colourAt(*view, 5, 5) == Theme::light().card);
  CHECK(colourAt(*view, 1, 9) == Theme::light().card);
}

TEST_CASE("figure: a value of zero on a log axis hides only itself") {
  auto view = shown();
  view->panel().setAxes({"x", 0, 10}, {"y", 0.1, 1000, true});
  view->panel().setLayer("l", Line{{0, 4, 5, 6, 10}, {10, 10, 0, 10, 10}, {Ink(0x0000FF), 3}});
  CHECK(colourAt(*view, 2, 10) == QColor(0, 0, 255));
  CHECK(colourAt(*view, 8, 10) == QColor(0, 0, 255));
  CHECK(colourAt(*view, 5, 10) == Theme::light().card);
}

TEST_CASE("figure: layers lie where the chart's own axes put their values") {
  auto view = shown();
  PlotPanel& panel = view->panel();
  for (const bool logarithmic : {false, true}) {
    panel.setAxes({"x", 1, 10, logarithmic}, {"y", -3, 7});
    const QPointF chart = panel.positionOf({4, 2});
    CHECK(panel.frame().xMap().toPixel(4) == Approx(chart.x()).margin(0.6));
    CHECK(panel.frame().yMap().toPixel(2) == Approx(chart.y()).margin(0.6));
  }
}

TEST_CASE("figure: a rubber band zooms to its rectangle, and back, forward and double click step through the views") {
  auto view = shown();
  drag(*view, pixelOf(*view, 2, 8), pixelOf(*view, 6, 3));
  CHECK(view->panel().xAxis().low == Approx(2).margin(0.1));
  CHECK(view->panel().xAxis().high == Approx(6).margin(0.1));
  CHECK(view->panel().yAxis().high == Approx(8).margin(0.1));
  view->zoomBack();
  CHECK(view->panel().xAxis().high == 10);
  view->zoomForward();
  CHECK(view->panel().xAxis().high == Approx(6).margin(0.1));
  mouse(*view, QEvent::MouseButtonDblClick, pixelOf(*view, 4, 5));
  CHECK(view->panel().xAxis().low == 0);
  CHECK(view->panel().xAxis().high == 10);
}

TEST_CASE("figure: the wheel keeps the value under the pointer and is one step of the history") {
  auto view = shown();
  const QPoint pointer = pixelOf(*view, 3, 6);
  const double before = view->panel().valueAt(view->mapToScene(pointer)).x();
  for (int i = 0; i < 3; ++i) {
    QWheelEvent event(pointer, view->viewport()->mapToGlobal(pointer), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(view->viewport(), &event);
  }
  CHECK(view->panel().xAxis().high - view->panel().xAxis().low == Approx(10 / std::pow(1.2, 3)));
  CHECK(view->panel().frame().xMap().toValue(pointer.x()) == Approx(before).margin(1e-9));
  view->zoomBack();
  CHECK(view->panel().xAxis().low == 0);
}

TEST_CASE("figure: the middle button pans") {
  auto view = shown();
  drag(*view, pixelOf(*view, 5, 5), pixelOf(*view, 3, 5), Qt::MiddleButton);
  CHECK(view->panel().xAxis().low == Approx(2).margin(0.1));
  CHECK(view->panel().xAxis().high == Approx(12).margin(0.1));
}

TEST_CASE("figure: in Box mode a drag emits its corners in data coordinates and keeps the range") {
  auto view = shown();
  view->setDragMode(FigureView::DragMode::Box);
  QSignalSpy spy(view.get(), &FigureView::outlined);
  drag(*view, pixelOf(*view, 2, 8), pixelOf(*view, 6, 3));
  REQUIRE(spy.count() == 1);
  const QRectF box = spy[0][2].value<QPolygonF>().boundingRect();
  CHECK(box.left() == Approx(2).margin(0.1));
  CHECK(box.top() == Approx(3).margin(0.1));
  CHECK(box.height() == Approx(5).margin(0.1));
  CHECK(view->panel().xAxis().high == 10);
}

TEST_CASE("figure: in Lasso mode a drag emits its outline in data coordinates of its panel and keeps the range") {
  auto view = shown({.rows = 1, .columns = 2});
  view->setDragMode(FigureView::DragMode::Lasso);
  QSignalSpy spy(view.get(), &FigureView::outlined), clicks(view.get(), &FigureView::clicked);
  const std::vector<QPointF> corners{{2, 2}, {8, 2}, {8, 7}, {2, 7}};
  mouse(*view, QEvent::MouseButtonPress, pixelOf(*view, 2, 2, 0, 1), Qt::LeftButton);
  for (std::size_t side = 0; side < corners.size(); ++side) {
    const QPointF from = corners[side], to = corners[(side + 1) % corners.size()];
    for (int step = 1; step <= 10; ++step) {
      const QPointF point = from + (to - from) * step / 10.0;
      mouse(*view, QEvent::MouseMove, pixelOf(*view, point.x(), point.y(), 0, 1), Qt::LeftButton);
    }
  }
  mouse(*view, QEvent::MouseButtonRelease, pixelOf(*view, 2, 2, 0, 1), Qt::LeftButton);
  REQUIRE(spy.count() == 1);
  CHECK(spy[0][1].toInt() == 1);
  const QPolygonF line = spy[0][2].value<QPolygonF>();
  CHECK(line.size() > 20);
  CHECK(line.containsPoint({5, 4}, Qt::OddEvenFill));
  CHECK_FALSE(line.containsPoint({5, 8}, Qt::OddEvenFill));
  CHECK(line.boundingRect().right() == Approx(8).margin(0.15));
  CHECK(view->panel(0, 1).xAxis().high == 10);

  mouse(*view, QEvent::MouseButtonPress, pixelOf(*view, 5, 5), Qt::LeftButton);
  mouse(*view, QEvent::MouseButtonRelease, pixelOf(*view, 5, 5), Qt::LeftButton);
  CHECK(spy.count() == 1);
  CHECK(clicks.count() == 1);
}

TEST_CASE("figure: the pointer is read out in data coordinates of its panel") {
  auto view = shown({.rows = 1, .columns = 2});
  QSignalSpy spy(view.get(), &FigureView::hovered);
  mouse(*view, QEvent::MouseMove, pixelOf(*view, 4, 7, 0, 1), Qt::NoButton);
  REQUIRE(spy.count() == 1);
  CHECK(spy[0][1].toInt() == 1);
  CHECK(spy[0][2].toDouble() == Approx(4).margin(0.15));
  CHECK(spy[0][3].toDouble() == Approx(7).margin(0.15));
}

TEST_CASE("figure: panels of a column share x, of a row share y, and plot areas are aligned") {
  auto view = shown({.rows = 2, .columns = 2}, {500, 400});
  view->zoomTo(0, 0, 2, 4, 6, 9);
  CHECK(view->panel(1, 0).xAxis().high == 4);
  CHECK(view->panel(1, 0).yAxis().high == 10);
  CHECK(view->panel(0, 1).yAxis().low == 6);
  CHECK(view->panel(0, 1).xAxis().high == 10);
  QApplication::processEvents();
  CHECK(view->panel(0, 0).frame().area.left() == view->panel(1, 0).frame().area.left());
  CHECK(view->panel(0, 0).frame().area.width() == view->panel(0, 1).frame().area.width());
  CHECK(view->panel(0, 0).frame().area.bottom() == view->panel(0, 1).frame().area.bottom());
}

TEST_CASE("figure: new home ranges keep the user's zoom where it lies inside them") {
  auto view = shown();
  view->zoomTo(0, 0, 2, 4, 2, 4);
  view->panel().setAxes({"x", 0, 12}, {"y", 0, 10});
  CHECK(view->panel().xAxis().high == 4);
  view->resetZoom();
  CHECK(view->panel().xAxis().high == 12);
  view->zoomTo(0, 0, 2, 4, 2, 4);
  view->panel().setAxes({"x", 100, 120}, {"y", 0, 10});
  CHECK(view->panel().xAxis().low == 100);
}

TEST_CASE("figure: ranges that cannot be shown are refused") {
  auto view = shown();
  PlotPanel& panel = view->panel();
  panel.setXRange(5, 5);
  panel.setXRange(7, 3);
  panel.setXRange(0, std::numeric_limits<double>::infinity());
  CHECK(panel.xAxis().high == 10);
  panel.setAxes({"x", -1, 100, true}, {"y", 0, 0});
  CHECK(panel.xAxis().low > 0);
  CHECK(panel.yAxis().high > panel.yAxis().low);
}

TEST_CASE("figure: a press, a drag and a wheel on a hidden figure do nothing and do not crash") {
  auto view = shown();
  mouse(*view, QEvent::MouseButtonPress, {200, 150});
  view->hide();
  mouse(*view, QEvent::MouseMove, {250, 200});
  mouse(*view, QEvent::MouseButtonRelease, {250, 200});
  mouse(*view, QEvent::MouseButtonPress, {200, 150});
  view->panel().hide();
  mouse(*view, QEvent::MouseButtonDblClick, {200, 150});
  CHECK(view->panel().xAxis().high == 10);
}

TEST_CASE("figure: a smaller grid keeps the layers of the panels that stay") {
  auto view = shown({.rows = 2, .columns = 2}, {500, 400});
  view->panel(0, 0).setDensity(fourCells());
  view->setGrid({.rows = 1, .columns = 1});
  QApplication::processEvents();
  CHECK(view->panel().density() != nullptr);
  CHECK(colourAt(*view, 7.5, 7.5) == QColor(0x00224E));
}

TEST_CASE("figure: inks follow a change of theme") {
  auto view = shown();
  view->panel().setLayer("l", Line{{0, 10}, {5, 5}, {Ink::Role::Text, 3}});
  CHECK(colourAt(*view, 3, 5) == Theme::light().text);
  Theme::setCurrent(Theme::Kind::Dark);
  CHECK(colourAt(*view, 3, 5) == Theme::dark().text);
  CHECK(colourAt(*view, 3, 8) == Theme::dark().card);
  Theme::setCurrent(Theme::Kind::Light);
}
