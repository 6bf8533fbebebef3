// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/CellStatistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"
#include "galaxy/PointPieces.h"

namespace maury::galaxy {
namespace {

/// The columns (or rows) that values lie in.
struct CellAxis {
  double low, high, perCell;
  std::size_t cells;

  static CellAxis x(const CellGrid& grid) { return {grid.xLow, grid.xHigh, 1.0 / grid.cellWidth(), grid.columns}; }
  static CellAxis y(const CellGrid& grid) { return {grid.yLow, grid.yHigh, 1.0 / grid.cellHeight(), grid.rows}; }

  /// The upper edge lies in the last one; `cells` where a value lies outside or is NaN.
  std::size_t cellOf(double value) const {
    if (!(value >= low && value <= high)) return cells;
    return std::min(cells - 1, static_cast<std::size_t>((value - low) * perCell));
  }
};

}  // namespace

std::vector<float> cellMeans(const Points& points, const survey::NumericView& z, const CellGrid& cells) {
  cells.validate();
  points.validate();
  if (z.size() != points.size())
    throw Error(ErrorKind::Usage, fmt::format("{} values do not go with {} points.", z.size(), points.size()));
  const CellAxis alongX = CellAxis::x(cells), alongY = CellAxis::y(cells);
  struct Sum {
    double value = 0.0, weight = 0.0;
  };
  std::vector<Sum> sums(cells.columns * cells.rows);
  std::size_t first = 0;
  std::vector<double> values;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    values.resize(x.size());
    z.read(first, values);
    first += x.size();
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t column = alongX.cellOf(x[i]), row = alongY.cellOf(y[i]);
      if (column == cells.columns || row == cells.rows || !std::isfinite(values[i])) continue;
      Sum& sum = sums[row * cells.columns + column];
      sum.value += weights[i] * values[i];
      sum.weight += weights[i];
    }
  });
  std::vector<float> means(sums.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t cell = 0; cell < means.size(); ++cell)
    if (sums[cell].weight > 0.0) means[cell] = static_cast<float>(sums[cell].value / sums[cell].weight);
  return means;
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

/// Sums of lines of cells → bins of so many lines.
Marginal binned(const std::vector<double>& sums, double low, double cellSize, std::size_t stars) {
  const double wanted = 2.0 * std::cbrt(static_cast<double>(std::max<std::size_t>(stars, 1)));
  const auto most = static_cast<double>(sums.size());
  const auto group = static_cast<std::size_t>(std::max(1.0, std::round(most / wanted)));
  Marginal marginal;
  for (std::size_t begin = 0; begin < sums.size(); begin += group) {
    const std::size_t end = std::min(begin + group, sums.size());
    double sum = 0.0;
    for (std::size_t i = begin; i < end; ++i)
      sum += sums[i];
    marginal.edges.push_back(low + static_cast<double>(begin) * cellSize);
    marginal.stars.push_back(sum / static_cast<double>(end - begin));
  }
  if (!sums.empty()) marginal.edges.push_back(low + most * cellSize);
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
  return {binned(columns, cells.xLow, cells.cellWidth(), counts.inside),
          binned(rows, cells.yLow, cells.cellHeight(), counts.inside)};
}

}  // namespace maury::galaxy
