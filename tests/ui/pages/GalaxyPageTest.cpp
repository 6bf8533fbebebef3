// SPDX-License-Identifier: GPL-3.0-or-later
// Extras of the Galaxy page's panels: adaptive kernel, marginal histograms, overlays, spreading by errors.
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "FigureSelection.h"
#include "Program.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"

using namespace maury;
using namespace maury::ui;
using maury::test::Program;
using maury::test::waitFor;

namespace {

/// Returns the page with one large panel of all stars.
GalaxyPage& pageWithOnePanel(Program& program) {
  program.open(test::mockFile());
  auto& selection = program.session.selection();
  while (!selection.subsets().empty())  // left by other tests, which save them next to the same file
    selection.removeSubset(selection.subsets().front().name);
  program.goTo("Galaxy");
  Program::type(program.find<QLineEdit>("radiusEdges"), "0, 100");
  Program::type(program.find<QLineEdit>("heightEdges"), "0, 100");
  auto& page = *program.window.findChild<GalaxyPage*>();
  REQUIRE(waitFor([&] { return page.grid() && page.grid()->panels.size() == 1; }));
  return page;
}

FigureView& figureOf(const GalaxyPage& page) {
  for (auto* view : page.findChildren<FigureView*>())
    if (view->isVisible()) return *view;
  FAIL("no figure is shown");
  throw 0;
}

/// Returns the number of pixels in a rectangle that are darker than mid-grey.
int darkPixels(const QImage& image, const QRect& area) {
  int count = 0;
  for (int y = area.top(); y <= area.bottom(); ++y)
    for (int x = area.left(); x <= area.right(); ++x)
      count += qGray(image.pixel(x, y)) < 128;
  return count;
}

}  // namespace

TEST_CASE("galaxy: the adaptive kernel draws cells and contours, and is in the command line") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  CHECK(page.grid()->panels[0].kernel.empty());
  const auto counts = page.grid()->panels[0].counts.values;
  const auto levels = page.grid()->panels[0].levels;
  auto* cells = program.find<QComboBox>("galaxyCells");
  cells->setFocus();
  while (cells->currentText() != "adaptive kernel" && cells->currentIndex() + 1 < cells->count())
    QTest::keyClick(cells, Qt::Key_Down);
  REQUIRE(waitFor([&] { return page.grid()->options.adaptiveKernel; }));
  const galaxy::Panel& panel = page.grid()->panels[0];
  CHECK(panel.counts.values == counts);
  CHECK(panel.levels != levels);
  const DensityCells& drawn = *figureOf(page).panel().density();
  REQUIRE(drawn.values.size() == panel.kernel.size());
  const float faintest = 0.01F * *std::max_element(panel.kernel.begin(), panel.kernel.end());
  for (std::size_t i = 0; i < drawn.values.size(); ++i)
    CHECK(drawn.values[i] == (panel.kernel[i] < faintest ? 0.0F : panel.kernel[i]));
  CHECK(page.commandLine().contains(" --adaptive-kernel"));
}

TEST_CASE("galaxy: marginal histograms are drawn along the top and right edges, also in an export") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  FigureView& view = figureOf(page);
  const auto strips = [](const QImage& image, const QRectF& area) {
    // Strips inside the ticks, where there are no stars.
    return std::pair(
        darkPixels(image, QRectF(area.left() + area.width() * 0.3, area.top() + 8, area.width() * 0.5, 30).toRect()),
        darkPixels(image,
                   QRectF(area.right() - 40, area.top() + area.height() * 0.4, 30, area.height() * 0.4).toRect()));
  };
  const auto shown = [&] {
    QApplication::processEvents();
    return strips(view.grab().toImage(), view.panel().frame().area);
  };
  auto before = shown();
  REQUIRE(waitFor([&] {  // wait until the figure no longer changes
    QTest::qWait(50);
    const auto last = before;
    before = shown();
    return last == before;
  }));
  program.click("galaxyMarginals");
  CHECK(waitFor([&] {
    const auto with = shown();
    return with.first > before.first + 30 && with.second > 30;
  }));
  // Histograms lie outside the cells, not over them.
  const galaxy::CellGrid& cells = page.grid()->options.cells;
  CHECK(view.panel().xAxis().high > cells.xHigh + 0.19 * (cells.xHigh - cells.xLow));
  CHECK(view.panel().density()->xHigh == cells.xHigh);

  const test::TemporaryFolder folder;
  const auto exported = [&](const char* name) {
    page.exportFigure(test::asText(folder / name));
    const QImage image(test::asText(folder / name));
    REQUIRE_FALSE(image.isNull());
    return darkPixels(image, image.rect());
  };
  const int inFile = exported("with.png");
  program.click("galaxyMarginals");
  CHECK(waitFor([&] { return shown() == before; }));
  CHECK(inFile > exported("without.png") + 100);
}

