// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/density/CellStatistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "galaxy/density/PointPieces.h"

namespace maury::galaxy {
namespace {

/// Returns the mean of z in each cell. `read(first, values)` must fill `values` with z of the points from `first` on.
template <typename Read>
std::vector<float> meansInCells(const Points& points, const CellGrid& cells, const Read& read) {
  cells.validate();
  points.validate();
  const AxisBins alongX = AxisBins::columnsOf(cells), alongY = AxisBins::rowsOf(cells);
  struct Sum {
    double value = 0.0, weight = 0.0;
  };
  std::vector<Sum> sums(cells.columns * cells.rows);
  std::size_t first = 0;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    std::array<std::int32_t, kPieceSize> columns, rows;
    std::array<double, kPieceSize> values;
    alongX.findBins(x, columns.data());
    alongY.findBins(y, rows.data());
    read(first, std::span(values.data(), x.size()));
    first += x.size();
    for (std::size_t i = 0; i < x.size(); ++i) {
      if ((columns[i] | rows[i]) < 0 || !std::isfinite(values[i])) continue;
      Sum& sum = sums[static_cast<std::size_t>(rows[i]) * cells.columns + static_cast<std::size_t>(columns[i])];
      sum.value += weights[i] * values[i];
      sum.weight += weights[i];
    }
  });
  std::vector<float> means(sums.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t cell = 0; cell < means.size(); ++cell)
    if (sums[cell].weight > 0.0) means[cell] = static_cast<float>(sums[cell].value / sums[cell].weight);
  return means;
}

void requireOnePerPoint(std::size_t values, const Points& points) {
  if (values != points.size())
    throw Error(ErrorKind::Usage,
                fmt::format("The number of values, {}, differs from the number of points, {}.", values, points.size()));
}

}  // namespace

std::vector<float> cellMeans(const Points& points, const survey::NumericView& z, const CellGrid& cells) {
  requireOnePerPoint(z.size(), points);
  return meansInCells(points, cells, [&z](std::size_t first, std::span<double> values) { z.read(first, values); });
}

std::vector<float> cellMeans(const Points& points, const survey::NumericView& column,
                             std::span<const std::uint32_t> rows, const CellGrid& cells) {
  requireOnePerPoint(rows.size(), points);
  return meansInCells(points, cells, [&](std::size_t first, std::span<double> values) {
    column.read(rows.subspan(first, values.size()), values);
  });
}

std::vector<float> columnShares(const Density& density) {
  const std::size_t columns = density.cells.columns, rows = density.cells.rows;
  std::vector<float> shares = density.values;
  for (std::size_t column = 0; column < columns; ++column) {
    float fullest = 0.0F;
    for (std::size_t row = 0; row < rows; ++row)
      fullest = std::max(fullest, density.at(column, row));
    if (!(fullest > 0.0F)) continue;
    for (std::size_t row = 0; row < rows; ++row)
      shares[row * columns + column] /= fullest;
  }
  return shares;
}

namespace {

/// Combines the sums of single rows or columns of cells into bins; see marginals().
Marginal binLines(const std::vector<double>& sums, double low, double cellSize, std::size_t stars) {
  const double targetBins = 2.0 * std::cbrt(static_cast<double>(std::max<std::size_t>(stars, 1)));
  const auto lines = static_cast<double>(sums.size());
  const auto group = static_cast<std::size_t>(std::max(1.0, std::round(lines / targetBins)));
  Marginal marginal;
  for (std::size_t begin = 0; begin < sums.size(); begin += group) {
    const std::size_t end = std::min(begin + group, sums.size());
    double sum = 0.0;
    for (std::size_t i = begin; i < end; ++i)
      sum += sums[i];
    marginal.edges.push_back(low + static_cast<double>(begin) * cellSize);
    marginal.stars.push_back(sum / static_cast<double>(end - begin));
  }
  if (!sums.empty()) marginal.edges.push_back(low + lines * cellSize);
  return marginal;
}

}  // namespace

Marginals marginals(const Density& counts) {
  const CellGrid& cells = counts.cells;
  if (counts.values.size() != cells.columns * cells.rows) return {};
  std::vector<double> columns(cells.columns, 0.0), rows(cells.rows, 0.0);
  for (std::size_t row = 0; row < cells.rows; ++row)
    for (std::size_t column = 0; column < cells.columns; ++column) {
      columns[column] += counts.at(column, row);
      rows[row] += counts.at(column, row);
    }
  return {binLines(columns, cells.xLow, cells.cellWidth(), counts.inside),
          binLines(rows, cells.yLow, cells.cellHeight(), counts.inside)};
}

}  // namespace maury::galaxy
