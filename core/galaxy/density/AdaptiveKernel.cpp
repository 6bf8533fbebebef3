// SPDX-License-Identifier: GPL-3.0-or-later
// Design of the adaptive kernel; AdaptiveKernel.h describes the method and its accuracy.
//
// Idea: stars in the same part of a cell are treated as one, and bandwidths are rounded to classes, so that few kernels
// are needed and can be tabulated.
// Steps: countWithMargin() counts the stars in parts of cells. filledParts() computes the pilot estimate, a separable
// convolution, where there are stars. divideByClass() assigns the stars to classes of bandwidths. spreadStars() spreads
// each class over the cells, along x for one row of grains at a time and then along y.
// Data layout: parts are stored row by row, including those for stars outside the grid. A grain is a group of
// neighbouring parts that a wide kernel treats as one.
// Cost: filled parts × width of the kernel in cells; hardly depends on the number of stars.
// Source: Silverman (1986), Density Estimation for Statistics and Data Analysis, section 5.3.
#include "galaxy/density/AdaptiveKernel.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "galaxy/density/CellKernel.h"
#include "galaxy/density/PointPieces.h"

namespace maury::galaxy {
namespace {

constexpr double kClassRatio = 1.15;        ///< ratio of the bandwidths of successive classes
constexpr double kReachInSigmas = 4.0;      ///< 6e-5 of a kernel is farther out along an axis
constexpr double kPartsPerBandwidth = 3.0;  ///< intended number of parts per bandwidth of the pilot
constexpr std::size_t kMaxParts = 3;

/// Part of a cell that contains stars. Columns and rows of parts are counted from the lower left corner of the grid;
/// those outside the grid are negative or exceed its size.
struct FilledPart {
  std::ptrdiff_t column, row;
  double stars;
  double logPilot;  ///< ln of the smoothed stars per part
};

/// One axis of the grid, divided into parts, with additional parts on both sides for the stars outside the grid and for
/// the reach of the kernel.
struct DividedAxis {
  std::size_t parts;  ///< number of parts per cell
  double cellSize;
  double bandwidth;              ///< bandwidth of the pilot
  std::size_t cells;             ///< number of cells of the grid
  std::vector<double> kernel{};  ///< kernel of the pilot, over parts
  std::size_t outside = 0;       ///< number of parts with stars on each side of the grid, at most half its size

  DividedAxis(double size, double sigma, std::size_t count)
      : parts(static_cast<std::size_t>(
            std::clamp(std::ceil(kPartsPerBandwidth * size / sigma), 1.0, static_cast<double>(kMaxParts)))),
        cellSize(size),
        bandwidth(sigma),
        cells(count),
        kernel(kernelOverCells(sigma, size / static_cast<double>(parts), count * parts)) {}

  std::size_t margin() const { return outside + kernel.size() - 1; }
  std::size_t totalParts() const { return cells * parts + 2 * outside; }
  double maxOutside() const { return std::ceil(0.5 * static_cast<double>(cells * parts)); }
  /// Returns the distance of a value from the range low … high, in parts; 0 for a value that is too far out to count.
  double distanceInParts(double value, double low, double high) const {
    const double distance = std::max(low - value, value - high) * static_cast<double>(parts) / cellSize;
    return distance < maxOutside() ? distance : 0.0;
  }
};

/// Extends both axes to the stars outside the grid.
void extendToStars(const Points& points, const CellGrid& cells, DividedAxis& alongX, DividedAxis& alongY) {
  double farthestX = 0.0, farthestY = 0.0;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto&) {
    for (const double value : x)  // most are inside
      if (value < cells.xLow || value > cells.xHigh)
        farthestX = std::max(farthestX, alongX.distanceInParts(value, cells.xLow, cells.xHigh));
    for (const double value : y)
      if (value < cells.yLow || value > cells.yHigh)
        farthestY = std::max(farthestY, alongY.distanceInParts(value, cells.yLow, cells.yHigh));
  });
  alongX.outside = static_cast<std::size_t>(std::min(std::floor(farthestX) + 1.0, alongX.maxOutside()));
  alongY.outside = static_cast<std::size_t>(std::min(std::floor(farthestY) + 1.0, alongY.maxOutside()));
}

