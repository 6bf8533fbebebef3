// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/export/FigureExport.h"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <filesystem>
#include <iostream>
#include <vector>

#include "base/Error.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/items/drawing/RichText.h"

using namespace maury;
using namespace maury::ui;

namespace {

std::unique_ptr<FigureView> figure() {
  auto view = std::make_unique<FigureView>();
  view->resize(500, 350);
  view->panel().setAxes({"vacuum wavelength (nm)", 846, 870}, {"T_eff (K)", 0, 1});
  view->panel().setLayer("flux", Line{{846, 850, 870}, {0.2, 0.9, 0.4}});
  view->panel().setNote(Corner::TopLeft, {"N = 1232"});
  view->panel().setLayer("contours", Contours{{{{{{{848, 0.1}, {868, 0.1}}, false}}, Ink::Role::Text, 1.0, "62 %"}}});
  view->show();
  QApplication::processEvents();
  return view;
}

QString pathOf(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

QByteArray contents(const std::filesystem::path& path) {
  QFile file(pathOf(path));
  return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

TEST_CASE("figure export: an exported PDF holds its text as text") {
  const test::TemporaryFolder folder;
  exportFigure(*figure(), folder / "f.pdf");
  CHECK(contents(folder / "f.pdf").startsWith("%PDF"));
  const QString tool = QStandardPaths::findExecutable("pdftotext");
  if (tool.isEmpty()) {
    std::cout << "skipped: no pdftotext to read the PDF with\n";
    return;
  }
  QProcess process;
  process.start(tool, {pathOf(folder / "f.pdf"), "-"});
  REQUIRE(process.waitForFinished());
  const QString text = QString::fromUtf8(process.readAllStandardOutput());
  CHECK(text.contains("wavelength"));
  CHECK(text.contains("1232"));
  CHECK(text.contains("855"));
  CHECK(text.contains("62 %"));  // on the contour
}

TEST_CASE("figure export: an exported SVG holds text elements, no clip, and its size in millimetres") {
  const test::TemporaryFolder folder;
  exportFigure(*figure(), folder / "f.svg", {.widthMm = 88});
  const QByteArray svg = contents(folder / "f.svg");
  CHECK(svg.contains("<text"));
  CHECK(svg.contains("vacuum wavelength (nm)"));
  const QRegularExpressionMatch width = QRegularExpression("width=\"([0-9.]+)mm\"").match(QString::fromUtf8(svg));
  CHECK(width.captured(1).toDouble() == Approx(88).margin(0.05));
}

TEST_CASE(
    "figure export: a PNG from the dark theme is dark on white in the requested size, and the screen keeps its theme") {
  const test::TemporaryFolder folder;
  auto view = figure();
  Theme::setCurrent(Theme::Kind::Dark);
  QApplication::processEvents();
  const QImage before = view->grab().toImage();
  exportFigure(*view, folder / "f.png", {.widthMm = 127, .dpi = 200});
  const QImage image(pathOf(folder / "f.png"));
  CHECK(image.width() == 1000);
  CHECK(image.pixelColor(2, 2) == Qt::white);
  CHECK(image.pixelColor(image.width() / 2, image.height() * 3 / 4) == Qt::white);
  CHECK(image.dotsPerMeterX() == 7874);
  QApplication::processEvents();
  CHECK(view->grab().toImage() == before);
  Theme::setCurrent(Theme::Kind::Light);
}

TEST_CASE("figure export: another suffix and a missing folder are refused with a sentence and leave no file") {
  const test::TemporaryFolder folder;
  auto view = figure();
  CHECK_THROWS_AS(exportFigure(*view, folder / "f.jpeg"), Error);
  CHECK_THROWS_AS(exportFigure(*view, folder / "absent" / "f.pdf"), Error);
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(view->panel().frame().theme.kind == Theme::Kind::Light);
}

namespace {

constexpr double kOneColumnPx = 88.0 / 25.4 * 72.0 * 12.0 / 8.5;  ///< scene width of 88 mm with text of 8.5 pt

/// Returns the plot areas of a view that is as large as it is printed.
std::vector<QRectF> areasInPrint(FigureView& view, double width) {
  view.resize(view.printSize(width).toSize());
  view.show();
  QApplication::processEvents();
  std::vector<QRectF> areas;
  for (int row = 0; row < view.grid().rows; ++row)
    areas.push_back(view.panel(row).frame().area);
  return areas;
}

}  // namespace

TEST_CASE("figure export: in one column, stacked panels are at least as high as their titles are long") {
  FigureView view(GridSpec{.rows = 6});
  view.resize(900, 500);
  for (int row = 0; row < 6; ++row)
    view.panel(row).setAxes({"vacuum wavelength (nm)", 846, 870}, {"∂[Fe/H]/∂f (dex)", -0.05, 0.05});
  const double title = rich::size(QStringLiteral("∂[Fe/H]/∂f (dex)"), figureFont()).width();
  REQUIRE(500.0 / 900.0 * kOneColumnPx / 6 < title);  // with the ratio of the screen, they would overlap
  for (const QRectF& area : areasInPrint(view, kOneColumnPx))
    CHECK(area.height() >= title);
}

TEST_CASE("figure export: a panel is high enough for the lines of its notes and legend") {
  FigureView view;
  view.resize(900, 200);
  view.panel().setNote(Corner::TopLeft, {"a\nb\nc\nd\ne\nf\ng\nh"});
  view.panel().setNote(Corner::BottomRight, {"x\ny"});
  CHECK(areasInPrint(view, kOneColumnPx).front().height() >= 10 * 16.0);  // ten lines of 16 px
  view.panel().setNote(Corner::TopLeft, {});
  view.panel().setNote(Corner::BottomRight, {});
  CHECK(view.printSize(900).height() == Approx(view.height() * 900.0 / view.width()).margin(1.0));
}

TEST_CASE("figure export: panels with axes of their own are arranged in fewer columns of a narrow page") {
  FigureView view(GridSpec{.rows = 3, .columns = 3, .shareX = false, .shareY = false});
  view.resize(900, 600);
  for (int cell = 0; cell < 9; ++cell)
    view.panel(cell / 3, cell % 3).setVisible(cell < 7);  // the last two stay empty
  const QSizeF page = view.printSize(720), column = view.printSize(kOneColumnPx);
  CHECK(page.height() / page.width() == Approx(600.0 / 900.0).margin(0.01));
  CHECK(column.height() / column.width() == Approx(4 * 200.0 / (2 * 300.0)).margin(0.01));  // 4 rows of 2
  QImage image(column.toSize(), QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  view.renderAt(painter, QRectF({0, 0}, column), column);
  painter.end();
  // The seventh panel begins the fourth row, and the cell at its right is blank.
  const QRect lastRow(0, image.height() * 7 / 8, image.width(), 1);
  const auto isInked = [&](int left, int right) {
    for (int x = left; x < right; ++x)
      if (qGray(image.pixel(x, lastRow.y())) < 128) return true;
    return false;
  };
  CHECK(isInked(0, image.width() / 2));
  CHECK_FALSE(isInked(image.width() / 2 + 4, image.width()));
  // The screen keeps its three columns.
  CHECK(view.panel(0, 2).frame().area.top() == view.panel(0, 0).frame().area.top());
  CHECK(view.panel(0, 2).frame().area.left() > view.panel(0, 1).frame().area.right());
}
