// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Pixels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maury::spectra {

namespace {
constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
}

void fillEdges(std::span<float> flux, std::span<float> fluxError, std::optional<float> value) {
  const auto hasData = [](float pixel) { return std::isfinite(pixel); };
  const auto first = std::find_if(flux.begin(), flux.end(), hasData);
  if (first == flux.end()) return;
  const auto end = std::find_if(flux.rbegin(), flux.rend(), hasData).base();
  if (!fluxError.empty()) {
    std::fill(fluxError.begin(), fluxError.begin() + (first - flux.begin()), kNoData);
    std::fill(fluxError.begin() + (end - flux.begin()), fluxError.end(), kNoData);
  }
  std::fill(flux.begin(), first, value.value_or(*first));
  std::fill(end, flux.end(), value.value_or(*(end - 1)));
}

void maskRanges(const WavelengthGrid& grid, std::span<const WavelengthRange> ranges, std::span<float> flux,
                std::span<float> fluxError) {
  for (const WavelengthRange& range : ranges) {
    const auto first = std::lower_bound(grid.nm().begin(), grid.nm().end(), range.lowNm) - grid.nm().begin();
    const auto end = std::upper_bound(grid.nm().begin(), grid.nm().end(), range.highNm) - grid.nm().begin();
    if (first >= end) continue;
    std::fill(flux.begin() + first, flux.begin() + end, kNoData);
    if (!fluxError.empty()) std::fill(fluxError.begin() + first, fluxError.begin() + end, kNoData);
  }
}

}  // namespace maury::spectra
