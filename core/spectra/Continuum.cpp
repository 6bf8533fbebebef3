// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Continuum.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Statistics.h"

namespace maury::spectra {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Continuum runningMean(std::span<const float> flux, int windowPixels) {
  const std::size_t count = flux.size();
  std::vector<double> sum(count + 1, 0.0);
  std::vector<std::size_t> finite(count + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const bool good = std::isfinite(flux[i]);
    sum[i + 1] = sum[i] + (good ? static_cast<double>(flux[i]) : 0.0);
    finite[i + 1] = finite[i] + (good ? 1 : 0);
  }
  const std::size_t half = static_cast<std::size_t>(std::max(windowPixels, 1)) / 2;
  Continuum mean(count, kNone);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t low = i > half ? i - half : 0;
    const std::size_t high = std::min(i + half + 1, count);
    if (finite[high] > finite[low]) mean[i] = (sum[high] - sum[low]) / static_cast<double>(finite[high] - finite[low]);
  }
  return mean;
}

Continuum runningQuantile(const WavelengthGrid& grid, std::span<const float> flux, double widthNm, double quantile) {
  // The fluxes in the window stay sorted while it moves. A pixel then costs two searches and insertions or erasures
  // instead of a sort.
  std::vector<float> window;
  Continuum continuum(flux.size(), kNone);
  std::size_t first = 0, end = 0;  // range of pixels in the window
  for (std::size_t i = 0; i < flux.size(); ++i) {
    for (; end < flux.size() && grid[end] <= grid[i] + 0.5 * widthNm; ++end)
      if (std::isfinite(flux[end])) window.insert(std::upper_bound(window.begin(), window.end(), flux[end]), flux[end]);
    for (; grid[first] < grid[i] - 0.5 * widthNm; ++first)
      if (std::isfinite(flux[first])) window.erase(std::lower_bound(window.begin(), window.end(), flux[first]));
    continuum[i] = quantileOfSorted(window, quantile);
  }
  return continuum;
}

Continuum chipMedian(const WavelengthGrid& grid, std::span<const float> flux, std::span<const WavelengthRange> chips) {
  Continuum continuum(flux.size(), kNone);
  for (const WavelengthRange& chip : chips) {
    const auto first = std::lower_bound(grid.nm().begin(), grid.nm().end(), chip.lowNm) - grid.nm().begin();
    const auto end = std::upper_bound(grid.nm().begin(), grid.nm().end(), chip.highNm) - grid.nm().begin();
    if (first >= end) continue;
    std::vector<float> values;
    std::copy_if(flux.begin() + first, flux.begin() + end, std::back_inserter(values),
                 [](float value) { return std::isfinite(value); });
    std::sort(values.begin(), values.end());
    std::fill(continuum.begin() + first, continuum.begin() + end, quantileOfSorted(values, 0.5));
  }
  return continuum;
}

bool divideByContinuum(const Continuum& continuum, std::span<float> flux, std::span<float> fluxError) {
  if (std::none_of(continuum.begin(), continuum.end(), [](double level) { return level > 0.0; })) return false;
  for (std::size_t i = 0; i < flux.size(); ++i) {
    const auto scale = static_cast<float>(continuum[i] > 0.0 ? 1.0 / continuum[i] : kNone);
    flux[i] *= scale;
    if (!fluxError.empty()) fluxError[i] *= scale;
  }
  return true;
}

}  // namespace maury::spectra
