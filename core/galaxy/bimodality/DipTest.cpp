// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/DipTest.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/Error.h"

namespace maury::galaxy {
namespace {

constexpr std::array<double, 9> kProbabilities{0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999};
struct QuantileRow {
  double count;
  std::array<double, 9> values;  ///< quantiles of √N dip at kProbabilities
};
constexpr std::array<QuantileRow, 13> kQuantiles{{
    {10, {0.3092, 0.3758, 0.4126, 0.4415, 0.4774, 0.5050, 0.5287, 0.5547, 0.5711}},
    {15, {0.3239, 0.3860, 0.4264, 0.4600, 0.4992, 0.5267, 0.5517, 0.5816, 0.6021}},
    {20, {0.3280, 0.3951, 0.4348, 0.4702, 0.5112, 0.5394, 0.5660, 0.5975, 0.6197}},
    {30, {0.3366, 0.4049, 0.4463, 0.4829, 0.5261, 0.5558, 0.5834, 0.6174, 0.6417}},
    {50, {0.3454, 0.4159, 0.4590, 0.4969, 0.5424, 0.5742, 0.6031, 0.6398, 0.6653}},
    {100, {0.3546, 0.4273, 0.4715, 0.5113, 0.5580, 0.5902, 0.6204, 0.6580, 0.6845}},
    {200, {0.3618, 0.4356, 0.4808, 0.5210, 0.5695, 0.6037, 0.6358, 0.6755, 0.7031}},
    {500, {0.3679, 0.4431, 0.4892, 0.5306, 0.5796, 0.6138, 0.6462, 0.6861, 0.7159}},
    {1000, {0.3714, 0.4471, 0.4938, 0.5355, 0.5854, 0.6201, 0.6530, 0.6934, 0.7232}},
    {2000, {0.3737, 0.4497, 0.4965, 0.5384, 0.5891, 0.6246, 0.6569, 0.6980, 0.7276}},
    {5000, {0.3756, 0.4519, 0.4989, 0.5410, 0.5917, 0.6267, 0.6606, 0.7023, 0.7318}},
    {20000, {0.3774, 0.4540, 0.5011, 0.5435, 0.5943, 0.6304, 0.6639, 0.7063, 0.7367}},
    {72000, {0.3785, 0.4552, 0.5026, 0.5452, 0.5966, 0.6327, 0.6664, 0.7090, 0.7386}},
}};

using Indices = std::vector<std::size_t>;

/// Finds the points where the greatest convex minorant touches the distribution: element j of the result is the
/// touching point before j on the minorant of values 0 … j.
Indices minorantTouches(std::span<const double> x) {
  Indices below(x.size(), 0);
  for (std::size_t j = 1; j < x.size(); ++j) {
    std::size_t last = j - 1;
    while (last != 0) {
      const std::size_t before = below[last];
      if ((x[j] - x[last]) * static_cast<double>(last - before) < (x[last] - x[before]) * static_cast<double>(j - last))
        break;
      last = before;
    }
    below[j] = last;
  }
  return below;
}

/// Finds the touching points of the least concave majorant: element k is the one after k on the majorant of values k …
/// N − 1.
Indices majorantTouches(std::span<const double> x) {
  const std::size_t end = x.size() - 1;
  Indices above(x.size(), end);
  for (std::size_t k = end; k-- > 0;) {
    std::size_t next = k + 1;
    while (next != end) {
      const std::size_t after = above[next];
      if ((x[next] - x[k]) * static_cast<double>(after - next) < (x[after] - x[next]) * static_cast<double>(next - k))
        break;
      next = after;
    }
    above[k] = next;
  }
  return above;
}

double signedDifference(std::size_t a, std::size_t b) {
  return static_cast<double>(a) - static_cast<double>(b);
}

/// Returns the height, in stars above point `from`, of the chord between the points `from` and `to` at point `index`.
double chordHeight(std::span<const double> x, std::size_t from, std::size_t to, std::size_t index) {
  return (x[index] - x[from]) * static_cast<double>(to - from) / (x[to] - x[from]);
}

/// Largest gap between the minorant (listed in descending order) and the majorant (ascending) of the modal interval.
struct Gap {
  double size = 0.0;
  std::size_t minorant = 0, majorant = 0;  ///< indices into the two lists
};

Gap largestGap(std::span<const double> x, const Indices& minorant, const Indices& majorant) {
  const std::size_t lastMinorant = minorant.size() - 1, lastMajorant = majorant.size() - 1;
  Gap gap{0.0, lastMinorant, lastMajorant};
  if (lastMinorant == 1 && lastMajorant == 1) return {1.0, lastMinorant, lastMajorant};
  std::size_t i = lastMinorant - 1, k = 1;
  do {
    const std::size_t low = minorant[i], high = majorant[k];
    double distance = 0.0;
    if (low > high) {
      const std::size_t from = minorant[i + 1];
      distance = signedDifference(high + 1, from) - chordHeight(x, from, low, high);
      ++k;
      if (distance >= gap.size) gap = {distance, i + 1, k - 1};
    } else {
      const std::size_t from = majorant[k - 1];
      distance = chordHeight(x, from, high, low) - signedDifference(low, from + 1);
      const std::size_t index = i;
      if (i > 0) --i;
      if (distance >= gap.size) gap = {distance, index, k};
    }
    k = std::min(k, lastMajorant);
  } while (minorant[i] != majorant[k]);
  return gap;
}

/// Returns the largest distance between the distribution and the chords on one side of the modal interval. `sign` is +1
/// for the minorant, whose chords are below the steps of the distribution, and −1 for the majorant.
double largestFromChords(std::span<const double> x, const Indices& touches, std::size_t first, double sign) {
  double largest = 0.0;
  for (std::size_t index = first; index + 1 < touches.size(); ++index) {
    const std::size_t from = std::min(touches[index], touches[index + 1]),
                      to = std::max(touches[index], touches[index + 1]);
    largest = std::max(largest, 1.0);
    if (to - from < 2 || x[to] == x[from]) continue;
    for (std::size_t j = from; j <= to; ++j)
      largest = std::max(largest, 1.0 + sign * (signedDifference(j, from) - chordHeight(x, from, to, j)));
  }
  return largest;
}

}  // namespace

double dipStatistic(std::span<const double> ascending) {
  const auto& x = ascending;
  const bool finite = std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); });
  if (x.empty() || !finite || !std::is_sorted(x.begin(), x.end()))
    throw Error(ErrorKind::Usage, "The dip test needs at least one value, and all must be finite and ascending.");
  double dip = 1.0;  // in units of 1/(2N)
  const auto count = static_cast<double>(x.size());
  if (x.front() == x.back()) return dip / (2.0 * count);
  const Indices below = minorantTouches(x), above = majorantTouches(x);
  std::size_t low = 0, high = x.size() - 1;
  while (true) {
    Indices minorant{high}, majorant{low};
    while (minorant.back() > low)
      minorant.push_back(below[minorant.back()]);
    while (majorant.back() < high)
      majorant.push_back(above[majorant.back()]);
    const Gap gap = largestGap(x, minorant, majorant);
    if (gap.size < dip) break;
    dip = std::max(
        {dip, largestFromChords(x, minorant, gap.minorant, 1.0), largestFromChords(x, majorant, gap.majorant, -1.0)});
    const std::size_t newLow = minorant[gap.minorant], newHigh = majorant[gap.majorant];
    if (newLow == low && newHigh == high) break;
    low = newLow;
    high = newHigh;
    if (low >= high) break;
  }
  return dip / (2.0 * count);
}

