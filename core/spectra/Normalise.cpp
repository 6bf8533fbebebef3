// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Normalise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/Error.h"

namespace maury::spectra {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

/// The P + 1 edges of P pixels: midway between centres, the outer two mirrored.
std::vector<double> pixelEdges(const WavelengthGrid& grid) {
  const std::size_t count = grid.size();
  std::vector<double> edges(count + 1);
  for (std::size_t i = 1; i < count; ++i)
    edges[i] = 0.5 * (grid[i - 1] + grid[i]);
  edges.front() = count > 1 ? 2.0 * grid[0] - edges[1] : grid[0];
  edges.back() = count > 1 ? 2.0 * grid[count - 1] - edges[count - 1] : grid[0];
  return edges;
}

/// Sums over the part of one target pixel that finite source pixels cover.
struct Coverage {
  double width = 0.0;
  double flux = 0.0;
  double variance = 0.0;
};

}  // namespace

void normaliseByRunningMean(std::span<float> flux, std::span<float> fluxError, int windowPixels) {
  const std::size_t count = flux.size();
  std::vector<double> sum(count + 1, 0.0);
  std::vector<std::size_t> finite(count + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const bool good = std::isfinite(flux[i]);
    sum[i + 1] = sum[i] + (good ? static_cast<double>(flux[i]) : 0.0);
    finite[i + 1] = finite[i] + (good ? 1 : 0);
  }
  const std::size_t half = static_cast<std::size_t>(std::max(windowPixels, 1)) / 2;
  std::vector<double> mean(count, 0.0);
  bool anyPositive = false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t low = i > half ? i - half : 0;
    const std::size_t high = std::min(i + half + 1, count);
    if (finite[high] > finite[low]) mean[i] = (sum[high] - sum[low]) / static_cast<double>(finite[high] - finite[low]);
    anyPositive = anyPositive || mean[i] > 0.0;
  }
  if (!anyPositive) {
    throw Error(ErrorKind::Numerical, "The spectrum's running mean is nowhere positive, so it cannot be normalised.");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const float scale = mean[i] > 0.0 ? static_cast<float>(1.0 / mean[i]) : kNoData;
    flux[i] *= scale;
    if (!fluxError.empty()) fluxError[i] *= scale;
  }
}

void resampleLinear(const WavelengthGrid& from, std::span<const float> flux, const WavelengthGrid& to,
                    std::span<float> out) {
  std::size_t left = 0;
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double nm = to[i];
    out[i] = kNoData;
    if (from.empty() || nm < from.first() || nm > from.last()) continue;
    while (left + 1 < from.size() && from[left + 1] <= nm)
      ++left;
    if (from[left] == nm) {
      out[i] = flux[left];  // the right neighbour has no weight and may be NaN
      continue;
    }
    const double weight = (nm - from[left]) / (from[left + 1] - from[left]);
    out[i] = static_cast<float>((1.0 - weight) * flux[left] + weight * flux[left + 1]);
  }
}

void rebin(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
           const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError) {
  const auto source = pixelEdges(from);
  const auto target = pixelEdges(to);
  const bool withErrors = !fluxError.empty() && !outError.empty();
  std::size_t start = 0;
  for (std::size_t i = 0; i < to.size(); ++i) {
    while (start < from.size() && source[start + 1] <= target[i])
      ++start;
    Coverage covered;
    for (std::size_t j = start; j < from.size() && source[j] < target[i + 1]; ++j) {
      if (!std::isfinite(flux[j])) continue;
      const double overlap = std::min(source[j + 1], target[i + 1]) - std::max(source[j], target[i]);
      covered.width += overlap;
      covered.flux += overlap * flux[j];
      if (withErrors) covered.variance += std::pow(overlap * fluxError[j], 2);
    }
    // A pixel at exactly one half, but for rounding, counts as covered.
    const bool enough = covered.width > 0.0 && covered.width >= (0.5 - 1e-9) * (target[i + 1] - target[i]);
    outFlux[i] = enough ? static_cast<float>(covered.flux / covered.width) : kNoData;
    if (withErrors) outError[i] = enough ? static_cast<float>(std::sqrt(covered.variance) / covered.width) : kNoData;
  }
}

}  // namespace maury::spectra