/// Returns the counts smoothed along x, with the margin along y unchanged.
std::vector<float> smoothAlongX(const Counts& counts, const DividedAxis& alongX) {
  const std::size_t reach = alongX.kernel.size() - 1, totalParts = alongX.totalParts();
  std::vector<float> kernel(alongX.kernel.rbegin(), alongX.kernel.rend());  // both sides
  kernel.insert(kernel.end(), alongX.kernel.begin() + 1, alongX.kernel.end());
  std::vector<float> smooth(counts.rows * totalParts, 0.0F);
  for (std::size_t row = 0; row < counts.rows; ++row)
    for (std::size_t column = 0; column < counts.columns; ++column) {
      const float stars = counts.values[row * counts.columns + column];
      if (stars == 0.0F) continue;  // most parts are empty
      const std::size_t first = column > 2 * reach ? column - 2 * reach : 0, end = std::min(totalParts, column + 1);
      float* output = &smooth[row * totalParts];
      const float* weights = kernel.data() + 2 * reach + first - column;
      for (std::size_t target = first; target < end; ++target)
        output[target] += stars * weights[target - first];
    }
  return smooth;
}

/// Returns the filled parts with the pilot estimate there, row by row.
std::vector<FilledPart> filledParts(const Counts& counts, const DividedAxis& alongX, const DividedAxis& alongY) {
  const std::size_t reachX = alongX.kernel.size() - 1, reachY = alongY.kernel.size() - 1,
                    totalParts = alongX.totalParts();
  const std::vector<float> smooth = smoothAlongX(counts, alongX);
  std::vector<FilledPart> filled;
  std::vector<float> pilot(totalParts);
  for (std::size_t row = reachY; row < reachY + alongY.totalParts(); ++row) {
    const float* line = &counts.values[row * counts.columns + reachX];
    const auto isFilled = [](float stars) { return stars > 0; };
    const auto left = static_cast<std::size_t>(std::find_if(line, line + totalParts, isFilled) - line);
    if (left == totalParts) continue;
    std::size_t right = totalParts;
    while (line[right - 1] == 0)
      --right;
    const auto add = [&](std::size_t from, double weight) {
      const float* source = &smooth[from * totalParts];
      for (std::size_t column = left; column < right; ++column)
        pilot[column] += static_cast<float>(weight) * source[column];
    };
    std::fill(pilot.begin(), pilot.end(), 0.0F);
    add(row, alongY.kernel[0]);
    for (std::size_t k = 1; k <= reachY; ++k) {
      add(row - k, alongY.kernel[k]);
      add(row + k, alongY.kernel[k]);
    }
    for (std::size_t column = left; column < right; ++column)
      if (line[column] > 0)
        filled.push_back({static_cast<std::ptrdiff_t>(column) - static_cast<std::ptrdiff_t>(alongX.outside),
                          static_cast<std::ptrdiff_t>(row) - static_cast<std::ptrdiff_t>(alongY.margin()),
                          static_cast<double>(line[column]), static_cast<double>(std::log(pilot[column]))});
  }
  return filled;
}

/// Returns ln g, the mean of ln f over the stars.
double meanLogPilot(const std::vector<FilledPart>& filled) {
  double sum = 0.0, stars = 0.0;
  for (const FilledPart& part : filled) {
    sum += part.stars * part.logPilot;
    stars += part.stars;
  }
  return stars > 0.0 ? sum / stars : 0.0;
}

/// Neighbouring parts along one axis whose stars a wide kernel treats as one, because they span no more than a third of
/// its width.
struct Grain {
  std::size_t parts = 1;    ///< number of parts: one, or those of whole cells
  std::size_t offsets = 1;  ///< number of different offsets of a grain within a cell
  double cells = 1.0;       ///< width in cells
};

Grain grainFor(const DividedAxis& axis, double sigma) {
  const double whole = std::floor(sigma / (kPartsPerBandwidth * axis.cellSize));
  if (whole < 1.0) return {1, axis.parts, 1.0 / static_cast<double>(axis.parts)};
  const auto cells = static_cast<std::size_t>(std::min(whole, static_cast<double>(axis.cells)));
  return {cells * axis.parts, 1, static_cast<double>(cells)};
}

/// Cumulative distribution of a standard Gaussian. Interpolates linearly in a table of 256 values per σ, with an error
/// below 1e-6.
class GaussianCdf {
public:
  GaussianCdf() {
    for (std::size_t i = 0; i < m_table.size(); ++i)
      m_table[i] = 0.5 * (1.0 + std::erf((static_cast<double>(i) / kPerSigma - kFar) / std::numbers::sqrt2));
  }
  double operator()(double sigmas) const {
    const double tablePosition = (sigmas + kFar) * kPerSigma;
    if (!(tablePosition > 0.0)) return 0.0;
    const auto below = static_cast<std::size_t>(tablePosition);
    if (below + 1 >= m_table.size()) return 1.0;
    return std::lerp(m_table[below], m_table[below + 1], tablePosition - static_cast<double>(below));
  }

private:
  static constexpr double kFar = 6.0, kPerSigma = 256.0;
  std::array<double, 12 * 256 + 1> m_table{};
};
const GaussianCdf kGaussianCdf;

