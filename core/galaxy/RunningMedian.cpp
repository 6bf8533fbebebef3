// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

#include "base/Error.h"
#include "galaxy/CellStatistics.h"
#include "galaxy/PointPieces.h"

namespace maury::galaxy {
namespace {

constexpr std::array kFractions{0.16, 0.5, 0.84};
constexpr std::size_t kMostStrips = 2048, kPointsAStrip = 8;

/// Bins along x, each cut in strips along y.
struct Strips {
  const CellGrid& cells;
  std::size_t columnsABin, bins, strips;
  double perColumn, perStrip;

  Strips(const CellGrid& grid, std::size_t columns, std::size_t points)
      : cells(grid),
        columnsABin(columns),
        bins((grid.columns + columns - 1) / columns),
        strips(std::clamp<std::size_t>(points / (kPointsAStrip * bins), 1, kMostStrips)),
        perColumn(1.0 / grid.cellWidth()),
        perStrip(static_cast<double>(strips) / (grid.yHigh - grid.yLow)) {}

  std::size_t count() const { return bins * strips; }
  /// Where a point lies, bin by bin; count() for one outside or with a NaN.
  std::size_t of(double x, double y) const {
    if (!(x >= cells.xLow && x <= cells.xHigh && y >= cells.yLow && y <= cells.yHigh)) return count();
    const std::size_t column = std::min(cells.columns - 1, static_cast<std::size_t>((x - cells.xLow) * perColumn));
    const std::size_t strip = std::min(strips - 1, static_cast<std::size_t>((y - cells.yLow) * perStrip));
    return column / columnsABin * strips + strip;
  }
};

/// What the first pass over the points finds.
struct Sums {
  std::vector<double> strips;       ///< weight
  std::vector<double> weighedX;     ///< of each bin
  std::vector<std::size_t> points;  ///< of each bin
};

Sums sumsOf(const Points& points, const Strips& grid) {
  Sums sums{std::vector<double>(grid.count(), 0.0), std::vector<double>(grid.bins, 0.0),
            std::vector<std::size_t>(grid.bins, 0)};
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t strip = grid.of(x[i], y[i]);
      if (strip == grid.count() || !(weights[i] > 0)) continue;
      const std::size_t bin = strip / grid.strips;
      sums.strips[strip] += weights[i];
      sums.weighedX[bin] += weights[i] * x[i];
      ++sums.points[bin];
    }
  });
  return sums;
}

/// Where a quantile lies: a place among the weights laid side by side, and the strips with the points round it.
struct Window {
  double place = 0.0;
  std::size_t first = 0, last = 0;  ///< strips
  double below = 0.0;               ///< weight in the strips before the first
};

/// In the strips of one bin, which are not all empty, the first of them the `begin`-th of all. The neighbours of the
/// place lie in its strip, or, within `heaviest` of the strip's ends, perhaps in the next filled one.
Window windowOf(std::span<const double> strips, std::size_t begin, double place, double heaviest) {
  const auto filledFrom = [&](std::size_t strip) {
    while (strip < strips.size() && strips[strip] == 0.0)
      ++strip;
    return strip;
  };
  std::size_t at = filledFrom(0), previous = at;
  double below = 0.0;
  for (std::size_t next = filledFrom(at + 1); next < strips.size() && below + strips[at] <= place;
       next = filledFrom(at + 1)) {
    previous = at;
    below += strips[at];
    at = next;
  }
  Window window{place, begin + at, begin + at, below};
  if (previous != at && place - below < heaviest) {
    window.first = begin + previous;
    window.below = below - strips[previous];
  }
  if (const std::size_t next = filledFrom(at + 1); next < strips.size() && below + strips[at] - place < heaviest)
    window.last = begin + next;
  return window;
}

struct StripPoint {
  std::size_t strip;
  double y, weight;
};

/// The points of the strips of all windows, strip by strip, ascending.
std::vector<StripPoint> pointsIn(const std::vector<Window>& windows, const Points& points, const Strips& grid) {
  std::vector<char> isWanted(grid.count() + 1, 0);
  for (const Window& window : windows)
    std::fill(isWanted.begin() + static_cast<std::ptrdiff_t>(window.first),
              isWanted.begin() + static_cast<std::ptrdiff_t>(window.last) + 1, 1);
  std::vector<StripPoint> found;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    for (std::size_t i = 0; i < x.size(); ++i)
      if (const std::size_t strip = grid.of(x[i], y[i]); isWanted[strip] != 0 && weights[i] > 0)
        found.push_back({strip, y[i], static_cast<double>(weights[i])});
  });
  std::sort(found.begin(), found.end(), [](const StripPoint& a, const StripPoint& b) {
    return std::tie(a.strip, a.y, a.weight) < std::tie(b.strip, b.y, b.weight);
  });
  return found;
}

/// y at the window's place, linear between the middles of the weights.
double quantileIn(const Window& window, const std::vector<StripPoint>& found) {
  auto point = std::lower_bound(found.begin(), found.end(), window.first,
                                [](const StripPoint& a, std::size_t strip) { return a.strip < strip; });
  double below = window.below;
  const StripPoint* previous = nullptr;
  double previousMiddle = 0.0;
  for (; point != found.end() && point->strip <= window.last; ++point) {
    const double middle = below + point->weight / 2.0;
    if (middle > window.place) {
      if (previous == nullptr) return point->y;
      return std::lerp(previous->y, point->y, (window.place - previousMiddle) / (middle - previousMiddle));
    }
    below += point->weight;
    previous = &*point;
    previousMiddle = middle;
  }
  return previous->y;  // a window is not empty
}

}  // namespace

std::vector<RunningPoint> runningMedian(const Points& points, const CellGrid& cells, std::size_t columnsABin,
                                        double fewest) {
  cells.validate();
  points.validate();
  if (columnsABin == 0) throw Error(ErrorKind::Usage, "A running median needs bins of at least one column.");
  const Strips grid(cells, columnsABin, points.size());
  const Sums sums = sumsOf(points, grid);
  const double heaviest =
      points.weights.empty() ? 1.0 : *std::max_element(points.weights.begin(), points.weights.end());
  std::vector<RunningPoint> running;
  std::vector<Window> windows;
  for (std::size_t bin = 0; bin < grid.bins; ++bin) {
    const std::span<const double> strips(&sums.strips[bin * grid.strips], grid.strips);
    const double stars = std::accumulate(strips.begin(), strips.end(), 0.0);
    if (sums.points[bin] == 0 || stars < fewest) continue;
    const double mean = stars / static_cast<double>(sums.points[bin]);
    for (const double fraction : kFractions)
      windows.push_back(windowOf(strips, bin * grid.strips, fraction * (stars - mean) + mean / 2.0, heaviest));
    running.push_back({sums.weighedX[bin] / stars, 0.0, 0.0, 0.0, stars});
  }
  const std::vector<StripPoint> found = pointsIn(windows, points, grid);
  for (std::size_t i = 0; i < running.size(); ++i) {
    running[i].p16 = quantileIn(windows[3 * i], found);
    running[i].median = quantileIn(windows[3 * i + 1], found);
    running[i].p84 = quantileIn(windows[3 * i + 2], found);
  }
  return running;
}

}  // namespace maury::galaxy
