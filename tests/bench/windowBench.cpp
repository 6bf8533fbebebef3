// SPDX-License-Identifier: GPL-3.0-or-later
// From the step of a slider to the painted Galaxy page, a million synthetic stars or as many as are asked for, on Qt's
// offscreen platform.
#include <fmt/format.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QPainter>
#include <cstdlib>

#include "base/Process.h"
#include "bench/EventLoop.h"
#include "bench/Memory.h"
#include "bench/Stopwatch.h"
#include "bench/TwoDiscs.h"
#include "galaxy/panels/PanelGrid.h"
#include "survey/filter/Filter.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "ui/session/Session.h"
#include "workbench/galaxy/GalaxyFigure.h"

using namespace maury;

namespace {

constexpr std::size_t kRepeats = 11;

void print(const std::string& what, const bench::Timing& timing) {
  fmt::print("{:<64} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f}\n", what, timing.medianMs, timing.fastestMs, timing.slowestMs,
             timing.cpuMs);
}

/// A new cut at each call.
std::string nextFilter() {
  static int step = 0;
  return fmt::format("snr > {} && logg < 2.5", 15.0 + 0.01 * ++step);
}

/// A slider's step in the window, with each kind of cells; and what the program then holds beside the catalogue and the
/// window without stars.
void measureWindow(const std::shared_ptr<const survey::Dataset>& stars) {
  ui::Session session;
  ui::GalaxyPage page(session);
  page.resize(1280, 800);
  page.setVisible(true);
  QCoreApplication::processEvents();
  const double before = bench::residentMb();
  bench::forgetPeak();
  session.setSurvey(stars, {});
  page.activated();
  bench::runUntil([&] { return page.canExportFigure(); });
  int shown = 0;
  QObject::connect(&page, &ui::GalaxyPage::gridShown, [&shown] { ++shown; });
  auto* cells = page.findChild<QComboBox*>("galaxyCells");
  auto* running = page.findChild<QCheckBox*>("galaxyRunning");
  const auto step = [&](const QString& kind) {
    print(("a slider's step in the window, cells: " + kind).toStdString(), bench::timed(kRepeats, [&] {
            const int earlier = shown;
            session.setFilter(QString::fromStdString(nextFilter()));
            bench::runUntil([&] { return shown > earlier; });
            page.repaint();
            QCoreApplication::processEvents();
          }));
  };
  const double count = static_cast<double>(stars->starCount());
  const auto memory = [&](const char* when) {
    fmt::print("{}: at most {:.1f} MB beyond catalogue and empty window, {:.1f} bytes a star\n", when,
               bench::peakMb() - before, (bench::peakMb() - before) * 1048576.0 / count);
  };
  memory("the page with all stars");
  for (int kind = 0; kind < 4; ++kind) {
    cells->setCurrentIndex(kind);
    Q_EMIT cells->activated(kind);
    step(cells->currentText());
  }
  cells->setCurrentIndex(0);
  running->click();
  step(QStringLiteral("number of stars; running median"));
  memory("in all of these");
}

/// What a step is made of.
void measureParts(const survey::Dataset& stars) {
  print("the filter alone", bench::timed(kRepeats, [&] { survey::filterRows(stars, nextFilter()); }));
  galaxy::PanelBinner binner(stars);
  const galaxy::PanelGridOptions options;  // 7 x 3 panels
  const auto rows = survey::filterRows(stars, nextFilter());
  print("binning, densities and contours of 21 panels", bench::timed(kRepeats, [&] { binner.bin(rows, options); }));
  const galaxy::PanelGrid grid = binner.bin(rows, options);
  ui::FigureView view;
  view.resize(1000, 560);
  QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
  print("drawing them", bench::timed(kRepeats, [&] {
          ui::showFigure(view, workbench::galaxyFigure(grid, stars, {}));
          QCoreApplication::processEvents();
          QPainter painter(&image);
          view.render(&painter);
        }));
}

/// A selection of every third star: caught, named.
void measureSelection(const std::shared_ptr<const survey::Dataset>& stars) {
  ui::Session session;
  session.setSurvey(stars, {});
  std::vector<std::size_t> third;
  for (std::size_t row = 0; row < stars->starCount(); row += 3)
    third.push_back(row);
  print("joining a third of the stars to the selection, on the UI thread",
        bench::timed(kRepeats, [&] { session.selection().combine(third, "bench", ui::Selection::Mode::Xor); }));
  if (session.selection().isEmpty()) session.selection().combine(third, "bench");
  session.selection().setPath(QDir::temp().filePath("maury-bench-stars.fits"));
  print("naming it and keeping it in the subsets' file",
        bench::timed(kRepeats, [&] { session.selection().nameSelected("third"); }));
  session.selection().removeSubset("third");
}

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the program does
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-bench"));
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const auto stars = std::make_shared<const survey::Dataset>(bench::twoDiscs(count));
  fmt::print("{} stars, {} repeats, a page of 1280 x 800; times in ms\n{:<64} {:>9} {:>9} {:>9} {:>9}\n", count,
             kRepeats, "", "median", "fastest", "slowest", "CPU");
  measureWindow(stars);
  measureParts(*stars);
  measureSelection(stars);
  return 0;
}
