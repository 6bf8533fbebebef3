// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/AdaptiveKernel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "galaxy/CellKernel.h"

namespace maury::galaxy {
namespace {

constexpr double kClassRatio = 1.02;      ///< from one bandwidth to the next
constexpr double kReachInSigmas = 4.0;    ///< beyond lies 6e-5 of a kernel along an axis
constexpr double kPartsABandwidth = 3.0;  ///< wanted of a pilot's bandwidth; cells are parted for it
constexpr std::size_t kMostParts = 3;

/// Part of a cell of the picture with stars in it. Columns and rows of parts are told from the lower left corner of the
/// picture, and may lie outside.
struct FilledPart {
  std::ptrdiff_t column, row;
  double stars;
  double pilot = 0.0;  ///< smoothed stars a part
};

/// One axis of the picture in parts, a kernel's margin and half a picture beyond it on both sides.
struct PartedAxis {
  std::size_t parts;  ///< a cell
  double cellSize;
  double bandwidth;              ///< of the pilot
  std::size_t cells;             ///< of the picture
  std::vector<double> kernel{};  ///< the pilot's, over parts
  std::size_t beyond = 0;        ///< parts at either side that may have stars

  PartedAxis(double size, double sigma, std::size_t count)
      : parts(static_cast<std::size_t>(
            std::clamp(std::ceil(kPartsABandwidth * size / sigma), 1.0, static_cast<double>(kMostParts)))),
        cellSize(size),
        bandwidth(sigma),
        cells(count),
        kernel(kernelOverCells(sigma, size / static_cast<double>(parts), count * parts)),
        beyond((count * parts + 1) / 2) {}

  std::size_t margin() const { return beyond + kernel.size() - 1; }
  std::size_t wide() const { return cells * parts + 2 * beyond; }
};

/// The filled parts with the pilot there: counts smoothed along x, then along y where there are stars.
std::vector<FilledPart> filledParts(const Counts& counts, const PartedAxis& alongX, const PartedAxis& alongY) {
  const std::size_t reachX = alongX.kernel.size() - 1, reachY = alongY.kernel.size() - 1, wide = alongX.wide();
  std::vector<double> smooth(counts.rows * wide, 0.0);
  std::vector<FilledPart> filled;
  for (std::size_t row = 0; row < counts.rows; ++row)
    for (std::size_t column = 0; column < counts.columns; ++column) {
      const std::uint32_t stars = counts.values[row * counts.columns + column];
      if (stars == 0) continue;
      const std::size_t first = column > 2 * reachX ? column - 2 * reachX : 0, end = std::min(wide, column + 1);
      for (std::size_t target = first; target < end; ++target) {
        const std::size_t at = target + reachX;
        smooth[row * wide + target] += stars * alongX.kernel[at > column ? at - column : column - at];
      }
      if (row < reachY || row >= reachY + alongY.wide() || column < reachX || column >= reachX + wide) continue;
      filled.push_back({static_cast<std::ptrdiff_t>(column) - static_cast<std::ptrdiff_t>(alongX.margin()),
                        static_cast<std::ptrdiff_t>(row) - static_cast<std::ptrdiff_t>(alongY.margin()),
                        static_cast<double>(stars)});
    }
  for (FilledPart& part : filled) {
    const auto column = static_cast<std::size_t>(part.column + static_cast<std::ptrdiff_t>(alongX.beyond));
    const auto row = static_cast<std::size_t>(part.row + static_cast<std::ptrdiff_t>(alongY.margin()));
    part.pilot = alongY.kernel[0] * smooth[row * wide + column];
    for (std::size_t k = 1; k <= reachY; ++k)
      part.pilot += alongY.kernel[k] * (smooth[(row - k) * wide + column] + smooth[(row + k) * wide + column]);
  }
  return filled;
}

/// log g: the mean of log f over the stars.
double meanLogPilot(const std::vector<FilledPart>& filled) {
  double sum = 0.0, stars = 0.0;
  for (const FilledPart& part : filled) {
    sum += part.stars * std::log(part.pilot);
    stars += part.stars;
  }
  return stars > 0.0 ? sum / stars : 0.0;
}

/// A Gaussian from the middle of a part of a cell, integrated over cells: [reach] is the part's own cell.
struct CellWeights {
  std::ptrdiff_t reach = 0;
  std::vector<double> values{1.0};
};

CellWeights weightsFrom(const PartedAxis& axis, std::size_t part, double lambda) {
  const double partSize = axis.cellSize / static_cast<double>(axis.parts), sigma = lambda * axis.bandwidth;
  // Stars are spread evenly over their part (Sheppard): do not smooth twice.
  const double variance = sigma * sigma - partSize * partSize / 12.0;
  if (!(variance > 0.0)) return {};
  const double scale = axis.cellSize / std::sqrt(2.0 * variance);
  const double middle = (static_cast<double>(part) + 0.5) / static_cast<double>(axis.parts) - 0.5;
  CellWeights weights;
  // No further than across the picture and what lies beyond it.
  weights.reach = static_cast<std::ptrdiff_t>(
      std::min(std::ceil(kReachInSigmas * std::sqrt(variance) / axis.cellSize), 2.0 * static_cast<double>(axis.cells)));
  weights.values.clear();
  double below = std::erf((-static_cast<double>(weights.reach) - 0.5 - middle) * scale);
  for (std::ptrdiff_t cell = -weights.reach; cell <= weights.reach; ++cell) {
    const double above = std::erf((static_cast<double>(cell) + 0.5 - middle) * scale);
    weights.values.push_back(0.5 * (above - below));
    below = above;
  }
  return weights;
}

/// The weights of one class of λ, for each part of a cell.
struct KernelClass {
  std::vector<CellWeights> x, y;

