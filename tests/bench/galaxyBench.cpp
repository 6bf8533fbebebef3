// SPDX-License-Identifier: GPL-3.0-or-later
// Times the R × |Z| figure of synthetic stars (by default a million), and its parts. Usage: bench_galaxy [STARS]
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <string>

#include "base/Parallel.h"
#include "bench/Stopwatch.h"
#include "bench/TwoDiscs.h"
#include "galaxy/density/Contours.h"
#include "galaxy/density/Lasso.h"
#include "galaxy/panels/PanelGrid.h"

using namespace maury;

namespace {

constexpr std::size_t kRepeats = 11;

void print(const std::string& title, const bench::Timing& timing, const bench::Timing& unit) {
  fmt::print("{:<58} {:>9.2f} {:>9.2f} {:>9.2f} {:>7.2f} {:>9.2f}\n", title, timing.medianMs, timing.fastestMs,
             timing.slowestMs, timing.medianMs / unit.medianMs, timing.cpuMs);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  if (count == 0) {
    fmt::print(stderr, "usage: bench_galaxy [STARS]\n");
    return 2;
  }
  const survey::Dataset dataset = bench::makeTwoDiscs(count);
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const std::vector<double> x = dataset.numeric("mh"), y = dataset.numeric("alpham");

  galaxy::PanelGridOptions coarse;  // 7 × 3 panels by default
  galaxy::PanelGridOptions fine = coarse;
  fine.heightEdgesKpc = {0, 0.25, 0.5, 1, 2};  // 7 × 4
  const galaxy::CellGrid cells = coarse.cells;
  const galaxy::Density density = galaxy::smoothDensity({x, y}, cells);
  const std::vector<double> levels = galaxy::levelsForFractions(density, coarse.massFractions);

  fmt::print("{} stars, {} threads, {} repeats; times in ms, ratio to one histogram of all stars on one thread\n",
             count, threadCount(), kRepeats);
  fmt::print("{:<58} {:>9} {:>9} {:>9} {:>7} {:>9}\n", "", "median", "fastest", "slowest", "ratio", "CPU");
  const auto unit = bench::timeIt(kRepeats, [&] { galaxy::histogram({x, y}, cells); });
  print("histogram, 65 x 65 cells", unit, unit);
  print("scottBandwidth", bench::timeIt(kRepeats, [&] { galaxy::scottBandwidth({x, y}); }), unit);
  print("smoothDensity (bandwidth, counts, blur)",
        bench::timeIt(kRepeats,
                      [&] {
                        galaxy::smoothDensity({x, y}, cells);
                      }),
        unit);
  print("contours of one panel, 3 levels", bench::timeIt(kRepeats, [&] { galaxy::contours(density, levels); }), unit);
  print("panelGrid, 21 panels", bench::timeIt(kRepeats, [&] { galaxy::panelGrid(dataset, rows, coarse); }), unit);
  print("panelGrid, 28 panels", bench::timeIt(kRepeats, [&] { galaxy::panelGrid(dataset, rows, fine); }), unit);
  galaxy::PanelBinner binner(dataset);
  std::vector<std::size_t> cut;
  std::size_t step = 0;
  print("slider step: the cut moves, 21 panels",
        bench::timeIt(kRepeats,
                      [&] {
                        cut.assign(rows.begin() + static_cast<std::ptrdiff_t>(++step), rows.end());
                        binner.bin(cut, coarse);
                      }),
        unit);
  galaxy::PanelGridOptions adaptive = coarse;
  adaptive.adaptiveKernel = true;
  print("slider step: the cut moves, adaptive kernel",
        bench::timeIt(kRepeats,
                      [&] {
                        cut.assign(rows.begin() + static_cast<std::ptrdiff_t>(++step), rows.end());
                        binner.bin(cut, adaptive);
                      }),
        unit);
  print("slider step: a panel edge moves, 21 panels",
        bench::timeIt(kRepeats,
                      [&] {
                        coarse.radiusEdgesKpc[1] += 1e-3;
                        binner.bin(rows, coarse);
                      }),
        unit);
  std::vector<galaxy::Point> lasso;  // around the middle of the plane, with as many points as a slow drag makes
  for (int i = 0; i < 200; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / 200, reach = 1.0 + 0.2 * std::sin(7.0 * angle);
    lasso.push_back({-0.2 + 0.3 * reach * std::cos(angle), 0.1 + 0.1 * reach * std::sin(angle)});
  }
  print("lasso of 200 points applied to all stars",
        bench::timeIt(kRepeats, [&] { galaxy::rowsInside(lasso, x, y, rows); }), unit);
  const auto grid = galaxy::panelGrid(dataset, rows, fine);
  fmt::print("{} stars placed in {} panels\n", grid.starsPlaced, grid.panels.size());
  return 0;
}
