// SPDX-License-Identifier: GPL-3.0-or-later
// Prints mock stars per second on one core, with noise, photometry and XP, for several numbers of stars and pixels.
#include <fmt/format.h>

#include "bench/Stopwatch.h"
#include "mock/MockSpectrum.h"
#include "mock/MockSurvey.h"

using namespace maury;

namespace {

void report(const char* window, std::size_t stars) {
  mock::MockOptions options;
  options.stars = stars;
  options.window = mock::parseWindow(window);
  const auto timing = bench::timeIt(3, [&] {
    for (std::size_t first = 0; first < stars; first += 1000)
      mock::mockStars(options, first, 1000);
  });
  fmt::print("{:<8} {:>6} stars: {:>8.0f} ms, {:>6.0f} stars/s ({:.0f}–{:.0f} ms)\n", window, stars, timing.medianMs,
             1e3 * static_cast<double>(stars) / timing.medianMs, timing.fastestMs, timing.slowestMs);
}

}  // namespace

int main() {
  for (const std::size_t stars : {1000, 4000, 16000})
    report("rvs800", stars);
  report("rvs2401", 4000);
  const auto& model = mock::spectrumModel();
  std::vector<double> flux(800), derivatives(mock::kMockLabels * 800);
  const auto timing = bench::timeIt(21, [&] { model.differentiate({}, flux, derivatives); });
  fmt::print("derivatives by {} labels: {:.2f} ms per star\n", mock::kMockLabels, timing.medianMs);
}
