// SPDX-License-Identifier: GPL-3.0-or-later
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

constexpr double kClassRatio = 1.15;      ///< from one bandwidth to the next
constexpr double kReachInSigmas = 4.0;    ///< beyond lies 6e-5 of a kernel along an axis
constexpr double kPartsABandwidth = 3.0;  ///< wanted of a pilot's bandwidth; cells are parted for it
constexpr std::size_t kMostParts = 3;

/// Part of a cell of the picture with stars in it. Columns and rows of parts are told from the lower left corner of the
/// picture, and may lie outside.
struct FilledPart {
  std::ptrdiff_t column, row;
  double stars;
  double logPilot;  ///< ln of smoothed stars a part
};

/// One axis of the picture in parts, a kernel's margin and room for the stars beyond it on both sides.
struct PartedAxis {
  std::size_t parts;  ///< a cell
  double cellSize;
  double bandwidth;              ///< of the pilot
  std::size_t cells;             ///< of the picture
  std::vector<double> kernel{};  ///< the pilot's, over parts
  std::size_t beyond = 0;        ///< parts at either side that have stars, at most half a picture

  PartedAxis(double size, double sigma, std::size_t count)
      : parts(static_cast<std::size_t>(
            std::clamp(std::ceil(kPartsABandwidth * size / sigma), 1.0, static_cast<double>(kMostParts)))),
        cellSize(size),
        bandwidth(sigma),
        cells(count),
        kernel(kernelOverCells(sigma, size / static_cast<double>(parts), count * parts)) {}

  std::size_t margin() const { return beyond + kernel.size() - 1; }
  std::size_t wide() const { return cells * parts + 2 * beyond; }
  double mostBeyond() const { return std::ceil(0.5 * static_cast<double>(cells * parts)); }
  /// Parts that a value lies outside of low … high; 0 for one too far to count.
  double partsBeyond(double value, double low, double high) const {
    const double outside = std::max(low - value, value - high) * static_cast<double>(parts) / cellSize;
    return outside < mostBeyond() ? outside : 0.0;
  }
};

/// Makes room for the stars beyond the picture.
void findBeyond(const Points& points, const CellGrid& cells, PartedAxis& alongX, PartedAxis& alongY) {
  double mostX = 0.0, mostY = 0.0;
  visitPieces(points, [&](std::span<const double> x, std::span<const double> y, const auto&) {
    for (const double value : x)  // most lie inside
      if (value < cells.xLow || value > cells.xHigh)
        mostX = std::max(mostX, alongX.partsBeyond(value, cells.xLow, cells.xHigh));
    for (const double value : y)
      if (value < cells.yLow || value > cells.yHigh)
        mostY = std::max(mostY, alongY.partsBeyond(value, cells.yLow, cells.yHigh));
  });
  alongX.beyond = static_cast<std::size_t>(std::min(std::floor(mostX) + 1.0, alongX.mostBeyond()));
  alongY.beyond = static_cast<std::size_t>(std::min(std::floor(mostY) + 1.0, alongY.mostBeyond()));
}

/// The counts smoothed along x, with the margin along y left.
std::vector<float> smoothedAlongX(const Counts& counts, const PartedAxis& alongX) {
  const std::size_t reach = alongX.kernel.size() - 1, wide = alongX.wide();
  std::vector<float> kernel(alongX.kernel.rbegin(), alongX.kernel.rend());  // both sides of it
  kernel.insert(kernel.end(), alongX.kernel.begin() + 1, alongX.kernel.end());
  std::vector<float> smooth(counts.rows * wide, 0.0F);
  for (std::size_t row = 0; row < counts.rows; ++row)
    for (std::size_t column = 0; column < counts.columns; ++column) {
      const float stars = counts.values[row * counts.columns + column];
      if (stars == 0.0F) continue;  // most parts are empty
      const std::size_t first = column > 2 * reach ? column - 2 * reach : 0, end = std::min(wide, column + 1);
      float* output = &smooth[row * wide];
      const float* weights = kernel.data() + 2 * reach + first - column;
      for (std::size_t target = first; target < end; ++target)
        output[target] += stars * weights[target - first];
    }
  return smooth;
}

