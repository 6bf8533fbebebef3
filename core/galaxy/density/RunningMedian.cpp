// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/RunningMedian.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <tuple>

#include "base/Error.h"
#include "galaxy/density/PointPieces.h"

namespace maury::galaxy {
namespace {

constexpr std::array kFractions{0.16, 0.5, 0.84};
constexpr std::size_t kMaxStrips = 2048, kPointsPerStrip = 8;

/// Bins along x, each divided into strips along y.
class Strips {
public:
  Strips(const CellGrid& grid, std::size_t columnsPerBin, std::size_t points)
      : bins((grid.columns + columnsPerBin - 1) / columnsPerBin),
        strips(std::clamp<std::size_t>(points / (kPointsPerStrip * bins), 1, kMaxStrips)),
        m_alongX(AxisBins::columnsOf(grid)),
        m_alongY{grid.yLow, grid.yHigh, static_cast<double>(strips) / (grid.yHigh - grid.yLow), strips} {
    for (std::size_t column = 0; column < grid.columns; ++column)  // precomputed, because divisions are slow
      m_binOfColumn.push_back(column / columnsPerBin);
  }

  const std::size_t bins, strips;
  std::size_t count() const { return bins * strips; }

  /// Calls `visitor(i, x, weight, bin, strip)` in order of i for the points within the cells whose weight is above 0.
  /// Strips are numbered bin by bin.
  template <typename Visitor>
  void visit(const Points& points, const Visitor& visitor) const {
    std::size_t first = 0;
    visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
      std::array<std::int32_t, kPieceSize> columns, rows;
      m_alongX.findBins(x, columns.data());
      m_alongY.findBins(y, rows.data());
      for (std::size_t i = 0; i < x.size(); ++i) {
        if ((columns[i] | rows[i]) < 0 || !(weights[i] > 0)) continue;
        const std::size_t bin = m_binOfColumn[static_cast<std::size_t>(columns[i])];
        visitor(first + i, x[i], weights[i], bin, bin * strips + static_cast<std::size_t>(rows[i]));
      }
      first += x.size();
    });
  }

private:
  AxisBins m_alongX, m_alongY;
  std::vector<std::size_t> m_binOfColumn;
};

/// Result of the first pass over the points.
struct Sums {
  std::vector<double> strips;          ///< total weight in each strip
  std::vector<double> weightedX;       ///< sum of weight × x in each bin
  std::vector<std::size_t> points;     ///< number of points in each bin
  std::vector<std::uint32_t> stripOf;  ///< strip of each point; the number of strips for a point in none
};

Sums sumPoints(const Points& points, const Strips& grid) {
  Sums sums{std::vector<double>(grid.count(), 0.0), std::vector<double>(grid.bins, 0.0),
            std::vector<std::size_t>(grid.bins, 0),
            std::vector<std::uint32_t>(points.size(), static_cast<std::uint32_t>(grid.count()))};
  grid.visit(points, [&](std::size_t i, double x, auto weight, std::size_t bin, std::size_t strip) {
    sums.strips[strip] += weight;
    sums.weightedX[bin] += weight * x;
    ++sums.points[bin];
    sums.stripOf[i] = static_cast<std::uint32_t>(strip);
  });
  return sums;
}

/// Location of a quantile: its cumulative weight, and the strips that contain the points on both sides of it.
struct Window {
  double rank = 0.0;                ///< cumulative weight
  std::size_t first = 0, last = 0;  ///< strips
  double below = 0.0;               ///< weight in the strips of the bin before `first`
};

/// Finds the window of a quantile in the strips of one bin, of which at least one must not be empty. `begin` is the
/// number of the bin's first strip. The points on both sides of `rank` are in the strip that contains it, or possibly
/// in the adjacent filled strip if `rank` is within `heaviest` of the end of its strip.
Window findWindow(std::span<const double> strips, std::size_t begin, double rank, double heaviest) {
  const auto filledFrom = [&](std::size_t strip) {
    while (strip < strips.size() && strips[strip] == 0.0)
      ++strip;
    return strip;
  };
  std::size_t current = filledFrom(0), previous = current;
  double below = 0.0;
  for (std::size_t next = filledFrom(current + 1); next < strips.size() && below + strips[current] <= rank;
       next = filledFrom(current + 1)) {
    previous = current;
    below += strips[current];
    current = next;
  }
  Window window{rank, begin + current, begin + current, below};
  if (previous != current && rank - below < heaviest) {
    window.first = begin + previous;
    window.below = below - strips[previous];
  }
  if (const std::size_t next = filledFrom(current + 1);
      next < strips.size() && below + strips[current] - rank < heaviest)
    window.last = begin + next;
  return window;
}

