// SPDX-License-Identifier: GPL-3.0-or-later
// Stars selected with the mouse in one view are shown in the others.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTableWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "FigureSelection.h"
#include "PageText.h"
#include "Program.h"
#include "galaxy/density/Lasso.h"
#include "galaxy/positions/Positions.h"
#include "galaxy/positions/Sky.h"
#include "ui/models/StarTableModel.h"
#include "ui/pages/Page.h"
#include "ui/pages/data/DataPage.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/pages/galaxy/HistogramSlider.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/plot/FigureView.h"
#include "ui/shell/bars/FilterField.h"

using namespace maury;
using namespace maury::ui;
using maury::test::drag;
using maury::test::mouse;
using maury::test::pageShows;
using maury::test::pixelOf;
using maury::test::Program;
using maury::test::selectedPixels;
using maury::test::waitFor;

namespace {

FigureView& shownFigure(Program& program) {
  for (auto* view : program.window.currentPage()->findChildren<FigureView*>())
    if (view->isVisible()) return *view;
  FAIL("no figure is shown");
  throw 0;
}

/// Returns the rows of the stars with x and y inside the rectangle.
std::vector<std::size_t> within(const survey::Dataset& stars, double xLow, double xHigh, double yLow, double yHigh,
                                const char* xName = "mh", const char* yName = "alpham") {
  const auto x = stars.numeric(xName), y = stars.numeric(yName);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] > xLow && x[i] < xHigh && y[i] > yLow && y[i] < yHigh) rows.push_back(i);
  return rows;
}

/// Returns the Galaxy page's figure with one large panel of [α/M] against [M/H] for all stars.
FigureView& onePanel(Program& program) {
  program.goTo("Galaxy");
  Program::type(program.find<QLineEdit>("radiusEdges"), "0, 100");
  Program::type(program.find<QLineEdit>("heightEdges"), "0, 100");
  REQUIRE(waitFor([&] {
    const auto views = program.window.currentPage()->findChildren<FigureView*>();
    return !views.isEmpty() && views.front()->isVisible() && views.front()->grid().columns == 1;
  }));
  return shownFigure(program);
}

}  // namespace

TEST_CASE("selection: a box and a lasso in a panel select the stars inside, and modes combine selections") {
  Program program;
  program.open(test::mockFile());
  FigureView& view = onePanel(program);
  const Selection& selection = program.session.selection();
  CHECK(selectedPixels(view) == 0);

  program.clickWord("galaxyTool", "box");
  drag(view, {{-0.8, 0.1}, {-0.5, 0.2}, {0.2, 0.35}});
  // Mouse positions are whole pixels, so allow for their rounding.
  const auto& stars = *program.session.stars();
  const auto low = within(stars, -0.79, 0.19, 0.102, 0.348).size(),
             high = within(stars, -0.81, 0.21, 0.098, 0.352).size();
  REQUIRE(low > 20);
  CHECK(selection.count() >= low);
  CHECK(selection.count() <= high);
  CHECK(waitFor([&] { return selectedPixels(view) > 40; }));

  const auto boxed = selection.set()->rows();
  program.clickWord("galaxyTool", "lasso");
  drag(view, {{-1, -0.1}, {-1, 0.4}, {-0.3, 0.4}, {-0.3, -0.1}, {-0.6, -0.1}}, Qt::ShiftModifier | Qt::ControlModifier);
  CHECK(selection.count() < boxed.size());
  CHECK(selection.count() > 0);
  const auto mh = stars.numeric("mh");
  for (const std::size_t row : selection.set()->rows())
    CHECK(mh[row] < -0.28);
  program.session.selection().undoStack().undo();
  CHECK(selection.set()->rows() == boxed);
  program.session.selection().undoStack().undo();
  CHECK(waitFor([&] { return selectedPixels(view) == 0; }));
}

