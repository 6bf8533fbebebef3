// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Resample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace maury::spectra {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

/// Returns the P + 1 edges of P pixels: midway between centres; the two outer pixels are symmetric about their centres.
std::vector<double> pixelEdges(const WavelengthGrid& grid) {
  const std::size_t count = grid.size();
  std::vector<double> edges(count + 1);
  for (std::size_t i = 1; i < count; ++i)
    edges[i] = 0.5 * (grid[i - 1] + grid[i]);
  edges.front() = count > 1 ? 2.0 * grid[0] - edges[1] : grid[0];
  edges.back() = count > 1 ? 2.0 * grid[count - 1] - edges[count - 1] : grid[0];
  return edges;
}

/// Sums over the source pixels with data that overlap one target pixel.
struct Coverage {
  double width = 0.0;     ///< width of the overlap (nm)
  double flux = 0.0;      ///< flux × overlap
  double variance = 0.0;  ///< (error × overlap)²
};

}  // namespace

void resampleLinear(const WavelengthGrid& from, std::span<const float> flux, std::span<const float> fluxError,
                    const WavelengthGrid& to, std::span<float> outFlux, std::span<float> outError) {
  const bool withErrors = !fluxError.empty() && !outError.empty();
  std::size_t left = 0;
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double nm = to[i];
    outFlux[i] = kNoData;
    if (withErrors) outError[i] = kNoData;
    if (from.empty() || nm < from.first() || nm > from.last()) continue;
    while (left + 1 < from.size() && from[left + 1] <= nm)
      ++left;
    if (from[left] == nm) {  // the right neighbour has no weight and may be NaN
      outFlux[i] = flux[left];
      if (withErrors) outError[i] = fluxError[left];
      continue;
    }
    const double weight = (nm - from[left]) / (from[left + 1] - from[left]);
    outFlux[i] = static_cast<float>((1.0 - weight) * flux[left] + weight * flux[left + 1]);
    if (withErrors)
      outError[i] = static_cast<float>(std::hypot((1.0 - weight) * fluxError[left], weight * fluxError[left + 1]));
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
    // The tolerance lets a pixel that is exactly half covered count in spite of rounding.
    const bool enough = covered.width > 0.0 && covered.width >= (0.5 - 1e-9) * (target[i + 1] - target[i]);
    outFlux[i] = enough ? static_cast<float>(covered.flux / covered.width) : kNoData;
    if (withErrors) outError[i] = enough ? static_cast<float>(std::sqrt(covered.variance) / covered.width) : kNoData;
  }
}

}  // namespace maury::spectra
