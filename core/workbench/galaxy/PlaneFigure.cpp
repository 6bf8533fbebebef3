// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/PlaneFigure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "survey/names/LabelNames.h"
#include "survey/names/PositionColumns.h"
#include "workbench/figure/FigureText.h"
#include "workbench/galaxy/Overlays.h"

namespace maury::workbench {

namespace {

constexpr std::size_t kCells = 160;
constexpr double kMargin = 0.04;
constexpr std::size_t kMaxPoints = 2000;  ///< maximum drawn as points; more become a density, or contours of a subset
constexpr std::size_t kRowsPerChunk = 1 << 16;
constexpr double kSkyWidth = 2.05, kSkyHeight = 1.05;  ///< half-size of the plane in which the sky map is drawn

struct PlaneNames {
  std::string x, y;
  bool reversed;  ///< axes reversed: hot stars at the left, high gravity at the bottom
};

PlaneNames planeNames(Plane plane, const survey::Dataset& stars) {
  if (plane == Plane::Kiel) return {survey::shownLabel(stars, "teff"), survey::shownLabel(stars, "logg"), true};
  return {survey::kRadiusColumn, survey::kHeightColumn, false};
}

/// Returns an axis over all values except the outermost 0.1 % at each end, so that a few outliers do not compress the
/// rest.
Axis robustAxis(const std::string& name, const survey::Dataset& stars, const survey::NumericView& values,
                const std::vector<std::size_t>& rows, bool reversed) {
  std::vector<double> finite;
  for (const std::size_t row : rows)
    if (const double value = values[row]; std::isfinite(value)) finite.push_back(value);
  std::vector<double> ends;
  if (!finite.empty()) {
    const std::size_t outer = finite.size() / 1000;
    const auto iteratorAt = [&](std::size_t i) { return finite.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(finite.begin(), iteratorAt(outer), finite.end());
    ends.push_back(finite[outer]);
    std::nth_element(finite.begin(), iteratorAt(finite.size() - 1 - outer), finite.end());
    ends.push_back(finite[finite.size() - 1 - outer]);
  }
  Axis axis;
  axis.title = survey::axisLabel(name, stars.unitOf(name));
  std::tie(axis.low, axis.high) = paddedRange(ends, kMargin);
  axis.reversed = reversed;
  return axis;
}

galaxy::CellGrid cellGrid(const Axis& x, const Axis& y) {
  return {x.low, x.high, y.low, y.high, kCells, kCells};
}

std::vector<double> valuesAt(const survey::NumericView& values, std::span<const std::size_t> rows) {
  std::vector<double> result;
  result.reserve(rows.size());
  for (const std::size_t row : rows)
    result.push_back(values[row]);
  return result;
}

/// Counts stars in cells, in chunks, to avoid copying the coordinates of all stars.
galaxy::Density countInCells(const survey::NumericView& x, const survey::NumericView& y,
                             std::span<const std::size_t> rows, const galaxy::CellGrid& cells) {
  galaxy::Density sum = galaxy::histogram({}, cells);
  for (std::size_t first = 0; first < rows.size(); first += kRowsPerChunk) {
    const auto chunk = rows.subspan(first, std::min(kRowsPerChunk, rows.size() - first));
    const galaxy::Density counts = galaxy::histogram({valuesAt(x, chunk), valuesAt(y, chunk)}, cells);
    for (std::size_t cell = 0; cell < sum.values.size(); ++cell)
      sum.values[cell] += counts.values[cell];
    sum.inside += counts.inside;
  }
  return sum;
}

void setSkyCoordinates(PlaneContent& content, const PlaneContent* previous) {
  if (previous != nullptr && previous->dataset == content.dataset) content.sky = previous->sky;
  if (!content.sky) content.sky = std::make_shared<const galaxy::SkyPoints>(galaxy::skyPoints(*content.dataset));
  content.x = content.sky->x;
  content.y = content.sky->y;
  content.xAxis.low = -kSkyWidth;
  content.xAxis.high = kSkyWidth;
  content.yAxis.low = -kSkyHeight;
  content.yAxis.high = kSkyHeight;
  content.xAxis.ticks = content.yAxis.ticks = false;
  content.isSky = true;
}

/// Returns a line of the Mollweide map from (l0, b0) to (l1, b1), in degrees.
Line skyLine(double l0, double l1, double b0, double b1, const LineStyle& style) {
  constexpr int kSteps = 90;
  Line line{{}, {}, style};
  for (int i = 0; i <= kSteps; ++i) {
    const double along = static_cast<double>(i) / kSteps;
    const galaxy::Point point = galaxy::mollweide({l0 + along * (l1 - l0), b0 + along * (b1 - b0)});
    line.x.push_back(point.x);
    line.y.push_back(point.y);
  }
  return line;
}

/// Adds parallels every 30°, meridians every 60° and the outline of the map.
void addGraticule(Panel& panel) {
  constexpr double kEdge = 179.9999;  // 180° itself could be projected to either side
  const LineStyle faint{.ink = Ink(Ink::Role::Muted).withOpacityFactor(0.6), .width = 0.8};
  const LineStyle edge{.ink = Ink::Role::Text, .width = 1.2};
  for (int b = -60; b <= 60; b += 30)
    panel.add(fmt::format("b{}", b), skyLine(-kEdge, kEdge, b, b, faint));
  for (int l = -120; l <= 120; l += 60)
    panel.add(fmt::format("l{}", l), skyLine(l, l, -90.0, 90.0, faint));
  panel.add("edge left", skyLine(-kEdge, -kEdge, -90.0, 90.0, edge));
  panel.add("edge right", skyLine(kEdge, kEdge, -90.0, 90.0, edge));
}

/// Adds the bin edges as marks: an edge in |Z| on both sides of the plane. The edge at |Z| = 0 cannot be moved.
void addEdges(Panel& panel, const PlaneContent& content) {
  for (std::size_t i = 0; i < content.xEdges.size(); ++i) {
    const PlaneEdge edge{true, i};
    panel.add(planeEdgeKey(edge), VerticalMark{.x = content.xEdges[i], .movableEdge = edge});
  }
  for (std::size_t i = 0; i < content.yEdges.size(); ++i) {
    const double y = content.yEdges[i];
    const bool isMovable = content.signedHeight || y > 0.0;
    const auto add = [&](const PlaneEdge& edge) {
      panel.add(planeEdgeKey(edge), HorizontalMark{.y = edge.isMirrored ? -y : y,
                                                   .movableEdge = isMovable ? std::optional(edge) : std::nullopt});
    };
    add({false, i});
    if (!content.signedHeight) add({false, i, true});
  }
}

/// Adds each subset, as points or contours, and its number of stars to the legend.
void addSubsets(Panel& panel, const PlaneContent& content) {
  for (std::size_t i = 0; i < content.subsets.size(); ++i) {
    const auto& rows = content.rows[i];
    const Ink ink(content.subsets[i].rgb);
    panel.legend.entries.push_back(
        {fmt::format("{}: {}", content.subsets[i].name, countText(rows.size())), ink, LegendEntry::Symbol::Dot});
    const std::string key = fmt::format("subset{}", i);
    std::vector<double> x = valuesAt(content.x, rows), y = valuesAt(content.y, rows);
    if (rows.size() <= kMaxPoints)
      panel.add(key, Points{std::move(x), std::move(y), ink, 2.0});
    else
      panel.add(key, Contours{subsetContours(x, y, content.counts.cells, ink)});
  }
}

}  // namespace

std::string planeProblem(Plane plane, const survey::Dataset& stars) {
  if (plane == Plane::Sky)
    return galaxy::hasDirections(stars) ? std::string() : "These stars have no right ascension and declination";
  const PlaneNames names = planeNames(plane, stars);
  if (stars.hasNumeric(names.x) && stars.hasNumeric(names.y)) return {};
  return fmt::format("These stars have no {} and {}", survey::displayName(names.x), survey::displayName(names.y));
}

std::string planeTitle(Plane plane) {
  switch (plane) {
    case Plane::Kiel:
      return "Kiel diagram";
    case Plane::RadiusHeight:
      return "R–Z plane";
    case Plane::Sky:
      break;
  }
  return "Sky in l and b, Mollweide projection";
}

std::string planeEdgeKey(const PlaneEdge& edge) {
  return fmt::format("{}{}{}", edge.isX ? 'x' : 'y', edge.isMirrored ? '-' : '+', edge.index);
}

PlaneContent planeContent(Plane plane, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const std::vector<Subset>& subsets,
                          const std::vector<double>& radiusEdges, const std::vector<double>& heightEdges,
                          const PlaneContent* previous) {
  PlaneContent content;
  content.dataset = std::move(stars);
  const survey::Dataset& dataset = *content.dataset;
  if (plane == Plane::Sky) {
    setSkyCoordinates(content, previous);
  } else {
    const PlaneNames names = planeNames(plane, dataset);
    content.x = survey::viewOf(dataset, names.x);
    content.y = survey::viewOf(dataset, names.y);
    content.xAxis = robustAxis(names.x, dataset, content.x, rows, names.reversed);
    content.yAxis = robustAxis(names.y, dataset, content.y, rows, names.reversed);
  }
  if (rows.size() <= kMaxPoints) content.shown = rows;
  content.counts = countInCells(content.x, content.y, rows, cellGrid(content.xAxis, content.yAxis));
  content.stars = rows.size();
  content.isMock = dataset.provenance.isMock;
  if (plane == Plane::RadiusHeight) {
    content.xEdges = radiusEdges;
    content.yEdges = heightEdges;
    content.signedHeight = heightEdges.front() < 0.0;
  }
  content.subsets = subsets;
  for (const Subset& subset : subsets)
    content.rows.push_back(intersectRows(*subset.rows, rows));
  return content;
}

Figure planeFigure(const PlaneContent& content) {
  Figure figure;
  figure.width = 760.0;
  figure.height = 560.0;
  if (content.isSky) {
    figure.grid.aspect = kSkyWidth / kSkyHeight;
    figure.width = 1000.0;
    figure.height = 540.0;
  }
  Panel& panel = figure.panel();
  panel.x = content.xAxis;
  panel.y = content.yAxis;
  if (content.isSky) addGraticule(panel);
  if (content.stars <= kMaxPoints) {
    panel.add("stars",
              Points{valuesAt(content.x, content.shown), valuesAt(content.y, content.shown), Ink::Role::Muted, 1.6});
  } else {
    const auto& cells = content.counts.values;
    const double fullest = cells.empty() ? 0.0 : *std::max_element(cells.begin(), cells.end());
    const ColourScale scale{ColourMapName::Cividis, Scaling::Log, 1.0, std::max(fullest, 2.0)};
    panel.density = densityCells(content.counts, scale);
    figure.colourBar = {scale, "stars per cell"};
  }
  addEdges(panel, content);
  addSubsets(panel, content);
  panel.note(Corner::BottomRight) = {"N = " + countText(content.stars) + (content.isMock ? ", mock" : ""), true};
  if (content.isSky)  // short lines, to fit into the corner outside the ellipse
    panel.note(Corner::BottomLeft).markup =
        "l increases to the left\nl = 0° at the centre\nlines every 60° in l, 30° in b";
  return figure;
}

}  // namespace maury::workbench
