// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/export/FigureExport.h"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <filesystem>
#include <iostream>

#include "base/Error.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "ui/plot/FigureView.h"

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
    "figure export: a PNG from the dark theme is dark on white in the requested size; the screen keeps its theme") {
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