TEST_CASE("selection: a click inside a contour selects the stars inside the drawn line") {
  Program program;
  program.open(test::mockFile());
  FigureView& view = onePanel(program);
  const Selection& selection = program.session.selection();
  const auto* page = program.window.findChild<GalaxyPage*>();
  REQUIRE(waitFor([&] { return page->grid() && page->grid()->panels.size() == 1; }));
  const galaxy::Panel panel = page->grid()->panels[0];
  REQUIRE(panel.contours.size() == 3);
  const auto inner = std::max_element(panel.contours[0].begin(), panel.contours[0].end(),
                                      [](const auto& a, const auto& b) { return a.points.size() < b.points.size(); });
  QPointF middle;
  for (const galaxy::Point& point : inner->points)
    middle += QPointF(point.x, point.y) / static_cast<double>(inner->points.size());
  const auto click = [&](const QPointF& at, Qt::KeyboardModifiers keys = {}) { drag(view, {at}, keys); };

  click(middle);  // the tool is still zoom
  CHECK(selection.isEmpty());
  program.clickWord("galaxyTool", "contour");
  click(middle);
  const auto& stars = *program.session.stars();
  const auto mh = stars.numeric("mh"), alpha = stars.numeric("alpham");
  CHECK(selection.set()->rows() == galaxy::rowsInside(inner->points, mh, alpha, panel.stars));
  REQUIRE(selection.count() > 20);
  REQUIRE(selection.count() < panel.stars.size());
  CHECK(program.session.selection().undoStack().undoText() == "contour");

  click({0.55, 0.44});  // this point is outside all contours
  CHECK(selection.count() > 20);
  click(middle, Qt::ControlModifier);
  CHECK(selection.isEmpty());
  program.session.selection().undoStack().undo();
  CHECK(selection.count() > 20);
  program.clickWord("galaxyWhich", "Kiel");
  for (const auto* button : program.find<SegmentedControl>("galaxyTool")->findChildren<QToolButton*>())
    CHECK(button->isEnabled() == (button->text() != "contour"));
}

TEST_CASE("selection: stars selected in the Kiel diagram are marked in the table and averaged in the spectrum") {
  Program program;
  program.open(test::mockFile());
  FigureView& panels = onePanel(program);
  program.clickWord("galaxyWhich", "Kiel");
  REQUIRE(waitFor([&] { return !panels.isVisible() && shownFigure(program).panel().xAxis().reversed; }));
  FigureView& kiel = shownFigure(program);
  program.clickWord("galaxyTool", "box");
  drag(kiel, {{4000, 1.0}, {4500, 1.5}, {5000, 2.4}});
  // Allow for an error of two pixels in the positions of the mouse.
  const PlotFrame& frame = kiel.panel().frame();
  const double teff = 2.0 * (frame.x.high - frame.x.low) / frame.area.width(),
               logg = 2.0 * (frame.y.high - frame.y.low) / frame.area.height();
  const auto inside = [&](double sign) {
    return within(*program.session.stars(), 4000 - sign * teff, 5000 + sign * teff, 1.0 - sign * logg,
                  2.4 + sign * logg, "teff", "logg")
        .size();
  };
  const auto caught = program.session.selection().count();
  REQUIRE(inside(-1.0) > 20);
  CHECK(caught >= inside(-1.0));
  CHECK(caught <= inside(1.0));
  CHECK(waitFor([&] { return selectedPixels(kiel) > 40; }));

  program.goTo("Data");
  CHECK(waitFor([&] { return pageShows(program, QStringLiteral("%1 selected").arg(caught)); }));
  program.goTo("Spectrum");
  program.clickWord("spectrumMode", "mean of the stars");
  CHECK(waitFor([&] { return pageShows(program, QStringLiteral("Mean of %1 stars").arg(caught)); }, 15000));
  CHECK(pageShows(program, "Mean of the selected"));
}

