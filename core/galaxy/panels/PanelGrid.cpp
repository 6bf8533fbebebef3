// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/PanelGrid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "galaxy/density/AdaptiveKernel.h"
#include "galaxy/density/CellStatistics.h"
#include "galaxy/density/Lasso.h"
#include "galaxy/density/PointPieces.h"
#include "galaxy/panels/PanelPlacing.h"
#include "survey/dataset/NumericView.h"
#include "survey/names/PredictedNames.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kStarsPerChunk = 1 << 16;
constexpr std::size_t kMaxPanels = 65000;

void validateEdges(const std::vector<double>& edges, const std::string& quantity) {
  const bool finite = std::all_of(edges.begin(), edges.end(), [](double edge) { return std::isfinite(edge); });
  if (edges.size() < 2 || !finite ||
      std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>()) != edges.end())
    throw Error(ErrorKind::Usage,
                fmt::format("The {} edges must be two or more increasing numbers, but are {}.", quantity,
                            fmt::join(edges, ", ")),
                quantity == "radius" ? "Correct --r-edges." : "Correct --z-edges.");
}

void validateOptions(const PanelGridOptions& options) {
  validateEdges(options.radiusEdgesKpc, "radius");
  validateEdges(options.heightEdgesKpc, "height");
  const std::size_t panels = (options.radiusEdgesKpc.size() - 1) * (options.heightEdgesKpc.size() - 1);
  if (panels > kMaxPanels)
    throw Error(ErrorKind::Usage,
                fmt::format("There are {} panels, but at most {} are possible. Use fewer bins.", panels, kMaxPanels));
  options.cells.validate();
  for (const double fraction : options.massFractions)
    if (!(fraction > 0.0 && fraction <= 1.0))
      throw Error(ErrorKind::Usage,
                  fmt::format("A mass fraction must be above 0 and at most 1, but one is {}.", fraction));
  if (!(options.smoothing >= 0.0 && std::isfinite(options.smoothing)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but is {}.", options.smoothing));
}

void computeShare(Panel& panel, const Points& points, const PanelGridOptions& options) {
  double inRange = 0.0, high = 0.0;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    std::decay_t<decltype(weights[0])> pieceInRange{}, pieceHigh{};
    for (std::size_t i = 0; i < x.size(); ++i) {  // no branches, which would be unpredictable
      const bool counts = bool(int{x[i] > options.shareXLow} & int{x[i] < options.shareXHigh} & int{y[i] == y[i]});
      pieceInRange += counts * weights[i];
      pieceHigh += bool(int{counts} & int{y[i] > options.highAlpha}) * weights[i];
    }
    inRange += pieceInRange;
    high += pieceHigh;
  });
  panel.shareStars = inRange;
  panel.highAlphaShare = inRange > 0.0 ? high / inRange : kNaN;
  // If stars are spread, use the number of whole stars that has the same statistical error.
  const double count = inRange * panel.effectiveStars / panel.starCount;
  const double above = panel.highAlphaShare * count + 1.0, below = count + 2.0 - above;
  panel.highAlphaShareError = inRange > 0.0 ? std::sqrt(above * below / (count + 3.0)) / (count + 2.0) : kNaN;
}

/// Sets the number of stars and the effective number: the number of stars of weight 1 with the same statistical error
/// (Kish 1965).
void countStars(Panel& panel, const Points& points) {
  panel.starCount = panel.effectiveStars = static_cast<double>(points.size());
  if (points.weights.empty()) return;
  double squares = 0.0;
  panel.starCount = 0.0;
  for (const float weight : points.weights) {
    panel.starCount += weight;
    squares += static_cast<double>(weight) * weight;
  }
  panel.effectiveStars = squares > 0.0 ? panel.starCount * panel.starCount / squares : 0.0;
}

