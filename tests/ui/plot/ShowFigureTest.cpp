// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ShowFigure.h"

#include <QApplication>
#include <QImage>

#include "support/Catch.h"
#include "ui/plot/FigureView.h"

using namespace maury;
using namespace maury::ui;

namespace {

/// Returns a figure of one panel over 0–10 with a horizontal line of this colour.
workbench::Figure figureWith(const std::string& key, std::uint32_t rgb, double yHigh = 10.0) {
  workbench::Figure figure;
  figure.keepsZoomX = true;
  figure.panel().x.high = 10.0;
  figure.panel().y.high = yHigh;
  figure.panel().add(key, workbench::Line{{0.0, 10.0}, {5.0, 5.0}, {.ink = workbench::Ink(rgb), .width = 6.0}});
  return figure;
}

bool shows(FigureView& view, const QColor& colour) {
  QApplication::processEvents();
  const QImage image = view.grab().toImage();
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      count += image.pixelColor(x, y) == colour;
  return count > 20;
}

std::unique_ptr<FigureView> shown() {
  Theme::setCurrent(Theme::Kind::Light);
  auto view = std::make_unique<FigureView>();
  view->resize(400, 300);
  view->show();
  return view;
}

const QColor kRed(0xC0, 0x10, 0x10), kBlue(0x10, 0x10, 0xC0), kGreen(0x10, 0xA0, 0x10);

}  // namespace

TEST_CASE("show figure: layers are replaced by key, missing ones are removed, and the page's own stay") {
  auto view = shown();
  showFigure(*view, figureWith("a", 0xC01010));
  CHECK(shows(*view, kRed));
  view->panel().setLayer(QStringLiteral("of the page"), Line{{0.0, 10.0}, {2.0, 2.0}, {fixedInk(kGreen), 6.0}});
  showFigure(*view, figureWith("a", 0x1010C0));
  CHECK_FALSE(shows(*view, kRed));
  CHECK(shows(*view, kBlue));
  showFigure(*view, figureWith("b", 0xC01010));
  CHECK_FALSE(shows(*view, kBlue));
  CHECK(shows(*view, kRed));
  CHECK(shows(*view, kGreen));
}

TEST_CASE("show figure: the layer that comes later lies on top, whatever was there before") {
  auto view = shown();
  workbench::Figure below = figureWith("a", 0xC01010);
  showFigure(*view, below);
  workbench::Figure both = figureWith("b", 0x1010C0);
  both.panel().layers.push_back(below.panel().layers.front());
  showFigure(*view, both);  // "a" was there before; "b" is new and lies below it
  CHECK(shows(*view, kRed));
  CHECK_FALSE(shows(*view, kBlue));
}

TEST_CASE("show figure: x keeps its displayed range while y changes, until the number of columns changes") {
  auto view = shown();
  showFigure(*view, figureWith("a", 0xC01010));
  view->panel().setRange(2.0, 4.0, 0.0, 10.0);
  showFigure(*view, figureWith("a", 0xC01010, 3.0));
  CHECK(view->panel().xAxis().low == 2.0);
  CHECK(view->panel().yAxis().high == 3.0);

  workbench::Figure two({.rows = 1, .columns = 2});
  two.keepsZoomX = true;
  for (workbench::Panel& panel : two.panels)
    panel.x.high = panel.y.high = 10.0;
  two.panel(0, 0).initialX = {0.0, 5.0};
  two.panel(0, 1).initialX = {5.0, 10.0};
  showFigure(*view, two);
  CHECK(view->panel(0, 0).xAxis().high == 5.0);
  CHECK(view->panel(0, 1).xAxis().low == 5.0);
  showFigure(*view, figureWith("a", 0xC01010));
  CHECK(view->panel().xAxis().high == 10.0);
}

TEST_CASE("show figure: marks are movable only if the contents say so, and densities are shown and removed") {
  auto view = shown();
  workbench::Figure figure = figureWith("a", 0xC01010);
  figure.panel().add("edge", workbench::VerticalMark{.x = 5.0, .movableEdge = workbench::PlaneEdge{true, 2}});
  figure.panel().density = workbench::DensityCells{1, 1, 0.0, 10.0, 0.0, 10.0, {1.0F}, {}};
  showFigure(*view, figure);
  QApplication::processEvents();
  const QPointF middle = view->panel().frame().area.center();
  CHECK(view->panel().movableAt(middle, 3.0) == workbench::PlaneEdge{true, 2});
  CHECK(view->panel().density() != nullptr);
  figure = figureWith("a", 0xC01010);
  figure.panel().add("edge", workbench::VerticalMark{.x = 5.0});
  showFigure(*view, figure);
  CHECK_FALSE(view->panel().movableAt(middle, 3.0));
  CHECK(view->panel().density() == nullptr);
}