  KernelClass(const PartedAxis& alongX, const PartedAxis& alongY, double lambda) {
    for (std::size_t part = 0; part < alongX.parts; ++part)
      x.push_back(weightsFrom(alongX, part, lambda));
    for (std::size_t part = 0; part < alongY.parts; ++part)
      y.push_back(weightsFrom(alongY, part, lambda));
  }
};

/// The cell of a part, and its number in it.
std::pair<std::ptrdiff_t, std::size_t> cellOf(std::ptrdiff_t part, std::size_t parts) {
  const auto count = static_cast<std::ptrdiff_t>(parts);
  const std::ptrdiff_t cell = part >= 0 ? part / count : -((-part + count - 1) / count);
  return {cell, static_cast<std::size_t>(part - cell * count)};
}

/// Spreads a part's stars over the picture.
void spread(const FilledPart& part, const KernelClass& kernels, const CellGrid& cells, std::vector<double>& picture) {
  const auto [column, partX] = cellOf(part.column, kernels.x.size());
  const auto [row, partY] = cellOf(part.row, kernels.y.size());
  const CellWeights &alongX = kernels.x[partX], &alongY = kernels.y[partY];
  const auto left = std::max<std::ptrdiff_t>(0, column - alongX.reach),
             bottom = std::max<std::ptrdiff_t>(0, row - alongY.reach);
  const auto right = std::min(static_cast<std::ptrdiff_t>(cells.columns), column + alongX.reach + 1);
  const auto top = std::min(static_cast<std::ptrdiff_t>(cells.rows), row + alongY.reach + 1);
  for (std::ptrdiff_t r = bottom; r < top; ++r) {
    const double weight = part.stars * alongY.values[static_cast<std::size_t>(r - row + alongY.reach)];
    double* line = &picture[static_cast<std::size_t>(r) * cells.columns];
    for (std::ptrdiff_t c = left; c < right; ++c)
      line[c] += weight * alongX.values[static_cast<std::size_t>(c - column + alongX.reach)];
  }
}

}  // namespace

DensityPair countedAndAdaptivelySmoothed(std::span<const double> x, std::span<const double> y, const CellGrid& cells,
                                         const AdaptiveOptions& options) {
  if (!(options.sensitivity >= 0.0 && options.sensitivity <= 1.0))
    throw Error(ErrorKind::Usage,
                fmt::format("The sensitivity of an adaptive kernel lies in 0 … 1, but it is {}.", options.sensitivity));
  if (!(options.factor >= 0.0 && std::isfinite(options.factor)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but it is {}.", options.factor));
  cells.validate();
  const Bandwidth scott = scottBandwidth(x, y);
  const PartedAxis alongX(cells.cellWidth(), options.factor * scott.x, cells.columns);
  const PartedAxis alongY(cells.cellHeight(), options.factor * scott.y, cells.rows);
  CellGrid parts = cells;
  parts.columns *= alongX.parts;
  parts.rows *= alongY.parts;
  const auto filled = filledParts(countWithMargin(x, y, parts, alongX.margin(), alongY.margin()), alongX, alongY);
  const double logMean = meanLogPilot(filled);

  std::map<int, KernelClass> classes;
  std::vector<double> picture(cells.columns * cells.rows, 0.0);
  for (const FilledPart& part : filled) {
    const double logLambda = -options.sensitivity * (std::log(part.pilot) - logMean);
    const int number = static_cast<int>(std::lround(logLambda / std::log(kClassRatio)));
    auto found = classes.find(number);
    if (found == classes.end())
      found = classes.emplace(number, KernelClass(alongX, alongY, std::pow(kClassRatio, number))).first;
    spread(part, found->second, cells, picture);
  }
  // Counted apart, so that they are those of histogram() to the last star on an edge.
  Density counts = histogram(x, y, cells);
  const std::size_t inside = counts.inside;
  return {std::move(counts), {cells, {picture.begin(), picture.end()}, inside}};
}

}  // namespace maury::galaxy