double dipPValue(double dip, std::size_t count) {
  const auto stars = static_cast<double>(count);
  if (stars < kQuantiles.front().count) return 1.0;
  const double scaled = dip * std::sqrt(stars);
  std::size_t row = 0;
  while (row + 2 < kQuantiles.size() && stars >= kQuantiles[row + 1].count)
    ++row;
  const QuantileRow &lower = kQuantiles[row], &upper = kQuantiles[row + 1];
  // Interpolate in 1/√N, because the quantiles approach their limit roughly in proportion to it.
  const auto inverseRoot = [](double n) { return 1.0 / std::sqrt(n); };
  const double share = std::clamp(
      (inverseRoot(lower.count) - inverseRoot(stars)) / (inverseRoot(lower.count) - inverseRoot(upper.count)), 0.0,
      1.0);
  double previous = 0.0, previousProbability = 0.0;
  for (std::size_t i = 0; i < kProbabilities.size(); ++i) {
    const double quantile = lower.values[i] + share * (upper.values[i] - lower.values[i]);
    if (scaled < quantile) {
      const double part = (scaled - previous) / (quantile - previous);
      return 1.0 - (previousProbability + part * (kProbabilities[i] - previousProbability));
    }
    previous = quantile;
    previousProbability = kProbabilities[i];
  }
  return 1.0 - kProbabilities.back();
}

}  // namespace maury::galaxy
