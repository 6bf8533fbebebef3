// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/MeanSpectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Parallel.h"
#include "base/Statistics.h"

namespace maury::survey {

namespace {
constexpr std::size_t kPixelsPerChunk = 256;
}

MeanSpectrum meanSpectrum(const Dataset& dataset, std::span<const std::size_t> stars) {
  const std::size_t pixels = dataset.pixelCount();
  MeanSpectrum result{std::vector<float>(pixels), std::vector<float>(pixels)};
  parallelChunks(pixels, kPixelsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    std::vector<double> sum(end - begin, 0.0), square(end - begin, 0.0);
    std::vector<std::size_t> count(end - begin, 0);
    for (const std::size_t star : stars) {
      const std::span<const float> flux = dataset.fluxOf(star).subspan(begin, end - begin);
      for (std::size_t i = 0; i < flux.size(); ++i) {
        if (std::isnan(flux[i])) continue;
        // Subtract 1, the continuum of a normalised spectrum, to avoid cancellation in the difference of the sums.
        const double value = static_cast<double>(flux[i]) - 1.0;
        sum[i] += value;
        square[i] += value * value;
        ++count[i];
      }
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (count[i] == 0) {
        result.mean[begin + i] = result.spread[begin + i] = std::numeric_limits<float>::quiet_NaN();
        continue;
      }
      const auto n = static_cast<double>(count[i]);
      result.mean[begin + i] = static_cast<float>(1.0 + sum[i] / n);
      result.spread[begin + i] = static_cast<float>(scatterFromSums(n, sum[i], square[i]));
    }
  });
  return result;
}

}  // namespace maury::survey
