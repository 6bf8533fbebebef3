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
#include "survey/NumericView.h"

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
  std::size_t inRange = 0, high = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {  // without branches: these go either way
    const bool counts = (x[i] > options.shareXLow) & (x[i] < options.shareXHigh) & (y[i] == y[i]);
    inRange += counts;
    high += counts & (y[i] > options.highAlpha);
  }
  panel.shareStars = inRange;
  const auto count = static_cast<double>(panel.shareStars);
  const double share = panel.shareStars > 0 ? static_cast<double>(high) / count : kNaN;
  panel.highAlphaShare = share;
  const double above = static_cast<double>(high) + 1.0, below = count - static_cast<double>(high) + 1.0;
  panel.highAlphaShareError = panel.shareStars > 0 ? std::sqrt(above * below / (count + 3.0)) / (count + 2.0) : kNaN;
}

/// What a panel is made of, and a thread's room to take it out of the dataset.
struct PanelSource {
  survey::NumericView x, y, mean;  ///< of all stars
};
struct PanelValues {
  std::vector<double> x, y, mean;  ///< of a panel's stars
};

void take(std::vector<double>& values, const survey::NumericView& from, const std::vector<std::size_t>& stars) {
  values.resize(stars.size());
  from.visit([&](auto all) {
    for (std::size_t i = 0; i < stars.size(); ++i)
      values[i] = static_cast<double>(all[stars[i]]);
  });
}

void computePanel(Panel& panel, const PanelSource& source, PanelValues& values, const PanelGridOptions& options) {
  const auto& [x, y, mean] = values;
  take(values.x, source.x, panel.stars);
  take(values.y, source.y, panel.stars);
  computeShare(panel, x, y, options);
  if (!options.meanName.empty()) {
    take(values.mean, source.mean, panel.stars);
    panel.means = cellMeans(x, y, mean, options.cells);
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

PanelLabels usualLabels(const survey::Dataset& dataset) {
  const auto firstOf = [&dataset](std::initializer_list<const char*> names, const std::string& otherwise) {
    for (const char* name : names)
      if (dataset.findLabel(name) != nullptr) return std::string(name);
    return otherwise;
  };
  const PanelGridOptions usual;
  return {firstOf({"mh", "feh"}, usual.xName), firstOf({"alpham", "alphafe", "mgfe"}, usual.yName)};
}

void PanelBinner::findPanels(const PanelGridOptions& options) {
  if (m_radiusName == options.radiusName && m_heightName == options.heightName && !m_panels.empty() &&
      m_radiusEdges == options.radiusEdgesKpc && m_heightEdges == options.heightEdgesKpc)
    return;
  const survey::NumericView radii = survey::viewOf(*m_dataset, options.radiusName),
                            heights = survey::viewOf(*m_dataset, options.heightName);
  const bool isSigned = options.signedHeight();
  m_panels.resize(radii.size());
  const std::size_t columns = options.radiusEdgesKpc.size() - 1, rows = options.heightEdgesKpc.size() - 1;
  parallelChunks(m_panels.size(), kStarsAChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const double radius = radii[star], height = heights[star];
      const std::size_t column = binOf(radius, options.radiusEdgesKpc);
      const std::size_t row = binOf(isSigned ? height : std::abs(height), options.heightEdgesKpc);
      const bool placed = column < columns && row < rows;
      const bool known = std::isfinite(radius) && std::isfinite(height);
      m_panels[star] =
          placed ? static_cast<std::uint16_t>(row * columns + column) : (known ? kOutside : kWithoutPosition);
    }
  });
  m_radiusName = options.radiusName;
  m_heightName = options.heightName;
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
  PanelSource source{survey::viewOf(*m_dataset, options.xName), survey::viewOf(*m_dataset, options.yName), {}};
  if (!options.meanName.empty()) source.mean = survey::viewOf(*m_dataset, options.meanName);
  findPanels(options);
  PanelGrid grid = emptyGrid(options);
  place(grid, stars);

  // The fullest panels first: the cores then end together.
  std::vector<std::size_t> order(grid.panels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return grid.panels[a].stars.size() > grid.panels[b].stars.size();
  });
  std::vector<PanelValues> room(threadCount());
  parallelChunks(order.size(), 1, 0, [&](std::size_t begin, std::size_t end, unsigned worker) {
    for (std::size_t i = begin; i < end; ++i)
      computePanel(grid.panels[order[i]], source, room[worker], options);
  });
  return grid;
}

std::vector<std::size_t> PanelBinner::inside(std::span<const Point> outline, const std::vector<std::size_t>& stars,
                                             const PanelGridOptions& options) {
  return rowsInside(outline, survey::viewOf(*m_dataset, options.xName), survey::viewOf(*m_dataset, options.yName),
                    stars);
}

PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options) {
  return PanelBinner(dataset).bin(stars, options);
}

}  // namespace maury::galaxy
