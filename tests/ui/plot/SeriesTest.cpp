// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <regex>

#include "support/Catch.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/plot/items/drawing/Polylines.h"
#include "ui/plot/series/SeriesLayers.h"

using namespace maury::ui;

namespace {

const QColor kBlue(0, 0, 255), kRed(255, 0, 0);
const Ink kBlueInk(0x0000FF), kRedInk(0xFF0000);
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

std::unique_ptr<FigureView> shown(const Axis& x = {"x", 0, 10}, const Axis& y = {"y", 0, 10}) {
  Theme::setCurrent(Theme::Kind::Light);
  auto view = std::make_unique<FigureView>();
  view->resize(400, 300);
  view->panel().setAxes(x, y);
  view->show();
  QApplication::processEvents();
  return view;
}

QColor colourAt(FigureView& view, double x, double y) {
  QApplication::processEvents();
  return view.grab().toImage().pixelColor(view.panel().positionOf({x, y}).toPoint());
}

/// Returns a sine over 0–10 with this number of points.
std::pair<std::vector<double>, std::vector<double>> sine(std::size_t points) {
  std::vector<double> x, y;
  for (std::size_t i = 0; i < points; ++i) {
    x.push_back(10.0 * static_cast<double>(i) / static_cast<double>(points - 1));
    y.push_back(5.0 + 3.0 * std::sin(x.back()));
  }
  return {x, y};
}

}  // namespace

TEST_CASE("plot: a curve of up to a few thousand points is a series of the chart, a longer one is not") {
  auto view = shown();
  PlotPanel& panel = view->panel();
  auto [x, y] = sine(kMaxSeriesPoints);
  panel.setLayer("curve", Line{x, y});
  CHECK(panel.seriesCount() == 1);
  std::tie(x, y) = sine(kMaxSeriesPoints + 1);
  panel.setLayer("curve", Line{x, y});
  CHECK(panel.seriesCount() == 0);
}

TEST_CASE("plot: a curve has the same pixels as a series and as a layer of its own") {
  auto asSeries = shown(), asLayer = shown();
  auto [x, y] = sine(kMaxSeriesPoints);
  asSeries->panel().setLayer("curve", Line{x, y, {kBlueInk, 3.0}});
  std::tie(x, y) = sine(kMaxSeriesPoints + 1);
  asLayer->panel().setLayer("curve", Line{x, y, {kBlueInk, 3.0}});
  QApplication::processEvents();
  const QImage one = asSeries->grab().toImage(), other = asLayer->grab().toImage();
  int different = 0;
  for (int row = 0; row < one.height(); ++row)
    for (int column = 0; column < one.width(); ++column)
      if (std::abs(one.pixelColor(column, row).red() - other.pixelColor(column, row).red()) > 60) ++different;
  CHECK(different < 20);
  CHECK(colourAt(*asSeries, 5.0, 5.0 + 3.0 * std::sin(5.0)) == kBlue);
}

TEST_CASE("plot: a gap in a curve divides its series, and a shorter curve hides what is left of them") {
  auto view = shown();
  view->panel().setLayer("curve", Line{{0, 2, 4, 6, 8, 10}, {5, 5, kGap, 5, 5, 5}, {kBlueInk, 3.0}});
  CHECK(view->panel().seriesCount() == 2);
  CHECK(colourAt(*view, 1, 5) == kBlue);
  CHECK(colourAt(*view, 9, 5) == kBlue);
  CHECK(colourAt(*view, 4, 5) == Theme::light().card);
  view->panel().setLayer("curve", Line{{0, 2}, {5, 5}, {kBlueInk, 3.0}});
  CHECK(colourAt(*view, 1, 5) == kBlue);
  CHECK(colourAt(*view, 9, 5) == Theme::light().card);
  view->panel().removeLayer("curve");
  CHECK(view->panel().seriesCount() == 0);
  CHECK(colourAt(*view, 1, 5) == Theme::light().card);
}