void computePanel(Panel& panel, const Points& points, const PanelGridOptions& options) {
  countStars(panel, points);
  computeShare(panel, points, options);
  if (options.runningMedian) panel.running = runningMedian(points, options.cells);
  if (points.size() < options.minStars) {
    panel.counts = histogram(points, options.cells);
    return;
  }
  DensityPair densities = options.adaptiveKernel ? adaptiveDensity(points, options.cells, {.factor = options.smoothing})
                                                 : kernelDensity(points, options.cells, options.smoothing);
  panel.counts = std::move(densities.counts);
  if (!(panel.counts.inside > 0.0) || panel.counts.inside < static_cast<double>(options.minStars)) return;
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

PanelLabels defaultPanelLabels(const survey::Dataset& dataset) {
  const auto firstOf = [&dataset](std::initializer_list<const char*> names, const std::string& otherwise) {
    for (const bool predicted : {true, false})
      for (const char* label : names) {
        const std::string name = predicted ? survey::predictedName(label) : label;
        if (dataset.findLabel(name) != nullptr) return name;
      }
    return otherwise;
  };
  const PanelGridOptions defaults;
  return {firstOf({"mh", "feh"}, defaults.xName), firstOf({"alpham", "alphafe", "mgfe"}, defaults.yName)};
}

bool canSpread(const survey::Dataset& dataset, const PanelGridOptions& options) {
  return dataset.hasNumeric("e_" + options.radiusName) && dataset.hasNumeric("e_" + options.heightName);
}

void PanelBinner::findPanels(const PanelGridOptions& options) {
  if (m_radiusName == options.radiusName && m_heightName == options.heightName && !m_panels.empty() &&
      m_radiusEdges == options.radiusEdgesKpc && m_heightEdges == options.heightEdgesKpc)
    return;
  const survey::NumericView radii = survey::viewOf(*m_dataset, options.radiusName),
                            heights = survey::viewOf(*m_dataset, options.heightName);
  m_shares.reset();
  m_panels.resize(radii.size());
  const PanelEdges edges{options.radiusEdgesKpc, options.heightEdgesKpc};
  parallelChunks(m_panels.size(), kStarsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t star = begin; star < end; ++star) {
      const double radius = radii[star], height = heights[star];
      const std::size_t panel = edges.panelOf(radius, height);
      const bool known = std::isfinite(radius) && std::isfinite(height);
      m_panels[star] = panel < edges.panels() ? static_cast<std::uint16_t>(panel) : known ? kOutside : kWithoutPosition;
    }
  });
  m_radiusName = options.radiusName;
  m_heightName = options.heightName;
  m_radiusEdges = options.radiusEdgesKpc;
  m_heightEdges = options.heightEdgesKpc;
}

const PanelShares* PanelBinner::sharesFor(const PanelGridOptions& options) {
  if (!options.spread) return nullptr;
  if (!m_shares) {
    const std::string radiusError = "e_" + options.radiusName, heightError = "e_" + options.heightName;
    if (!canSpread(*m_dataset, options))
      throw Error(ErrorKind::Mismatch,
                  fmt::format("To spread stars over bins, the errors {} and {} (kpc) are needed. Use distances with "
                              "errors, or join a table that has these columns.",
                              radiusError, heightError));
    PositionErrors errors{survey::viewOf(*m_dataset, radiusError), survey::viewOf(*m_dataset, heightError), {}};
    if (m_dataset->hasNumeric(survey::kPositionCorrelationColumn))
      errors.correlation = survey::viewOf(*m_dataset, survey::kPositionCorrelationColumn);
    m_shares =
        panelShares(survey::viewOf(*m_dataset, options.radiusName), survey::viewOf(*m_dataset, options.heightName),
                    errors, {options.radiusEdgesKpc, options.heightEdgesKpc});
  }
  return m_shares->isWhole() ? nullptr : &*m_shares;
}

PanelGrid PanelBinner::bin(const std::vector<std::size_t>& stars, const PanelGridOptions& options) {
  validateOptions(options);
  const survey::NumericView x = survey::viewOf(*m_dataset, options.xName),
                            y = survey::viewOf(*m_dataset, options.yName);
  survey::NumericView mean;
  if (!options.meanName.empty()) mean = survey::viewOf(*m_dataset, options.meanName);
  findPanels(options);
  PanelGrid grid = emptyGrid(options);
  PlacedStars& sorted = m_placed;
  placeStars(stars, {m_panels, sharesFor(options), grid.panels.size()}, x, y, sorted);
  grid.starsWithoutPosition = sorted.starsWithoutPosition;

  // Start with the fullest panels, so that all cores finish at about the same time.
  std::vector<std::size_t> order(grid.panels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sorted.points(a).size() > sorted.points(b).size(); });
  parallelChunks(order.size(), 1, 0, [&](std::size_t index, std::size_t, unsigned) {
    Panel& panel = grid.panels[order[index]];
    const Points points = sorted.points(order[index]);
    computePanel(panel, points, options);
    if (!options.meanName.empty()) panel.means = cellMeans(points, mean, sorted.rows(order[index]), options.cells);
  });
  for (std::size_t panel = 0; panel < grid.panels.size(); ++panel) {
    grid.starsPlaced += sorted.stars[panel].size();
    grid.panels[panel].stars = std::move(sorted.stars[panel]);
  }
  return grid;
}

std::vector<std::size_t> PanelBinner::inside(std::span<const Point> outline, std::span<const std::uint32_t> stars,
                                             const PanelGridOptions& options) {
  return rowsInside(outline, survey::viewOf(*m_dataset, options.xName), survey::viewOf(*m_dataset, options.yName),
                    stars);
}

PanelGrid panelGrid(const survey::Dataset& dataset, const std::vector<std::size_t>& stars,
                    const PanelGridOptions& options) {
  return PanelBinner(dataset).bin(stars, options);
}

}  // namespace maury::galaxy