struct StripPoint {
  std::size_t strip;
  double y, weight;
};

/// Returns the points in the strips of all windows, sorted by strip and y.
std::vector<StripPoint> collectPoints(const std::vector<Window>& windows, const Points& points, const Sums& sums) {
  std::vector<char> isNeeded(sums.strips.size() + 1, 0);
  for (const Window& window : windows)
    std::fill(isNeeded.begin() + static_cast<std::ptrdiff_t>(window.first),
              isNeeded.begin() + static_cast<std::ptrdiff_t>(window.last) + 1, 1);
  std::vector<StripPoint> sorted;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (const std::size_t strip = sums.stripOf[i]; isNeeded[strip] != 0)
      sorted.push_back({strip, points.y[i], points.weights.empty() ? 1.0 : static_cast<double>(points.weights[i])});
  std::sort(sorted.begin(), sorted.end(), [](const StripPoint& a, const StripPoint& b) {
    return std::tie(a.strip, a.y, a.weight) < std::tie(b.strip, b.y, b.weight);
  });
  return sorted;
}

/// Returns y at the rank of the window, interpolated linearly between the middles of the weights.
double quantileIn(const Window& window, const std::vector<StripPoint>& sorted) {
  auto point = std::lower_bound(sorted.begin(), sorted.end(), window.first,
                                [](const StripPoint& a, std::size_t strip) { return a.strip < strip; });
  double below = window.below;
  const StripPoint* previous = nullptr;
  double previousMiddle = 0.0;
  for (; point != sorted.end() && point->strip <= window.last; ++point) {
    const double middle = below + point->weight / 2.0;
    if (middle > window.rank) {
      if (previous == nullptr) return point->y;
      return std::lerp(previous->y, point->y, (window.rank - previousMiddle) / (middle - previousMiddle));
    }
    below += point->weight;
    previous = &*point;
    previousMiddle = middle;
  }
  return previous->y;  // a window is not empty
}

}  // namespace

std::vector<RunningPoint> runningMedian(const Points& points, const CellGrid& cells, std::size_t columnsPerBin,
                                        double minStars) {
  cells.validate();
  points.validate();
  if (columnsPerBin == 0) throw Error(ErrorKind::Usage, "A running median needs bins of at least one column.");
  const Strips grid(cells, columnsPerBin, points.size());
  const Sums sums = sumPoints(points, grid);
  const double heaviest =
      points.weights.empty() ? 1.0 : *std::max_element(points.weights.begin(), points.weights.end());
  std::vector<RunningPoint> running;
  std::vector<Window> windows;
  for (std::size_t bin = 0; bin < grid.bins; ++bin) {
    const std::span<const double> strips(&sums.strips[bin * grid.strips], grid.strips);
    const double stars = std::accumulate(strips.begin(), strips.end(), 0.0);
    if (sums.points[bin] == 0 || stars < minStars) continue;
    const double mean = stars / static_cast<double>(sums.points[bin]);
    for (const double fraction : kFractions)
      windows.push_back(findWindow(strips, bin * grid.strips, fraction * (stars - mean) + mean / 2.0, heaviest));
    running.push_back({sums.weightedX[bin] / stars, 0.0, 0.0, 0.0, stars});
  }
  const std::vector<StripPoint> sorted = collectPoints(windows, points, sums);
  for (std::size_t i = 0; i < running.size(); ++i) {
    running[i].p16 = quantileIn(windows[3 * i], sorted);
    running[i].median = quantileIn(windows[3 * i + 1], sorted);
    running[i].p84 = quantileIn(windows[3 * i + 2], sorted);
  }
  return running;
}

}  // namespace maury::galaxy