/// The filled parts, row by row, with the pilot there.
std::vector<FilledPart> filledParts(const Counts& counts, const PartedAxis& alongX, const PartedAxis& alongY) {
  const std::size_t reachX = alongX.kernel.size() - 1, reachY = alongY.kernel.size() - 1, wide = alongX.wide();
  const std::vector<float> smooth = smoothedAlongX(counts, alongX);
  std::vector<FilledPart> filled;
  std::vector<float> pilot(wide);
  for (std::size_t row = reachY; row < reachY + alongY.wide(); ++row) {
    const float* line = &counts.values[row * counts.columns + reachX];
    const auto isFilled = [](float stars) { return stars > 0; };
    const auto left = static_cast<std::size_t>(std::find_if(line, line + wide, isFilled) - line);
    if (left == wide) continue;
    std::size_t right = wide;
    while (line[right - 1] == 0)
      --right;
    const auto add = [&](std::size_t from, double weight) {
      const float* source = &smooth[from * wide];
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
        filled.push_back({static_cast<std::ptrdiff_t>(column) - static_cast<std::ptrdiff_t>(alongX.beyond),
                          static_cast<std::ptrdiff_t>(row) - static_cast<std::ptrdiff_t>(alongY.margin()),
                          static_cast<double>(line[column]), static_cast<double>(std::log(pilot[column]))});
  }
  return filled;
}

/// log g: the mean of log f over the stars.
double meanLogPilot(const std::vector<FilledPart>& filled) {
  double sum = 0.0, stars = 0.0;
  for (const FilledPart& part : filled) {
    sum += part.stars * part.logPilot;
    stars += part.stars;
  }
  return stars > 0.0 ? sum / stars : 0.0;
}

/// Neighbouring parts of cells along one axis that a wide kernel takes for one: as many as lie within a third of it.
struct Grain {
  std::size_t parts = 1;  ///< taken together: one, or those of whole cells
  std::size_t kinds = 1;  ///< places in a cell that its left end can have
  double cells = 1.0;     ///< wide
};

Grain grainFor(const PartedAxis& axis, double sigma) {
  const double whole = std::floor(sigma / (kPartsABandwidth * axis.cellSize));
  if (whole < 1.0) return {1, axis.parts, 1.0 / static_cast<double>(axis.parts)};
  const auto cells = static_cast<std::size_t>(std::min(whole, static_cast<double>(axis.cells)));
  return {cells * axis.parts, 1, static_cast<double>(cells)};
}

/// The share of a standard Gaussian below a value: linear between 256 places a σ, off by less than 1e-6.
class GaussianBelow {
public:
  GaussianBelow() {
    for (std::size_t i = 0; i < m_table.size(); ++i)
      m_table[i] = 0.5 * (1.0 + std::erf((static_cast<double>(i) / kPerSigma - kFar) / std::numbers::sqrt2));
  }
  double operator()(double sigmas) const {
    const double place = (sigmas + kFar) * kPerSigma;
    if (!(place > 0.0)) return 0.0;
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= m_table.size()) return 1.0;
    return std::lerp(m_table[below], m_table[below + 1], place - static_cast<double>(below));
  }

private:
  static constexpr double kFar = 6.0, kPerSigma = 256.0;
  std::array<double, 12 * 256 + 1> m_table{};
};
const GaussianBelow kGaussianBelow;

/// A Gaussian from the middle of a grain, integrated over cells; [0] is `first` cells from the one of its left end.
struct CellWeights {
  std::ptrdiff_t first = 0;
  std::vector<float> values{1.0F};
};

