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

/// `read(first, values)` gives z of as many points from `first` on as `values` holds.
template <typename Read>
std::vector<float> meansInCells(const Points& points, const CellGrid& cells, const Read& read) {
  cells.validate();
  points.validate();
  const Stretches alongX = Stretches::columnsOf(cells), alongY = Stretches::rowsOf(cells);
  struct Sum {
    double value = 0.0, weight = 0.0;
  };
  std::vector<Sum> sums(cells.columns * cells.rows);
  std::size_t first = 0;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto& weights) {
    std::array<std::int32_t, kPiece> columns, rows;
    std::array<double, kPiece> values;
    alongX.find(x, columns.data());
    alongY.find(y, rows.data());
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

void requireAsMany(std::size_t values, const Points& points) {
  if (values != points.size())
    throw Error(ErrorKind::Usage, fmt::format("{} values do not go with {} points.", values, points.size()));
}

}  // namespace

std::vector<float> cellMeans(const Points& points, const survey::NumericView& z, const CellGrid& cells) {
  requireAsMany(z.size(), points);
  return meansInCells(points, cells, [&z](std::size_t first, std::span<double> into) { z.read(first, into); });
}

std::vector<float> cellMeans(const Points& points, const survey::NumericView& column,
                             std::span<const std::uint32_t> rows, const CellGrid& cells) {
  requireAsMany(rows.size(), points);
  return meansInCells(points, cells, [&](std::size_t first, std::span<double> into) {
    column.read(rows.subspan(first, into.size()), into);
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
