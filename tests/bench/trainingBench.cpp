// SPDX-License-Identifier: GPL-3.0-or-later
// Measures how long the window does not respond while a training uses every core: the gaps between ticks of a 1 ms
// timer on the UI thread, while the Train page draws its figures live, on Qt's offscreen platform.
// Usage: bench_training [STARS]
#include <fmt/format.h>

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdlib>

#include "base/process/Process.h"
#include "mock/MockSurvey.h"
#include "network/cpu/Blas.h"
#include "ui/pages/train/TrainingView.h"
#include "ui/session/Session.h"
#include "ui/shell/MainWindow.h"

using namespace maury;

namespace {

/// Handles events for the given time. Returns the gaps between ticks of a 1 ms timer, in ms and sorted.
std::vector<double> measureGaps(int milliseconds) {
  std::vector<double> found;
  QElapsedTimer sinceTick;
  QTimer ticks;
  ticks.setTimerType(Qt::PreciseTimer);
  QObject::connect(&ticks, &QTimer::timeout, [&] {
    found.push_back(static_cast<double>(sinceTick.nsecsElapsed()) / 1e6);
    sinceTick.start();
  });
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  sinceTick.start();
  ticks.start(1);
  loop.exec();
  std::sort(found.begin(), found.end());
  return found;
}

void print(const char* title, const std::vector<double>& gaps) {
  const auto quantile = [&](double share) { return gaps[static_cast<std::size_t>(share * (gaps.size() - 1.0))]; };
  const auto late = gaps.end() - std::upper_bound(gaps.begin(), gaps.end(), 16.0);
  fmt::print("{:<44} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8}\n", title, quantile(0.5), quantile(0.99),
             quantile(0.999), gaps.back(), late);
}

}  // namespace

int main(int argc, char** argv) {
  configureMalloc();  // as the programs do
  network::selectBlasKernels();
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QTemporaryDir data;
  qputenv("XDG_DATA_HOME", data.path().toUtf8());
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("maury-bench"));
  mock::MockOptions options;
  options.stars = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 6000;
  constexpr int kMeasureMs = 20000;

  ui::Session session;
  ui::MainWindow window(session);
  window.resize(1280, 800);
  window.show();
  session.setSurvey(std::make_shared<const survey::Dataset>(mock::mockStars(options, 0, options.stars)), {});
  window.showPage(QStringLiteral("Train"));
  fmt::print("{} stars, {} s per row; gaps in ms\n{:<44} {:>8} {:>8} {:>8} {:>8} {:>8}\n", options.stars,
             kMeasureMs / 1000, "", "median", "99 %", "99.9 %", "longest", "> 16 ms");
  print("idle", measureGaps(kMeasureMs));
  window.findChild<QSpinBox*>("epochs")->setValue(10000);
  window.findChild<QSpinBox*>("patience")->setValue(1000);
  window.findChild<QSpinBox*>("members")->setValue(2);
  window.findChild<QAbstractButton*>("start")->click();
  const auto* view = window.findChild<ui::TrainingView*>();
  print("first seconds of a training", measureGaps(kMeasureMs));
  print("training, figures drawn live", measureGaps(kMeasureMs));
  const int epochs = view->run()->log.epochs();
  window.showPage(QStringLiteral("Data"));
  print("training, another page displayed", measureGaps(kMeasureMs));
  fmt::print("{} epochs drawn\n", epochs);
  session.jobs().stopAll();
  return 0;
}
