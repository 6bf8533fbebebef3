// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/Contours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/Error.h"

namespace maury::galaxy {
namespace {

/// Sentinel for "no edge".
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Values at the cell centres, with one ring of additional nodes on the edge of the rectangle, so that lines end there.
struct NodeField {
  std::size_t columns = 0, rows = 0;
  std::vector<double> x, y, values;

  double at(std::size_t column, std::size_t row) const { return values[row * columns + column]; }
};

std::vector<double> nodePositions(double low, double high, std::size_t cells) {
  const double size = (high - low) / static_cast<double>(cells);
  std::vector<double> positions{low};
  for (std::size_t i = 0; i < cells; ++i)
    positions.push_back(low + (static_cast<double>(i) + 0.5) * size);
  positions.push_back(high);
  return positions;
}

NodeField nodeField(const Density& density) {
  const CellGrid& cells = density.cells;
  NodeField field;
  field.x = nodePositions(cells.xLow, cells.xHigh, cells.columns);
  field.y = nodePositions(cells.yLow, cells.yHigh, cells.rows);
  field.columns = field.x.size();
  field.rows = field.y.size();
  field.values.reserve(field.columns * field.rows);
  const auto cellOfNode = [](std::size_t node, std::size_t count) {
    return node == 0 ? 0 : std::min(node - 1, count - 1);
  };
  for (std::size_t row = 0; row < field.rows; ++row) {
    for (std::size_t column = 0; column < field.columns; ++column) {
      const double value = density.at(cellOfNode(column, cells.columns), cellOfNode(row, cells.rows));
      field.values.push_back(std::isfinite(value) ? value : 0.0);
    }
  }
  return field;
}

/// Contours as chains of the edges between neighbouring nodes. Edge 2 n connects node n with its right neighbour, edge
/// 2 n + 1 with its upper neighbour. A line crosses an edge at most once; next[e] is the edge that it crosses after e.
struct EdgeChains {
  std::vector<std::uint32_t> next;
  std::vector<char> hasPrevious;
};

/// Adds the links through one square (lower left node at column, row) that a line crosses. The direction is such that
/// the higher values are on the left.
void linkSquare(const NodeField& field, std::size_t column, std::size_t row, double level, EdgeChains& chains) {
  // Corners counter-clockwise from the lower left; edge k runs from corner k to corner k + 1.
  const std::array<double, 4> corner{field.at(column, row), field.at(column + 1, row), field.at(column + 1, row + 1),
                                     field.at(column, row + 1)};
  std::array<bool, 4> high{};
  unsigned highCount = 0;
  for (std::size_t k = 0; k < 4; ++k)
    highCount += high[k] = corner[k] >= level;

  const auto node = static_cast<std::uint32_t>(row * field.columns + column);
  const auto above = node + static_cast<std::uint32_t>(field.columns);
  const std::array<std::uint32_t, 4> edge{2 * node, 2 * (node + 1) + 1, 2 * above, 2 * node + 1};
  const bool saddle = highCount == 2 && high[0] == high[2];
  const bool joined = saddle && (corner[0] + corner[1] + corner[2] + corner[3]) / 4.0 >= level;
  for (std::size_t k = 0; k < 4; ++k) {
    if (!high[k] || high[(k + 1) % 4]) continue;  // a line enters where the values along the boundary fall …
    std::size_t end = joined ? (k + 1) % 4 : (k + 3) % 4;
    while (!saddle && (high[end] || !high[(end + 1) % 4]))
      end = (end + 1) % 4;  // … and leaves where they rise
    chains.next[edge[k]] = edge[end];
    chains.hasPrevious[edge[end]] = 1;
  }
}

Point crossing(const NodeField& field, std::uint32_t edge, double level) {
  const std::size_t node = edge / 2, column = node % field.columns, row = node / field.columns;
  const bool upwards = edge % 2 == 1;
  const double from = field.values[node], to = field.values[node + (upwards ? field.columns : 1)];
  const double fraction = (level - from) / (to - from);  // no division by zero: only one of them is below the level
  if (upwards) return {field.x[column], std::lerp(field.y[row], field.y[row + 1], fraction)};
  return {std::lerp(field.x[column], field.x[column + 1], fraction), field.y[row]};
}

bool coincide(const Point& a, const Point& b) {
  return a.x == b.x && a.y == b.y;
}

/// Follows a chain from `start` and removes it from `chains`.
Polyline takeLine(const NodeField& field, std::uint32_t start, double level, EdgeChains& chains) {
  Polyline line;
  std::uint32_t edge = start;
  while (edge != kNone) {
    const Point point = crossing(field, edge, level);
    // A node whose value equals the level is reached along several edges.
    if (line.points.empty() || !coincide(line.points.back(), point)) line.points.push_back(point);
    const std::uint32_t following = chains.next[edge];
    chains.next[edge] = kNone;
    line.closed = following == start;
    edge = line.closed ? kNone : following;
  }
  while (line.closed && line.points.size() > 1 && coincide(line.points.front(), line.points.back()))
    line.points.pop_back();
  return line;
}

std::vector<Polyline> contoursAt(const NodeField& field, double level) {
  EdgeChains chains{std::vector<std::uint32_t>(2 * field.values.size(), kNone),
                    std::vector<char>(2 * field.values.size(), 0)};
  // Lines cross only few squares; a vectorised loop over each row finds them.
  std::vector<std::uint8_t> isHigh(field.values.size()), highCorners(field.columns - 1);
  for (std::size_t node = 0; node < isHigh.size(); ++node)
    isHigh[node] = field.values[node] >= level;
  for (std::size_t row = 0; row + 1 < field.rows; ++row) {
    const std::uint8_t *below = &isHigh[row * field.columns], *above = below + field.columns;
    for (std::size_t column = 0; column < highCorners.size(); ++column)
      highCorners[column] =
          static_cast<std::uint8_t>(below[column] + below[column + 1] + above[column] + above[column + 1]);
    for (std::size_t column = 0; column < highCorners.size(); ++column)
      if (highCorners[column] % 4 != 0) linkSquare(field, column, row, level, chains);
  }

  std::vector<Polyline> lines;
  const auto take = [&](std::uint32_t start) {
    Polyline line = takeLine(field, start, level, chains);
    // A peak that only touches the level results in a single point.
    if (line.points.size() >= (line.closed ? 3u : 2u)) lines.push_back(std::move(line));
  };
  // Take the open lines first, from their start on the edge of the rectangle. The remaining lines are closed.
  const auto edges = static_cast<std::uint32_t>(chains.next.size());
  for (std::uint32_t edge = 0; edge < edges; ++edge)
    if (chains.next[edge] != kNone && chains.hasPrevious[edge] == 0) take(edge);
  for (std::uint32_t edge = 0; edge < edges; ++edge)
    if (chains.next[edge] != kNone) take(edge);
  return lines;
}

}  // namespace

std::vector<std::vector<Polyline>> contours(const Density& density, std::span<const double> levels) {
  density.cells.validate();
  if (density.values.size() != density.cells.columns * density.cells.rows)
    throw Error(ErrorKind::Usage,
                fmt::format("A density of {} × {} cells must have one value per cell, but it has {} values.",
                            density.cells.columns, density.cells.rows, density.values.size()));
  const NodeField field = nodeField(density);
  std::vector<std::vector<Polyline>> result;
  for (const double level : levels)
    result.push_back(contoursAt(field, level));
  return result;
}

}  // namespace maury::galaxy