CellWeights weightsFrom(const PartedAxis& axis, const Grain& grain, std::size_t kind, double sigma) {
  const double size = grain.cells * axis.cellSize;
  // Stars are spread evenly over their grain (Sheppard): do not smooth twice.
  const double variance = sigma * sigma - size * size / 12.0;
  if (!(variance > 0.0)) return {};
  const double scale = axis.cellSize / std::sqrt(variance);
  const double middle = static_cast<double>(kind) / static_cast<double>(axis.parts) + 0.5 * grain.cells;
  // No further than across the picture and what lies beyond it.
  const double reach = std::min(kReachInSigmas * std::sqrt(variance) / axis.cellSize + 0.5 * grain.cells,
                                2.0 * static_cast<double>(axis.cells));
  CellWeights weights;
  weights.first = static_cast<std::ptrdiff_t>(std::floor(middle - reach));
  const auto end = static_cast<std::ptrdiff_t>(std::ceil(middle + reach));
  weights.values.clear();
  double below = kGaussianBelow((static_cast<double>(weights.first) - middle) * scale);
  for (std::ptrdiff_t cell = weights.first; cell < end; ++cell) {
    const double above = kGaussianBelow((static_cast<double>(cell + 1) - middle) * scale);
    weights.values.push_back(static_cast<float>(above - below));
    below = above;
  }
  return weights;
}

/// One axis of one class of bandwidths: on which cells the stars of each part fall.
class ClassAxis {
public:
  ClassAxis(const PartedAxis& axis, double lambda)
      : m_grain(grainFor(axis, lambda * axis.bandwidth)), m_beyond(static_cast<std::ptrdiff_t>(axis.beyond)) {
    for (std::size_t kind = 0; kind < m_grain.kinds; ++kind)
      m_weights.push_back(weightsFrom(axis, m_grain, kind, lambda * axis.bandwidth));
    // For all parts at once: telling the grain and the cell of each star's part takes a division each.
    const auto grainParts = static_cast<std::ptrdiff_t>(m_grain.parts);
    m_targets.reserve(axis.wide());
    for (std::ptrdiff_t grain = floored(-m_beyond, m_grain.parts); m_targets.size() < axis.wide(); ++grain) {
      const std::ptrdiff_t first = std::max(-m_beyond, grain * grainParts), end = (grain + 1) * grainParts;
      const auto parts = std::min(static_cast<std::size_t>(end - first), axis.wide() - m_targets.size());
      m_targets.insert(m_targets.end(), parts, targetOf(grain, axis));
    }
  }

  /// The weights of a part's grain, and the cells of the picture that they fall on.
  struct Target {
    std::ptrdiff_t grain;
    const float* weights;
    std::size_t begin, end;
  };
  const Target& of(std::ptrdiff_t part) const { return m_targets[static_cast<std::size_t>(part + m_beyond)]; }

private:
  Target targetOf(std::ptrdiff_t grain, const PartedAxis& axis) const {
    const std::ptrdiff_t part = grain * static_cast<std::ptrdiff_t>(m_grain.parts), cell = floored(part, axis.parts);
    const auto kind = static_cast<std::size_t>(part - cell * static_cast<std::ptrdiff_t>(axis.parts));
    const CellWeights& from = m_weights[m_grain.kinds > 1 ? kind : 0];
    const std::ptrdiff_t first = cell + from.first, last = first + static_cast<std::ptrdiff_t>(from.values.size()),
                         begin = std::clamp<std::ptrdiff_t>(first, 0, static_cast<std::ptrdiff_t>(axis.cells)),
                         end = std::clamp<std::ptrdiff_t>(last, begin, static_cast<std::ptrdiff_t>(axis.cells));
    return {grain, from.values.data() + (begin - first), static_cast<std::size_t>(begin),
            static_cast<std::size_t>(end)};
  }
  static std::ptrdiff_t floored(std::ptrdiff_t value, std::size_t by) {
    const auto count = static_cast<std::ptrdiff_t>(by);
    return value >= 0 ? value / count : -((-value + count - 1) / count);
  }

