// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/PanelGrid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "galaxy/AdaptiveKernel.h"
#include "galaxy/Lasso.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStarsAChunk = 1 << 16;

/// What binning makes of a star besides the number of its panel.
constexpr std::uint16_t kOutside = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint16_t kWithoutPosition = kOutside - 1;
constexpr std::size_t kMostPanels = 65000;

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
  const std::size_t panels = (options.radiusEdgesKpc.size() - 1) * (options.heightEdgesKpc.size() - 1);
  if (panels > kMostPanels)
    throw Error(ErrorKind::Usage, fmt::format("{} panels are too many; there may be {}.", panels, kMostPanels));
  options.cells.validate();
  for (const double fraction : options.massFractions)
    if (!(fraction > 0.0 && fraction <= 1.0))
      throw Error(ErrorKind::Usage,
                  fmt::format("A mass fraction must be above 0 and at most 1, but one is {}.", fraction));
  if (!(options.smoothing >= 0.0 && std::isfinite(options.smoothing)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but it is {}.", options.smoothing));
}

/// The bin of a value, low ≤ value < high, the last edge included; edges.size() where there is none.
std::size_t binOf(double value, const std::vector<double>& edges) {
  if (!(value >= edges.front() && value <= edges.back())) return edges.size();
  // Few edges: counting them is faster than bisecting.
  std::size_t above = 0;
  for (std::size_t i = 1; i + 1 < edges.size(); ++i)
    above += value >= edges[i];
  return above;
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
                  const std::vector<double>& allMean, const PanelGridOptions& options) {
  std::vector<double> x, y;
  x.reserve(panel.stars.size());
  y.reserve(panel.stars.size());
  for (const std::size_t star : panel.stars) {
    x.push_back(allX[star]);
    y.push_back(allY[star]);
  }
  computeShare(panel, x, y, options);
  if (!options.meanName.empty()) {
    std::vector<double> of;
    for (const std::size_t star : panel.stars)
      of.push_back(allMean[star]);
    panel.means = cellMeans(x, y, of, options.cells);
  }
  if (options.runningMedian) panel.running = runningMedian(x, y, options.cells);
  if (x.size() < options.fewStars) {
    panel.counts = histogram(x, y, options.cells);
    if (panel.counts.inside == 0 || panel.counts.inside < options.fewStars) return;
  }
  DensityPair densities = options.adaptiveKernel
                              ? countedAndAdaptivelySmoothed(x, y, options.cells, {.factor = options.smoothing})
                              : countedAndSmoothed(x, y, options.cells, options.smoothing);
  panel.counts = std::move(densities.counts);
  if (panel.counts.inside == 0 || panel.counts.inside < options.fewStars) return;
  panel.levels = levelsForFractions(densities.smooth, options.massFractions);
  panel.contours = contours(densities.smooth, panel.levels);
  if (options.adaptiveKernel) panel.kernel = std::move(densities.smooth.values);
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

void PanelBinner::read(NamedValues& column, const std::string& name) {
  if (column.name == name && !column.values.empty()) return;
  column = {name, m_dataset->numeric(name)};
}

void PanelBinner::findPanels(const PanelGridOptions& options) {
  const bool sameColumns = m_radius.name == options.radiusName && m_height.name == options.heightName;
  read(m_radius, options.radiusName);
  read(m_height, options.heightName);
  if (sameColumns && !m_panels.empty() && m_radiusEdges == options.radiusEdgesKpc &&
      m_heightEdges == options.heightEdgesKpc)
    return;
  m_panels.resize(m_radius.values.size());
  const std::size_t columns = options.radiusEdgesKpc.size() - 1, rows = options.heightEdgesKpc.size() - 1;
  parallelChunks(m_panels.size(), kStarsAChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const double radius = m_radius.values[star], height = m_height.values[star];
      const std::size_t column = binOf(radius, options.radiusEdgesKpc);
      const std::size_t row = binOf(std::abs(height), options.heightEdgesKpc);
      const bool placed = column < columns && row < rows;
      const bool known = std::isfinite(radius) && std::isfinite(height);
      m_panels[star] =
          placed ? static_cast<std::uint16_t>(row * columns + column) : (known ? kOutside : kWithoutPosition);
    }
  });
  m_radiusEdges = options.radiusEdgesKpc;
  m_heightEdges = options.heightEdgesKpc;
}

/// Sorts the rows into the panels, keeping their order: each slice of `stars` is counted, then written where the slices
/// before it end.
void PanelBinner::place(PanelGrid& grid, const std::vector<std::size_t>& stars) const {
  const std::size_t panels = grid.panels.size();
  const std::size_t slices = stars.size() < kStarsAChunk ? 1 : std::max(1U, threadCount());
  const std::size_t slice = (stars.size() + slices - 1) / slices;
  std::vector<std::vector<std::size_t>> next(slices, std::vector<std::size_t>(panels, 0));
  std::vector<std::size_t> without(slices, 0);
  const auto forSlice = [&](std::size_t number, const auto& visit) {
    for (std::size_t i = number * slice; i < std::min(stars.size(), (number + 1) * slice); ++i)
      visit(stars[i]);
  };
  parallelChunks(slices, 1, 0, [&](std::size_t number, std::size_t, unsigned) {
    forSlice(number, [&](std::size_t star) {
      if (star >= m_panels.size())
        throw Error(ErrorKind::Mismatch,
                    fmt::format("Row {} was asked for, but the dataset has {} stars.", star + 1, m_panels.size()));
      if (m_panels[star] < panels)
        ++next[number][m_panels[star]];
      else
        without[number] += m_panels[star] == kWithoutPosition;
    });
  });
  for (std::size_t panel = 0; panel < panels; ++panel) {
    std::size_t total = 0;
    for (auto& counts : next)
      total += std::exchange(counts[panel], total);
    grid.panels[panel].stars.resize(total);
    grid.starsPlaced += total;
  }
  grid.starsWithoutPosition = std::accumulate(without.begin(), without.end(), std::size_t{0});
  parallelChunks(slices, 1, 0, [&](std::size_t number, std::size_t, unsigned) {
    forSlice(number, [&](std::size_t star) {
      const std::uint16_t panel = m_panels[star];
      if (panel < panels) grid.panels[panel].stars[next[number][panel]++] = star;
    });
  });
}

PanelGrid PanelBinner::bin(const std::vector<std::size_t>& stars, const PanelGridOptions& options) {
  validateOptions(options);
  read(m_x, options.xName);
  read(m_y, options.yName);
  if (!options.meanName.empty()) read(m_mean, options.meanName);
  findPanels(options);
  PanelGrid grid = emptyGrid(options);
  place(grid, stars);

  // The fullest panels first: the cores then end together.
  std::vector<std::size_t> order(grid.panels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return grid.panels[a].stars.size() > grid.panels[b].stars.size();
  });
  parallelChunks(order.size(), 1, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      computePanel(grid.panels[order[i]], m_x.values, m_y.values, m_mean.values, options);
  });
  return grid;
}

std::vector<std::size_t> PanelBinner::inside(std::span<const Point> outline, const std::vector<std::size_t>& stars,
                                             const PanelGridOptions& options) {
  read(m_x, options.xName);
  read(m_y, options.yName);
  return rowsInside(outline, m_x.values, m_y.values, stars);
}

PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options) {
  return PanelBinner(dataset).bin(stars, options);
}

}  // namespace maury::galaxy
