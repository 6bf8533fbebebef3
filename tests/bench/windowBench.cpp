// SPDX-License-Identifier: GPL-3.0-or-later
// Times from a slider step to the painted Galaxy page, with synthetic stars (by default a million), on Qt's offscreen
// platform. Usage: bench_window [STARS]
#include <fmt/format.h>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QPainter>
#include <cstdlib>

#include "base/process/Process.h"
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

void print(const std::string& title, const bench::Timing& timing) {
  fmt::print("{:<64} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f}\n", title, timing.medianMs, timing.fastestMs, timing.slowestMs,
             timing.cpuMs);
}

/// Returns a different filter at each call.
std::string nextFilter() {
  static int step = 0;
  return fmt::format("snr > {} && logg < 2.5", 15.0 + 0.01 * ++step);
}

/// Times a slider step in the window for each kind of cells. Prints the peak memory that this takes in addition to the
/// catalogue and to an empty window.
void measureWindow(const std::shared_ptr<const survey::Dataset>& stars) {
  ui::Session session;
  ui::GalaxyPage page(session);
  page.resize(1280, 800);
  page.setVisible(true);
  QCoreApplication::processEvents();
  const double before = bench::residentMb();
  bench::resetPeak();
  session.setSurvey(stars, {});
  page.activated();
  bench::runUntil([&] { return page.canExportFigure(); });
  int shown = 0;
  QObject::connect(&page, &ui::GalaxyPage::gridShown, [&shown] { ++shown; });
  auto* cells = page.findChild<QComboBox*>("galaxyCells");
  auto* running = page.findChild<QCheckBox*>("galaxyRunning");
  const auto step = [&](const QString& kind) {
    print(("slider step in the window, cells: " + kind).toStdString(), bench::timeIt(kRepeats, [&] {
            const int earlier = shown;
            session.setFilter(QString::fromStdString(nextFilter()));
            bench::runUntil([&] { return shown > earlier; });
            page.repaint();
            QCoreApplication::processEvents();
          }));
  };
  const double count = static_cast<double>(stars->starCount());
  const auto memory = [&](const char* when) {
    fmt::print("{}: peak of {:.1f} MB beyond catalogue and empty window, {:.1f} bytes per star\n", when,
               bench::peakMb() - before, (bench::peakMb() - before) * 1048576.0 / count);
  };
  memory("page with all stars");
  for (int kind = 0; kind < 4; ++kind) {
    cells->setCurrentIndex(kind);
    Q_EMIT cells->activated(kind);
    step(cells->currentText());
  }
  cells->setCurrentIndex(0);
  running->click();
  step(QStringLiteral("number of stars; running median"));
  memory("all of these");
}

/// Times the parts of a slider step.
void measureParts(const survey::Dataset& stars) {
  print("the filter alone", bench::timeIt(kRepeats, [&] { survey::filterRows(stars, nextFilter()); }));
  galaxy::PanelBinner binner(stars);
  const galaxy::PanelGridOptions options;  // 7 x 3 panels
  const auto rows = survey::filterRows(stars, nextFilter());
  print("binning, densities and contours of 21 panels", bench::timeIt(kRepeats, [&] { binner.bin(rows, options); }));
  const galaxy::PanelGrid grid = binner.bin(rows, options);
  ui::FigureView view;
  view.resize(1000, 560);
  QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
  print("drawing 21 panels", bench::timeIt(kRepeats, [&] {
          ui::showFigure(view, workbench::galaxyFigure(grid, stars, {}));
          QCoreApplication::processEvents();
          QPainter painter(&image);
          view.render(&painter);
        }));
}

/// Times selecting every third star, and naming the selection.
void measureSelection(const std::shared_ptr<const survey::Dataset>& stars) {
  ui::Session session;
  session.setSurvey(stars, {});
  std::vector<std::size_t> third;
  for (std::size_t row = 0; row < stars->starCount(); row += 3)
    third.push_back(row);
  print("combining a third of the stars with the selection (UI thread)",
        bench::timeIt(kRepeats, [&] { session.selection().combine(third, "bench", ui::Selection::Mode::Xor); }));
  if (session.selection().isEmpty()) session.selection().combine(third, "bench");
  session.selection().setPath(QDir::temp().filePath("maury-bench-stars.fits"));
  print("naming the selection and saving it to the file of subsets",
        bench::timeIt(kRepeats, [&] { session.selection().saveSubset("third"); }));
  session.selection().removeSubset("third");
}

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the programs do
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-bench"));
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const auto stars = std::make_shared<const survey::Dataset>(bench::makeTwoDiscs(count));
  fmt::print("{} stars, {} repeats, a page of 1280 x 800; times in ms\n{:<64} {:>9} {:>9} {:>9} {:>9}\n", count,
             kRepeats, "", "median", "fastest", "slowest", "CPU");
  measureWindow(stars);
  measureParts(*stars);
  measureSelection(stars);
  return 0;
}