TEST_CASE("plot: areas lie below lines and lines below points, whatever came first") {
  auto view = shown();
  PlotPanel& panel = view->panel();
  panel.setLayer("points", Points{{5}, {5}, kRedInk, 8.0});
  panel.setLayer("line", Line{{0, 10}, {5, 5}, {kBlueInk, 4.0}});
  panel.setLayer("bars", Bars{{0, 10}, {9}, Ink(0x00A000), 1.0});
  CHECK(colourAt(*view, 5, 5) == kRed);
  CHECK(colourAt(*view, 2, 5) == kBlue);
  CHECK(colourAt(*view, 2, 7) == QColor(0, 160, 0));
}

TEST_CASE("plot: a series follows zoom and theme") {
  auto view = shown();
  view->panel().setLayer("line", Line{{0, 10}, {0, 10}, {Ink::Role::Text, 4.0}});
  view->zoomTo(0, 0, 2, 4, 2, 4);
  CHECK(colourAt(*view, 3, 3) == Theme::light().text);
  view->setThemeOverride(Theme::dark());
  CHECK(colourAt(*view, 3, 3) == Theme::dark().text);
  view->resetZoom();
  CHECK(colourAt(*view, 8, 8) == Theme::dark().text);
}

TEST_CASE("plot: bars and bands end at the frame, also on a logarithmic axis") {
  auto view = shown({"x", 0, 10}, {"y", 0.1, 1000, true});
  view->panel().setLayer("bars", Bars{{0, 2, 4, 6}, {1, kGap, 1e9}, kBlueInk, 1.0});
  CHECK(colourAt(*view, 1, 0.5) == kBlue);
  CHECK(colourAt(*view, 1, 5) == Theme::light().card);
  CHECK(colourAt(*view, 3, 0.5) == Theme::light().card);
  CHECK(colourAt(*view, 5, 900) == kBlue);
  view->panel().setLayer("band", Band{{6.5, 9.5}, {0, 0}, {10, 10}, kRedInk, 1.0});
  CHECK(colourAt(*view, 8, 0.2) == kRed);
  CHECK(colourAt(*view, 8, 20) == Theme::light().card);
}

TEST_CASE("plot: an edge is clamped to the frame at its exact crossings") {
  const QRectF area(0, 0, 10, 10);
  const QPolygonF edge = clampToArea(QPolygonF({{-5, 5}, {5, -5}, {15, 5}}), area);
  // The edge enters on the left at y = 0, follows the top, and leaves on the right at y = 0.
  REQUIRE(edge.size() >= 2);
  for (const QPointF& point : edge)
    CHECK(area.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(point));
  const QPolygonF slope = clampToArea(QPolygonF({{0, -10}, {10, 30}}), area);
  REQUIRE(slope.size() == 4);
  CHECK(slope[1] == QPointF(2.5, 0));  // exact crossings, not the ends pulled inside
  CHECK(slope[2] == QPointF(5, 10));
}

TEST_CASE("plot: an exported series stays within the frame") {
  const maury::test::TemporaryFolder folder;
  auto view = shown();
  view->panel().setLayer("line", Line{{-100, 110}, {-100, 110}, {kBlueInk, 2.0}});
  view->panel().setLayer("band", Band{{-100, 110}, {-500, -500}, {500, 500}, kRedInk, 0.5});
  const std::filesystem::path file = folder / "series.svg";
  exportFigure(*view, file, {});
  const std::string svg = maury::test::bytesOf(file);
  std::smatch box;
  REQUIRE(std::regex_search(svg, box, std::regex("viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"")));
  const double widest = std::max(std::stod(box[1]), std::stod(box[2]));
  const std::regex number("-?[0-9]+\\.?[0-9]*(e[+-]?[0-9]+)?");
  const std::regex path("(?: d|points)=\"([^\"]*)\"");
  int found = 0;
  for (std::sregex_iterator it(svg.begin(), svg.end(), path); it != std::sregex_iterator(); ++it) {
    const std::string data = (*it)[1];
    for (std::sregex_iterator n(data.begin(), data.end(), number); n != std::sregex_iterator(); ++n, ++found)
      CHECK(std::abs(std::stod(n->str())) <= widest);
  }
  CHECK(found > 10);
}