TEST_CASE("galaxy: a second catalogue is overlaid as contours in another colour, with a legend") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  FigureView& view = figureOf(page);
  const auto coloured = [&] {
    QApplication::processEvents();
    const QImage image = view.grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const QColor pixel = image.pixelColor(x, y);
        count += std::abs(pixel.red() - 0xB1) + std::abs(pixel.green() - 0x4F) + std::abs(pixel.blue() - 0xD1) < 60;
      }
    return count;
  };
  CHECK(coloured() == 0);
  const double top = view.panel().frame().area.top();
  page.addOverlay(test::asText(test::mockFile()));  // 300 stars: a catalogue is drawn as contours, a subset as points
  REQUIRE(waitFor([&] { return coloured() > 200; }));
  CHECK(view.panel().frame().area.top() == top);  // space for the legend is always reserved

  program.session.selection().combine(std::vector<std::size_t>{1, 2, 3}, "box");
  program.click("galaxyOverlay");
  REQUIRE(waitFor([&] { return coloured() == 0; }));
  CHECK(view.panel().frame().area.top() == top);
}

TEST_CASE("galaxy: a subset stays overlaid while the filter changes, until it is binned again") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  std::vector<std::size_t> third;
  for (std::size_t row = 0; row < 300; row += 3)
    third.push_back(row);
  program.session.selection().combine(third, "box");
  FigureView& view = figureOf(page);
  REQUIRE(waitFor([&] { return test::selectedPixels(view) > 20; }));
  // Count as soon as the panels of the new filter are drawn, before anything else is.
  int pixelsWhenShown = -1;
  QObject::connect(&page, &GalaxyPage::gridShown, &page,
                   [&] { pixelsWhenShown = test::selectedPixels(view.grab().toImage()); });
  program.session.setFilter("snr > 1");
  REQUIRE(waitFor([&] { return pixelsWhenShown >= 0; }));
  CHECK(pixelsWhenShown > 20);
  program.session.selection().clear();
  CHECK(waitFor([&] { return test::selectedPixels(view) == 0; }));
}

TEST_CASE("galaxy: stars with errors are spread over bins, and the figure says so") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  Program::type(program.find<QLineEdit>("radiusEdges"), "0, 8, 100");
  REQUIRE(waitFor([&] { return page.grid()->panels.size() == 2; }));
  auto* spread = program.find<QCheckBox>("galaxySpread");
  const bool hasErrors = program.session.stars()->hasNumeric("e_R_kpc");
  CHECK(spread->isEnabled() == hasErrors);
  if (!hasErrors) {
    auto stars = std::make_shared<survey::Dataset>(*program.session.stars());
    stars->columns.push_back({"e_R_kpc", "kpc", std::vector<double>(stars->starCount(), 0.5)});
    stars->columns.push_back({"e_Z_kpc", "kpc", std::vector<double>(stars->starCount(), 0.5)});
    program.session.setSurvey(stars, program.session.surveyPath());
    REQUIRE(waitFor([&] { return spread->isEnabled() && page.grid() && page.grid()->panels.size() == 2; }));
  }
  const double before = page.grid()->panels[0].starCount;
  spread->click();
  REQUIRE(waitFor([&] { return page.grid()->options.spread; }));
  CHECK(page.grid()->panels[0].starCount != before);
  CHECK(page.grid()->panels[0].starCount + page.grid()->panels[1].starCount <=
        static_cast<double>(page.grid()->starsPlaced) + 1e-3);
  CHECK(page.commandLine().contains(" --spread"));
  const test::TemporaryFolder folder;
  page.exportFigure(test::asText(folder / "spread.svg"));
  QFile file(test::asText(folder / "spread.svg"));
  REQUIRE(file.open(QFile::ReadOnly));
  CHECK(file.readAll().contains("spread by errors"));
}

TEST_CASE("galaxy: titles of the planes fit next to the tools") {
  Program program;
  GalaxyPage& page = pageWithOnePanel(program);
  program.window.resize(1280, 800);
  for (const char* word : {"Kiel", "R–Z", "sky"}) {
    program.clickWord("galaxyWhich", QString::fromUtf8(word));
    const QLabel* title = nullptr;
    const QString start =
        QString::fromUtf8(word).left(2) == "R–" ? QStringLiteral("R–Z plane") : QString::fromUtf8(word);
    REQUIRE(waitFor([&] {
      for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisible() && label->text().startsWith(start, Qt::CaseInsensitive)) title = label;
      return title != nullptr;
    }));
    QApplication::processEvents();
    CHECK(title->width() >= title->sizeHint().width());
    CHECK(title->sizeHint().width() < 260);
  }
}

TEST_CASE("galaxy: the wheel over a control without focus scrolls the column and changes no value") {
  Program program;
  pageWithOnePanel(program);
  auto* cells = program.find<QComboBox>("galaxyCells");
  auto* sun = program.find<QDoubleSpinBox>("sunDistance");
  const double before = sun->value();
  for (QWidget* control : {static_cast<QWidget*>(cells), static_cast<QWidget*>(sun)}) {
    control->clearFocus();
    const QPointF centre = control->rect().center();
    QWheelEvent event(centre, control->mapToGlobal(centre), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(control, &event);
    CHECK_FALSE(event.isAccepted());
    CHECK_FALSE(control->hasFocus());
  }
  CHECK(cells->currentIndex() == 0);
  CHECK(sun->value() == before);
}