/// Gaussian around the middle of a grain, integrated over cells. values[0] is for the cell that is `first` cells from
/// the one with the left end of the grain.
struct CellWeights {
  std::ptrdiff_t first = 0;
  std::vector<float> values{1.0F};
};

CellWeights makeWeights(const DividedAxis& axis, const Grain& grain, std::size_t offset, double sigma) {
  const double size = grain.cells * axis.cellSize;
  // Subtract the variance that counting the stars in grains has already added (Sheppard's correction).
  const double variance = sigma * sigma - size * size / 12.0;
  if (!(variance > 0.0)) return {};
  const double scale = axis.cellSize / std::sqrt(variance);
  const double middle = static_cast<double>(offset) / static_cast<double>(axis.parts) + 0.5 * grain.cells;
  // No farther than across the grid and the stars on both sides of it.
  const double reach = std::min(kReachInSigmas * std::sqrt(variance) / axis.cellSize + 0.5 * grain.cells,
                                2.0 * static_cast<double>(axis.cells));
  CellWeights weights;
  weights.first = static_cast<std::ptrdiff_t>(std::floor(middle - reach));
  const auto end = static_cast<std::ptrdiff_t>(std::ceil(middle + reach));
  weights.values.clear();
  double below = kGaussianCdf((static_cast<double>(weights.first) - middle) * scale);
  for (std::ptrdiff_t cell = weights.first; cell < end; ++cell) {
    const double above = kGaussianCdf((static_cast<double>(cell + 1) - middle) * scale);
    weights.values.push_back(static_cast<float>(above - below));
    below = above;
  }
  return weights;
}

/// One axis for one class of bandwidths: the cells over which the stars of each part are spread.
class ClassAxis {
public:
  ClassAxis(const DividedAxis& axis, double lambda)
      : m_grain(grainFor(axis, lambda * axis.bandwidth)), m_outside(static_cast<std::ptrdiff_t>(axis.outside)) {
    for (std::size_t offset = 0; offset < m_grain.offsets; ++offset)
      m_weights.push_back(makeWeights(axis, m_grain, offset, lambda * axis.bandwidth));
    // Computed for all parts in advance, because finding the grain and the cell of a part takes two divisions.
    const auto grainParts = static_cast<std::ptrdiff_t>(m_grain.parts);
    m_targets.reserve(axis.totalParts());
    for (std::ptrdiff_t grain = floorDivide(-m_outside, m_grain.parts); m_targets.size() < axis.totalParts(); ++grain) {
      const std::ptrdiff_t first = std::max(-m_outside, grain * grainParts), end = (grain + 1) * grainParts;
      const auto parts = std::min(static_cast<std::size_t>(end - first), axis.totalParts() - m_targets.size());
      m_targets.insert(m_targets.end(), parts, makeTarget(grain, axis));
    }
  }

  /// Weights of a part's grain, and the cells of the grid that they belong to.
  struct Target {
    std::ptrdiff_t grain;
    const float* weights;
    std::size_t begin, end;
  };
  const Target& targetOf(std::ptrdiff_t part) const { return m_targets[static_cast<std::size_t>(part + m_outside)]; }

private:
  Target makeTarget(std::ptrdiff_t grain, const DividedAxis& axis) const {
    const std::ptrdiff_t part = grain * static_cast<std::ptrdiff_t>(m_grain.parts),
                         cell = floorDivide(part, axis.parts);
    const auto offset = static_cast<std::size_t>(part - cell * static_cast<std::ptrdiff_t>(axis.parts));
    const CellWeights& from = m_weights[m_grain.offsets > 1 ? offset : 0];
    const std::ptrdiff_t first = cell + from.first, last = first + static_cast<std::ptrdiff_t>(from.values.size()),
                         begin = std::clamp<std::ptrdiff_t>(first, 0, static_cast<std::ptrdiff_t>(axis.cells)),
                         end = std::clamp<std::ptrdiff_t>(last, begin, static_cast<std::ptrdiff_t>(axis.cells));
    return {grain, from.values.data() + (begin - first), static_cast<std::size_t>(begin),
            static_cast<std::size_t>(end)};
  }
  static std::ptrdiff_t floorDivide(std::ptrdiff_t value, std::size_t divisor) {
    const auto count = static_cast<std::ptrdiff_t>(divisor);
    return value >= 0 ? value / count : -((-value + count - 1) / count);
  }

  Grain m_grain;
  std::ptrdiff_t m_outside;
  std::vector<CellWeights> m_weights;  ///< for each offset of a grain
  std::vector<Target> m_targets;       ///< for each part
};

