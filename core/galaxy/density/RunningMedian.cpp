// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <tuple>

#include "base/Error.h"
#include "galaxy/density/CellStatistics.h"
#include "galaxy/density/PointPieces.h"

namespace maury::galaxy {
namespace {

constexpr std::array kFractions{0.16, 0.5, 0.84};
constexpr std::size_t kMostStrips = 2048, kPointsAStrip = 8;

/// Bins along x, each cut in strips along y.
class Strips {
public:
  Strips(const CellGrid& grid, std::size_t columnsABin, std::size_t points)
      : bins((grid.columns + columnsABin - 1) / columnsABin),
        strips(std::clamp<std::size_t>(points / (kPointsAStrip * bins), 1, kMostStrips)),
        m_alongX(Stretches::columnsOf(grid)),
        m_alongY{grid.yLow, grid.yHigh, static_cast<double>(strips) / (grid.yHigh - grid.yLow), strips} {
    for (std::size_t column = 0; column < grid.columns; ++column)  // once, for a division takes long
      m_binOfColumn.push_back(column / columnsABin);
  }

  const std::size_t bins, strips;
  std::size_t count() const { return bins * strips; }

  /// Calls `with(i, x, weight, bin, strip)` for the points within the cells that weigh anything, the i-th after those
  /// before it, the strips numbered bin by bin.
  template <typename Visitor>
  void visit(const Points& points, const Visitor& with) const {
    std::size_t first = 0;
    visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
      std::array<std::int32_t, kPiece> columns, rows;
      m_alongX.find(x, columns.data());
      m_alongY.find(y, rows.data());
      for (std::size_t i = 0; i < x.size(); ++i) {
        if ((columns[i] | rows[i]) < 0 || !(weights[i] > 0)) continue;
        const std::size_t bin = m_binOfColumn[static_cast<std::size_t>(columns[i])];
        with(first + i, x[i], weights[i], bin, bin * strips + static_cast<std::size_t>(rows[i]));
      }
      first += x.size();
    });
  }

private:
  Stretches m_alongX, m_alongY;
  std::vector<std::size_t> m_binOfColumn;
};

/// What a pass over the points finds.
struct Sums {
  std::vector<double> strips;          ///< weight
  std::vector<double> weighedX;        ///< of each bin
  std::vector<std::size_t> points;     ///< of each bin
  std::vector<std::uint32_t> stripOf;  ///< of each point; one past the last for a point that is in none
};

Sums sumsOf(const Points& points, const Strips& grid) {
  Sums sums{std::vector<double>(grid.count(), 0.0), std::vector<double>(grid.bins, 0.0),
            std::vector<std::size_t>(grid.bins, 0),
            std::vector<std::uint32_t>(points.size(), static_cast<std::uint32_t>(grid.count()))};
  grid.visit(points, [&](std::size_t i, double x, auto weight, std::size_t bin, std::size_t strip) {
    sums.strips[strip] += weight;
    sums.weighedX[bin] += weight * x;
    ++sums.points[bin];
    sums.stripOf[i] = static_cast<std::uint32_t>(strip);
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
std::vector<StripPoint> pointsIn(const std::vector<Window>& windows, const Points& points, const Sums& sums) {
  std::vector<char> isWanted(sums.strips.size() + 1, 0);
  for (const Window& window : windows)
    std::fill(isWanted.begin() + static_cast<std::ptrdiff_t>(window.first),
              isWanted.begin() + static_cast<std::ptrdiff_t>(window.last) + 1, 1);
  std::vector<StripPoint> found;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (const std::size_t strip = sums.stripOf[i]; isWanted[strip] != 0)
      found.push_back({strip, points.y[i], points.weights.empty() ? 1.0 : static_cast<double>(points.weights[i])});
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
  const std::vector<StripPoint> found = pointsIn(windows, points, sums);
  for (std::size_t i = 0; i < running.size(); ++i) {
    running[i].p16 = quantileIn(windows[3 * i], found);
    running[i].median = quantileIn(windows[3 * i + 1], found);
    running[i].p84 = quantileIn(windows[3 * i + 2], found);
  }
  return running;
}

}  // namespace maury::galaxy
