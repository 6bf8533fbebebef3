// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/CellStatistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Error.h"

namespace maury::galaxy {
namespace {

void requireEqual(std::size_t x, std::size_t other) {
  if (x != other) throw Error(ErrorKind::Usage, fmt::format("{} x values do not go with {} others.", x, other));
}

/// The column or row of a value, the upper edge in the last one; `cells` where it lies outside or is NaN.
std::size_t cellOf(double value, double low, double high, std::size_t cells) {
  if (!(value >= low && value <= high)) return cells;
  const double perCell = static_cast<double>(cells) / (high - low);
  return std::min(cells - 1, static_cast<std::size_t>((value - low) * perCell));
}

/// Of ascending values, linear between neighbours.
double quantile(const std::vector<double>& ascending, double fraction) {
  const double place = fraction * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace

std::vector<float> cellMeans(std::span<const double> x, std::span<const double> y, std::span<const double> z,
                             const CellGrid& cells) {
  cells.validate();
  requireEqual(x.size(), y.size());
  requireEqual(x.size(), z.size());
  std::vector<double> sums(cells.columns * cells.rows, 0.0);
  std::vector<std::uint32_t> counts(sums.size(), 0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t column = cellOf(x[i], cells.xLow, cells.xHigh, cells.columns);
    const std::size_t row = cellOf(y[i], cells.yLow, cells.yHigh, cells.rows);
    if (column == cells.columns || row == cells.rows || !std::isfinite(z[i])) continue;
    sums[row * cells.columns + column] += z[i];
    ++counts[row * cells.columns + column];
  }
  std::vector<float> means(sums.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t cell = 0; cell < means.size(); ++cell)
    if (counts[cell] > 0) means[cell] = static_cast<float>(sums[cell] / counts[cell]);
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

std::vector<RunningPoint> runningMedian(std::span<const double> x, std::span<const double> y, const CellGrid& cells,
                                        std::size_t columnsABin, std::size_t fewest) {
  cells.validate();
  requireEqual(x.size(), y.size());
  if (columnsABin == 0) throw Error(ErrorKind::Usage, "A running median needs bins of at least one column.");
  const std::size_t bins = (cells.columns + columnsABin - 1) / columnsABin;
  std::vector<std::vector<double>> values(bins);
  std::vector<double> sums(bins, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::size_t column = cellOf(x[i], cells.xLow, cells.xHigh, cells.columns);
    if (column == cells.columns || !(y[i] >= cells.yLow && y[i] <= cells.yHigh)) continue;
    values[column / columnsABin].push_back(y[i]);
    sums[column / columnsABin] += x[i];
  }
  std::vector<RunningPoint> points;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    std::vector<double>& of = values[bin];
    if (of.empty() || of.size() < fewest) continue;
    std::sort(of.begin(), of.end());
    points.push_back({sums[bin] / static_cast<double>(of.size()), quantile(of, 0.16), quantile(of, 0.5),
                      quantile(of, 0.84), of.size()});
  }
  return points;
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