TEST_CASE("selection: highlighted rows of the table are selected and drawn in the colour of the selection") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Data");
  auto* table = program.window.currentPage()->findChild<QTableView*>();
  auto* model = program.window.findChild<DataPage*>()->model();
  REQUIRE(waitFor([&] { return model->rowCount() == 300; }));
  table->selectRow(2);
  table->selectionModel()->select(model->index(5, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
  program.click("selectRows");
  CHECK(program.session.selection().set()->rows() == std::vector<std::size_t>{model->starAt(2), model->starAt(5)});
  table->clearSelection();
  QApplication::processEvents();
  const QImage drawn = table->viewport()->grab().toImage();
  const QRect cell = table->visualRect(model->index(5, 0)), other = table->visualRect(model->index(6, 0));
  CHECK(drawn.pixelColor(cell.left() + 1, cell.center().y()) == Selection::colour());
  CHECK(drawn.pixelColor(other.left() + 1, other.center().y()) != Selection::colour());
}

TEST_CASE("cuts: sliders and filter text stay in step, and the panels follow a drag") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* slider = program.find<HistogramSlider>("cut_snr");
  auto* field = program.window.findChild<FilterField*>();
  REQUIRE(waitFor([&] { return slider->isVisible() && slider->pixelOf(30.0) > slider->pixelOf(20.0) + 1.0; }));
  Program::type(field, "logg < 3.4 && snr > 20");
  CHECK(slider->bounds() == survey::Bounds{20.0, std::numeric_limits<double>::infinity()});
  CHECK(program.find<HistogramSlider>("cut_logg")->bounds().high == 3.4);

  const int y = slider->height() - 8;
  const QPoint from(static_cast<int>(slider->pixelOf(20.0)), y), to(static_cast<int>(slider->pixelOf(40.0)), y);
  QTest::mousePress(slider, Qt::LeftButton, {}, from);
  for (int i = 1; i <= 10; ++i) {
    const QPoint at = from + (to - from) * i / 10;
    QMouseEvent event(QEvent::MouseMove, QPointF(at), slider->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::LeftButton,
                      Qt::NoModifier);
    QApplication::sendEvent(slider, &event);
    waitFor([] { return false; }, 20);
  }
  QTest::mouseRelease(slider, Qt::LeftButton, {}, to);
  const double low = slider->bounds().low;
  CHECK(low > 33.0);
  CHECK(low < 47.0);
  const QString expected = QStringLiteral("logg < 3.4 && snr > %1").arg(low);
  REQUIRE(waitFor([&] { return program.session.filterText() == expected; }));
  CHECK(field->text() == expected);
  const auto snr = program.session.stars()->numeric("snr"), logg = program.session.stars()->numeric("logg");
  std::size_t passing = 0;
  for (std::size_t i = 0; i < snr.size(); ++i)
    passing += snr[i] > low && logg[i] < 3.4;
  CHECK(program.session.rows()->size() == passing);
  CHECK(waitFor([&] { return pageShows(program, QString::number(passing)); }));

  program.session.setFilter({});
  CHECK(slider->bounds() == survey::Bounds{});
}

TEST_CASE("selection: a lasso on the sky selects the stars at its Galactic latitudes") {
  Program program;
  program.open(test::mockFile());
  FigureView& panels = onePanel(program);
  program.clickWord("galaxyWhich", "sky");
  REQUIRE(waitFor([&] { return !panels.isVisible() && shownFigure(program).panel().xAxis().low == -2.05; }));
  FigureView& sky = shownFigure(program);
  program.clickWord("galaxyTool", "lasso");
  drag(sky, {{-2.03, 0.404}, {2.03, 0.404}, {2.03, 1.04}, {0, 1.04}, {-2.03, 1.04}, {-2.03, 0.5}});  // b > 30°
  const auto points = galaxy::skyPoints(*program.session.stars());
  std::size_t north = 0, nearly = 0;
  for (const double y : points.y) {
    north += y > 0.404;
    nearly += std::abs(y - 0.404) < 0.02;
  }
  REQUIRE(north > 20);
  CHECK(std::abs(static_cast<double>(program.session.selection().count()) - static_cast<double>(north)) <=
        static_cast<double>(nearly));
  CHECK(waitFor([&] { return selectedPixels(sky) > 40; }));
}