/// Stars of a part that belong to one class of bandwidths.
struct PartShare {
  std::ptrdiff_t column, row;
  float stars;
};

/// Stars of a class, row by row. Its bandwidth is kClassRatio^number × the bandwidth of the pilot.
struct BandwidthClass {
  int number;
  std::vector<PartShare> stars;
};

/// Divides the stars of each part between the two classes next to its λ, in proportion to ln λ. This keeps both peak
/// and width accurate to (ln kClassRatio)²/2.
std::vector<BandwidthClass> divideByClass(const std::vector<FilledPart>& filled, double sensitivity) {
  const double logMean = meanLogPilot(filled), perClass = -sensitivity / std::log(kClassRatio);
  const auto [faintest, densest] = std::minmax_element(
      filled.begin(), filled.end(), [](const FilledPart& a, const FilledPart& b) { return a.logPilot < b.logPilot; });
  std::vector<BandwidthClass> classes;
  if (filled.empty()) return classes;
  const auto classBelow = [&](const FilledPart& part) {
    return static_cast<int>(std::floor(perClass * (part.logPilot - logMean)));
  };
  const int narrowest = classBelow(*densest), widest = classBelow(*faintest) + 1;
  for (int number = narrowest; number <= widest; ++number)
    classes.push_back({number, {}});
  for (const FilledPart& part : filled) {
    const int number = classBelow(part);
    const double upperShare = perClass * (part.logPilot - logMean) - number;
    const auto classIndex = static_cast<std::size_t>(number - narrowest);
    if (upperShare < 1.0)
      classes[classIndex].stars.push_back({part.column, part.row, static_cast<float>(part.stars * (1.0 - upperShare))});
    if (upperShare > 0.0)
      classes[classIndex + 1].stars.push_back({part.column, part.row, static_cast<float>(part.stars * upperShare)});
  }
  return classes;
}

/// Spreads the stars of one class over the grid: first the stars of each row of grains along x, then the row along y.
void spreadStars(const std::vector<PartShare>& stars, const ClassAxis& alongX, const ClassAxis& alongY,
                 const CellGrid& cells, std::vector<float>& smoothedCells) {
  std::vector<float> line(cells.columns);
  for (std::size_t i = 0; i < stars.size();) {
    const ClassAxis::Target& up = alongY.targetOf(stars[i].row);
    std::size_t left = cells.columns, right = 0;
    std::fill(line.begin(), line.end(), 0.0F);
    for (; i < stars.size() && alongY.targetOf(stars[i].row).grain == up.grain; ++i) {
      const ClassAxis::Target& target = alongX.targetOf(stars[i].column);
      for (std::size_t column = target.begin; column < target.end; ++column)
        line[column] += stars[i].stars * target.weights[column - target.begin];
      left = std::min(left, target.begin);
      right = std::max(right, target.end);
    }
    for (std::size_t r = up.begin; r < up.end; ++r) {
      const float weight = up.weights[r - up.begin];
      float* output = &smoothedCells[r * cells.columns];
      for (std::size_t column = left; column < right; ++column)
        output[column] += weight * line[column];
    }
  }
}

}  // namespace

DensityPair adaptiveDensity(const Points& points, const CellGrid& cells, const AdaptiveOptions& options) {
  if (!(options.sensitivity >= 0.0 && options.sensitivity <= 1.0))
    throw Error(
        ErrorKind::Usage,
        fmt::format("The sensitivity of an adaptive kernel must be between 0 and 1, but is {}.", options.sensitivity));
  if (!(options.factor >= 0.0 && std::isfinite(options.factor)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but is {}.", options.factor));
  cells.validate();
  const Bandwidth scott = scottBandwidth(points);
  DividedAxis alongX(cells.cellWidth(), options.factor * scott.x, cells.columns);
  DividedAxis alongY(cells.cellHeight(), options.factor * scott.y, cells.rows);
  extendToStars(points, cells, alongX, alongY);
  const CellParts parts{alongX.parts, alongY.parts};
  const Counts counts = countWithMargin(points, cells, alongX.margin(), alongY.margin(), parts);
  const auto filled = filledParts(counts, alongX, alongY);

  std::vector<float> smoothedCells(cells.columns * cells.rows, 0.0F);
  for (const auto& [number, stars] : divideByClass(filled, options.sensitivity)) {
    const double lambda = std::pow(kClassRatio, number);
    spreadStars(stars, ClassAxis(alongX, lambda), ClassAxis(alongY, lambda), cells, smoothedCells);
  }
  Density inner = innerCounts(counts, cells, parts);
  Density smooth{cells, std::move(smoothedCells), inner.inside};
  return {std::move(inner), std::move(smooth)};
}

}  // namespace maury::galaxy
