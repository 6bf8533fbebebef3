// SPDX-License-Identifier: GPL-3.0-or-later
// From a click to the painted Spectrum page, an untrained ensemble of eight hybrid-rvs, on Qt's offscreen platform.
// Usage: bench_spectrum [selections]
#include <fmt/format.h>

#include <QApplication>
#include <QSlider>
#include <cstdlib>

#include "base/Process.h"
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

void print(const char* what, const bench::Timing& timing) {
  fmt::print("{:<64} {:>9.2f} {:>9.2f} {:>9.2f}\n", what, timing.medianMs, timing.fastestMs, timing.slowestMs);
}

/// The page with what it has shown since the last reset.
struct Shown {
  ui::SpectrumPage& page;
  std::size_t stars = 0, wanted = 0;
  bool whatIf = false;

  explicit Shown(ui::SpectrumPage& shownPage) : page(shownPage) {
    QObject::connect(&page, &ui::SpectrumPage::mapShown, [this](std::size_t some, std::size_t all) {
      stars = some;
      wanted = all;
    });
    QObject::connect(&page, &ui::SpectrumPage::whatIfShown, [this] { whatIf = true; });
  }
  void reset() {
    stars = wanted = 0;
    whatIf = false;
  }
  template <typename Condition>
  void paintWhen(const Condition& condition) {
    bench::runUntil(condition);
    QCoreApplication::processEvents();  // paints what has changed
  }
  void untilWhole() {
    paintWhen([this] { return stars > 0 && stars == wanted; });
  }
  void untilQuiet() {
    bench::runUntil([this] { return whatIf; });
  }
};

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the programs do
  network::useFittingBlasKernels();
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-bench"));
  const std::size_t selections = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 3;  // the whole map takes a minute
  mock::MockOptions options;
  options.stars = kStars;
  const auto stars = std::make_shared<const survey::Dataset>(mock::mockStars(options, 0, kStars));
  ui::Session session;
  ui::SpectrumPage page(session);
  page.resize(1280, 800);
  page.setVisible(true);
  Shown shown(page);
  session.setSurvey(stars, {});
  session.setModel(test::untrainedModel(*stars, network::presetDescription("hybrid-rvs"), kMembers), {});
  page.activated();
  shown.untilWhole();
  shown.untilQuiet();
  fmt::print(
      "{} stars of {} pixels, {} labels, {} members, a page of 1280 x 800; times in ms\n{:<64} {:>9} {:>9} {:>9}\n",
      kStars, stars->pixelCount(), session.model()->info().labels.size(), kMembers, "", "median", "fastest", "slowest");

  std::size_t star = 0;
  print("a click on a star: spectrum and gradients drawn", bench::timed(kClicks, [&] {
          shown.reset();
          session.setCurrentStar(star += 7);
          shown.untilWhole();
        }));
  shown.untilQuiet();
  auto* velocity = page.findChild<QSlider*>(QStringLiteral("whatIfVelocity"));
  print("a step of a What-if slider: labels of all members", bench::timed(kClicks, [&] {
          shown.reset();
          velocity->setValue(velocity->value() % 50 + 1);
          shown.paintWhen([&] { return shown.whatIf; });
        }));
  if (selections == 0) return 0;
  session.setModel(*session.model(), {});  // which goes back to the mean
  shown.reset();
  shown.untilWhole();
  std::size_t from = 0;
  const auto select = [&] {
    std::vector<std::size_t> rows(kSelected);
    ++from;
    for (std::size_t i = 0; i < kSelected; ++i)
      rows[i] = from + i;
    shown.reset();
    session.selection().combine(rows, "bench");
  };
  print("selecting 10 000 stars: first map drawn", bench::timed(selections, [&] {
          select();
          shown.paintWhen([&] { return shown.stars > 0; });
        }));
  print("the same: map of all of them drawn", bench::timed(selections, [&] {
          select();
          shown.untilWhole();
        }));
  return 0;
}