TEST_CASE("bins: an edge is dragged in the R–Z plane, and the panels follow") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* radius = program.find<QLineEdit>("radiusEdges");
  auto* height = program.find<QLineEdit>("heightEdges");
  Program::type(radius, "4, 8, 12");
  Program::type(height, "0, 1");
  auto* page = program.window.findChild<GalaxyPage*>();
  REQUIRE(waitFor([&] { return page->grid() && page->grid()->columns == 2 && page->grid()->rows == 1; }));
  FigureView& panels = shownFigure(program);
  program.clickWord("galaxyWhich", QStringLiteral("R–Z"));
  REQUIRE(waitFor([&] { return !panels.isVisible(); }));
  FigureView& plane = shownFigure(program);
  REQUIRE(waitFor([&] {
    return plane.panel().movableAt(pixelOf(plane, 8.0, 0.5), 5.0) == workbench::PlaneEdge{true, 1};
  }));
  const double across = (plane.panel().xAxis().high - plane.panel().xAxis().low) / plane.panel().frame().area.width();
  drag(plane, {{8.0, 0.5}, {7.6, 0.5}, {7.2, 0.5}, {7.0, 0.5}});
  REQUIRE(waitFor([&] { return std::abs(page->grid()->options.radiusEdgesKpc[1] - 7.0) < 0.05 + 2.0 * across; }));
  CHECK(radius->text().startsWith("4, "));
  CHECK(page->grid()->options.radiusEdgesKpc ==
        std::vector<double>{4.0, radius->text().split(", ")[1].toDouble(), 12.0});
  // An edge dragged past its neighbour stops next to it; dragging below the plane moves the edge of |Z|.
  const double edge = radius->text().split(", ")[1].toDouble();
  REQUIRE(waitFor([&] {
    return plane.panel().movableAt(pixelOf(plane, edge, 0.5), 5.0) == workbench::PlaneEdge{true, 1};
  }));
  drag(plane, {{edge, 0.5}, {5.0, 0.5}, {3.0, 0.5}});
  REQUIRE(waitFor([&] { return page->grid()->options.radiusEdgesKpc[1] == 4.05; }));
  REQUIRE(waitFor([&] {
    return plane.panel().movableAt(pixelOf(plane, 9.0, -1.0), 5.0) == workbench::PlaneEdge{false, 1, true};
  }));
  drag(plane, {{9.0, -1.0}, {9.0, -1.3}, {9.0, -1.5}});
  REQUIRE(waitFor([&] { return std::abs(page->grid()->options.heightEdgesKpc[1] - 1.5) < 0.1; }));
  CHECK(plane.panel().xAxis().low < 4.0);  // dragging the edge did not zoom
}

TEST_CASE("verdicts: a table shows how they change with the cut in S/N") {
  Program program;
  program.open(test::mockFile());
  onePanel(program);
  auto* measure = program.find<QComboBox>("galaxyMeasure");
  measure->setFocus();
  QTest::keyClick(measure, Qt::Key_End);
  auto* table = program.find<QTableWidget>("shares");
  REQUIRE(waitFor([&] { return table->rowCount() == 5; }, 15000));
  CHECK(table->verticalHeaderItem(1)->text() == "S/N > 15");
  const auto snr = program.session.stars()->numeric("snr");
  const auto above = std::count_if(snr.begin(), snr.end(), [](double value) { return value > 50.0; });
  CHECK(table->item(3, 0)->text() == QString::number(above));
  int panels = 0;
  for (int column = 1; column < table->columnCount(); ++column)
    panels += table->item(0, column)->text().section(' ', 0, 0).toInt();
  CHECK(panels == 1);
}

TEST_CASE("sun: another position changes R and Z of the stars and keeps filter, selection and predictions") {
  Program program;
  program.open(test::mockFile());
  program.goTo("Galaxy");
  auto* page = program.window.findChild<GalaxyPage*>();
  REQUIRE(waitFor([&] { return page->grid() != nullptr; }));
  program.session.setFilter("snr > 20");
  program.session.selection().combine(std::vector<std::size_t>{3, 4}, "box");
  const auto before = program.session.stars()->numeric("R_kpc");
  auto* distance = program.find<QDoubleSpinBox>("sunDistance");
  distance->setFocus();
  distance->selectAll();
  QTest::keyClicks(distance, "8.5");
  QTest::keyClick(distance, Qt::Key_Return);
  REQUIRE(waitFor([&] { return galaxy::sunStatement(*program.session.stars()) == "Sun at R 8.5 kpc, z 20.8 pc"; }));
  const auto after = program.session.stars()->numeric("R_kpc");
  CHECK(std::abs(after[0] - before[0]) > 0.01);
  CHECK(program.session.filterText() == "snr > 20");
  CHECK(program.session.selection().count() == 2);
}
