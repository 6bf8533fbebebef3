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

void MeanSpectrumSum::add(const Dataset& block, std::span<const std::size_t> stars) {
  const std::size_t pixels = block.pixelCount();
  m_sum.resize(pixels);
  m_square.resize(pixels);
  m_count.resize(pixels);
  parallelChunks(pixels, kPixelsPerChunk, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (const std::size_t star : stars) {
      const std::span<const float> flux = block.fluxOf(star);
      for (std::size_t i = begin; i < end; ++i) {
        if (std::isnan(flux[i])) continue;
        // Subtract 1, the continuum of a normalised spectrum, to avoid cancellation in the difference of the sums.
        const double value = static_cast<double>(flux[i]) - 1.0;
        m_sum[i] += value;
        m_square[i] += value * value;
        ++m_count[i];
      }
    }
  });
}

MeanSpectrum MeanSpectrumSum::mean() const {
  constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
  MeanSpectrum result{std::vector<float>(m_sum.size(), kNoData), std::vector<float>(m_sum.size(), kNoData)};
  for (std::size_t i = 0; i < m_sum.size(); ++i) {
    if (m_count[i] == 0) continue;
    const auto n = static_cast<double>(m_count[i]);
    result.mean[i] = static_cast<float>(1.0 + m_sum[i] / n);
    result.spread[i] = static_cast<float>(scatterFromSums(n, m_sum[i], m_square[i]));
  }
  return result;
}

MeanSpectrum meanSpectrum(const Dataset& dataset, std::span<const std::size_t> stars) {
  MeanSpectrumSum sum;
  sum.add(dataset, stars);
  return sum.mean();
}

}  // namespace maury::survey
