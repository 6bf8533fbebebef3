// SPDX-License-Identifier: GPL-3.0-or-later
// Times from a click to the painted Spectrum page, with an untrained ensemble of eight hybrid-rvs, on Qt's offscreen
// platform. Usage: bench_spectrum [SELECTIONS]
#include <fmt/format.h>

#include <QApplication>
#include <QSlider>
#include <cstdlib>

#include "base/process/Process.h"
#include "bench/EventLoop.h"
#include "bench/Stopwatch.h"
#include "mock/MockSurvey.h"
#include "network/cpu/Blas.h"
#include "network/description/Presets.h"
#include "support/ToyModel.h"
#include "ui/pages/spectrum/SpectrumPage.h"
#include "ui/session/Session.h"

using namespace maury;

namespace {

constexpr std::size_t kStars = 20'000, kSelected = 10'000, kClicks = 50;
constexpr int kMembers = 8;

void print(const char* title, const bench::Timing& timing) {
  fmt::print("{:<64} {:>9.2f} {:>9.2f} {:>9.2f}\n", title, timing.medianMs, timing.fastestMs, timing.slowestMs);
}

/// Observer that waits for a page and records the content shown since the last reset().
struct PageObserver {
  ui::SpectrumPage& page;
  std::size_t stars = 0, allStars = 0;
  bool whatIf = false;

  explicit PageObserver(ui::SpectrumPage& shownPage) : page(shownPage) {
    QObject::connect(&page, &ui::SpectrumPage::mapShown, [this](std::size_t some, std::size_t all) {
      stars = some;
      allStars = all;
    });
    QObject::connect(&page, &ui::SpectrumPage::whatIfShown, [this] { whatIf = true; });
  }
  void reset() {
    stars = allStars = 0;
    whatIf = false;
  }
  template <typename Condition>
  void waitAndPaint(const Condition& condition) {
    bench::runUntil(condition);
    QCoreApplication::processEvents();  // paints the changes
  }
  void waitForWholeMap() {
    waitAndPaint([this] { return stars > 0 && stars == allStars; });
  }
  void waitForWhatIf() {
    bench::runUntil([this] { return whatIf; });
  }
};

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the programs do
  network::selectBlasKernels();
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-bench"));
  const std::size_t selections = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 3;  // a whole map takes a minute
  mock::MockOptions options;
  options.stars = kStars;
  const auto stars = std::make_shared<const survey::Dataset>(mock::mockStars(options, 0, kStars));
  ui::Session session;
  ui::SpectrumPage page(session);
  page.resize(1280, 800);
  page.setVisible(true);
  PageObserver shown(page);
  session.setSurvey(stars, {});
  session.setModel(test::untrainedModel(*stars, network::presetDescription("hybrid-rvs"), kMembers), {});
  page.activated();
  shown.waitForWholeMap();
  shown.waitForWhatIf();
  fmt::print(
      "{} stars of {} pixels, {} labels, {} members, a page of 1280 x 800; times in ms\n{:<64} {:>9} {:>9} {:>9}\n",
      kStars, stars->pixelCount(), session.model()->info().labels.size(), kMembers, "", "median", "fastest", "slowest");

  std::size_t star = 0;
  print("click on a star: spectrum and gradients drawn", bench::timeIt(kClicks, [&] {
          shown.reset();
          session.setCurrentStar(star += 7);
          shown.waitForWholeMap();
        }));
  shown.waitForWhatIf();
  auto* velocity = page.findChild<QSlider*>(QStringLiteral("whatIfVelocity"));
  print("step of a What if slider: labels of all members", bench::timeIt(kClicks, [&] {
          shown.reset();
          velocity->setValue(velocity->value() % 50 + 1);
          shown.waitAndPaint([&] { return shown.whatIf; });
        }));
  if (selections == 0) return 0;
  session.setModel(*session.model(), {});  // shows the mean of all stars again
  shown.reset();
  shown.waitForWholeMap();
  std::size_t from = 0;
  const auto select = [&] {
    std::vector<std::size_t> rows(kSelected);
    ++from;
    for (std::size_t i = 0; i < kSelected; ++i)
      rows[i] = from + i;
    shown.reset();
    session.selection().combine(rows, "bench");
  };
  print("selecting 10 000 stars: first map drawn", bench::timeIt(selections, [&] {
          select();
          shown.waitAndPaint([&] { return shown.stars > 0; });
        }));
  print("selecting 10 000 stars: map of all of them drawn", bench::timeIt(selections, [&] {
          select();
          shown.waitForWholeMap();
        }));
  return 0;
}