  Grain m_grain;
  std::ptrdiff_t m_beyond;
  std::vector<CellWeights> m_weights;  ///< of each kind of grain
  std::vector<Target> m_targets;       ///< of each part
};

/// Stars of a part that a class of bandwidths takes.
struct Share {
  std::ptrdiff_t column, row;
  float stars;
};

/// The stars of a class of bandwidths, kClassRatio^number × the pilot's, row by row.
struct BandwidthClass {
  int number;
  std::vector<Share> stars;
};

/// A part whose λ lies between two classes is shared by them, in proportion to log λ: peak and width are then both
/// right to (ln kClassRatio)²/2.
std::vector<BandwidthClass> sharedByClass(const std::vector<FilledPart>& filled, double sensitivity) {
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
    const auto place = static_cast<std::size_t>(number - narrowest);
    if (upperShare < 1.0)
      classes[place].stars.push_back({part.column, part.row, static_cast<float>(part.stars * (1.0 - upperShare))});
    if (upperShare > 0.0)
      classes[place + 1].stars.push_back({part.column, part.row, static_cast<float>(part.stars * upperShare)});
  }
  return classes;
}

/// Spreads the stars of one class over the picture: those of each row of grains along x, then the whole row along y.
void spread(const std::vector<Share>& stars, const ClassAxis& alongX, const ClassAxis& alongY, const CellGrid& cells,
            std::vector<float>& picture) {
  std::vector<float> line(cells.columns);
  for (std::size_t i = 0; i < stars.size();) {
    const ClassAxis::Target& up = alongY.of(stars[i].row);
    std::size_t left = cells.columns, right = 0;
    std::fill(line.begin(), line.end(), 0.0F);
    for (; i < stars.size() && alongY.of(stars[i].row).grain == up.grain; ++i) {
      const ClassAxis::Target& target = alongX.of(stars[i].column);
      for (std::size_t column = target.begin; column < target.end; ++column)
        line[column] += stars[i].stars * target.weights[column - target.begin];
      left = std::min(left, target.begin);
      right = std::max(right, target.end);
    }
    for (std::size_t r = up.begin; r < up.end; ++r) {
      const float weight = up.weights[r - up.begin];
      float* output = &picture[r * cells.columns];
      for (std::size_t column = left; column < right; ++column)
        output[column] += weight * line[column];
    }
  }
}

}  // namespace

DensityPair countedAndAdaptivelySmoothed(const Points& points, const CellGrid& cells, const AdaptiveOptions& options) {
  if (!(options.sensitivity >= 0.0 && options.sensitivity <= 1.0))
    throw Error(ErrorKind::Usage,
                fmt::format("The sensitivity of an adaptive kernel lies in 0 … 1, but it is {}.", options.sensitivity));
  if (!(options.factor >= 0.0 && std::isfinite(options.factor)))
    throw Error(ErrorKind::Usage, fmt::format("The smoothing must be 0 or more, but it is {}.", options.factor));
  cells.validate();
  const Bandwidth scott = scottBandwidth(points);
  PartedAxis alongX(cells.cellWidth(), options.factor * scott.x, cells.columns);
  PartedAxis alongY(cells.cellHeight(), options.factor * scott.y, cells.rows);
  findBeyond(points, cells, alongX, alongY);
  const CellParts parts{alongX.parts, alongY.parts};
  const Counts counts = countWithMargin(points, cells, alongX.margin(), alongY.margin(), parts);
  const auto filled = filledParts(counts, alongX, alongY);

  std::vector<float> picture(cells.columns * cells.rows, 0.0F);
  for (const auto& [number, stars] : sharedByClass(filled, options.sensitivity)) {
    const double lambda = std::pow(kClassRatio, number);
    spread(stars, ClassAxis(alongX, lambda), ClassAxis(alongY, lambda), cells, picture);
  }
  Density inner = innerCounts(counts, cells, parts);
  Density smooth{cells, std::move(picture), inner.inside};
  return {std::move(inner), std::move(smooth)};
}

}  // namespace maury::galaxy
