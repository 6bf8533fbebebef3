// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/PanelGrid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Parallel.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStarsAChunk = 1 << 16;

/// What binning makes of a star besides the number of its panel.
constexpr std::uint32_t kOutside = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kWithoutPosition = kOutside - 1;

void validateEdges(const std::vector<double>& edges, const std::string& what) {
  const bool finite = std::all_of(edges.begin(), edges.end(), [](double edge) { return std::isfinite(edge); });
  if (edges.size() < 2 || !finite ||
      std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) != edges.end())
    throw Error(ErrorKind::Usage, fmt::format("The {} edges must be two or more increasing numbers, but they are: {}.",
                                              what, fmt::join(edges, ", ")));
}

void validateOptions(const PanelGridOptions& options) {
  validateEdges(options.radiusEdgesKpc, "radius");
  validateEdges(options.heightEdgesKpc, "height");
  if (options.heightEdgesKpc.front() < 0.0)
    throw Error(ErrorKind::Usage, fmt::format("The height edges are of |Z| and start at 0 or above, not at {}.",
                                              options.heightEdgesKpc.front()));
  options.cells.validate();
  for (const double fraction : options.massFractions)
    if (!(fraction > 0.0 && fraction <= 1.0))
      throw Error(ErrorKind::Usage,
                  fmt::format("A mass fraction must be above 0 and at most 1, but one is {}.", fraction));
  if (!(options.smoothing >= 0.0 && std::isfinite(options.smoothing)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but it is {}.", options.smoothing));
}

/// The bin of a value, low ≤ value < high, the last edge included; kOutside where there is none.
std::uint32_t binOf(double value, const std::vector<double>& edges) {
  if (!(value >= edges.front() && value <= edges.back())) return kOutside;
  const auto above = std::upper_bound(edges.begin(), edges.end() - 1, value);
  return static_cast<std::uint32_t>(above - edges.begin()) - 1;
}

/// The panel of each of `stars`, or kOutside, or kWithoutPosition.
std::vector<std::uint32_t> panelOfStars(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                                        const PanelGridOptions& options) {
  const std::vector<double> radius = dataset.numeric(options.radiusName);
  const std::vector<double> height = dataset.numeric(options.heightName);
  const std::size_t columns = options.radiusEdgesKpc.size() - 1;
  std::vector<std::uint32_t> panelOf(stars.size());
  parallelChunks(stars.size(), kStarsAChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t star = stars[i];
      if (star >= radius.size())
        throw Error(ErrorKind::Mismatch,
                    fmt::format("Row {} was asked for, but the dataset has {} stars.", star + 1, radius.size()));
      if (!std::isfinite(radius[star]) || !std::isfinite(height[star])) {
        panelOf[i] = kWithoutPosition;
        continue;
      }
      const std::uint32_t column = binOf(radius[star], options.radiusEdgesKpc);
      const std::uint32_t row = binOf(std::abs(height[star]), options.heightEdgesKpc);
      const bool placed = column != kOutside && row != kOutside;
      panelOf[i] = placed ? row * static_cast<std::uint32_t>(columns) + column : kOutside;
    }
  });
  return panelOf;
}

void placeStars(PanelGrid& grid, const std::vector<std::size_t>& stars, const std::vector<std::uint32_t>& panelOf) {
  std::vector<std::size_t> counts(grid.panels.size(), 0);
  for (const std::uint32_t panel : panelOf) {
    if (panel < counts.size()) ++counts[panel];
    grid.starsWithoutPosition += panel == kWithoutPosition;
  }
  for (std::size_t panel = 0; panel < counts.size(); ++panel)
    grid.panels[panel].stars.reserve(counts[panel]);
  for (std::size_t i = 0; i < stars.size(); ++i)
    if (panelOf[i] < counts.size()) grid.panels[panelOf[i]].stars.push_back(stars[i]);
  grid.starsPlaced = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

void computeShare(Panel& panel, const std::vector<double>& x, const std::vector<double>& y,
                  const PanelGridOptions& options) {
  std::size_t high = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(x[i] > options.shareXLow && x[i] < options.shareXHigh) || std::isnan(y[i])) continue;
    ++panel.shareStars;
    high += y[i] > options.highAlpha;
  }
  const auto count = static_cast<double>(panel.shareStars);
  const double share = panel.shareStars > 0 ? static_cast<double>(high) / count : kNaN;
  panel.highAlphaShare = share;
  panel.highAlphaShareError = std::sqrt(share * (1.0 - share) / count);
}

void computePanel(Panel& panel, const std::vector<double>& allX, const std::vector<double>& allY,
                  const PanelGridOptions& options) {
  std::vector<double> x, y;
  x.reserve(panel.stars.size());
  y.reserve(panel.stars.size());
  for (const std::size_t star : panel.stars) {
    x.push_back(allX[star]);
    y.push_back(allY[star]);
  }
  computeShare(panel, x, y, options);
  panel.counts = histogram(x, y, options.cells);
  if (panel.counts.inside == 0 || panel.counts.inside < options.fewStars) return;
  const Density density = smoothed(x, y, options.cells, options.smoothing);
  panel.levels = levelsForFractions(density, options.massFractions);
  panel.contours = contours(density, panel.levels);
}

PanelGrid emptyGrid(const PanelGridOptions& options) {
  PanelGrid grid;
  grid.options = options;
  grid.columns = options.radiusEdgesKpc.size() - 1;
  grid.rows = options.heightEdgesKpc.size() - 1;
  for (std::size_t row = 0; row < grid.rows; ++row) {
    for (std::size_t column = 0; column < grid.columns; ++column) {
      Panel panel;
      panel.radiusLowKpc = options.radiusEdgesKpc[column];
      panel.radiusHighKpc = options.radiusEdgesKpc[column + 1];
      panel.heightLowKpc = options.heightEdgesKpc[row];
      panel.heightHighKpc = options.heightEdgesKpc[row + 1];
      grid.panels.push_back(std::move(panel));
    }
  }
  return grid;
}

}  // namespace

PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options) {
  validateOptions(options);
  const std::vector<double> x = dataset.numeric(options.xName);
  const std::vector<double> y = dataset.numeric(options.yName);
  PanelGrid grid = emptyGrid(options);
  placeStars(grid, stars, panelOfStars(dataset, stars, options));

  // The fullest panels first: the cores then end together.
  std::vector<std::size_t> order(grid.panels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return grid.panels[a].stars.size() > grid.panels[b].stars.size();
  });
  parallelChunks(order.size(), 1, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      computePanel(grid.panels[order[i]], x, y, options);
  });
  return grid;
}

}  // namespace maury::galaxy
