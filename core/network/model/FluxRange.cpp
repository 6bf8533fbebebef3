// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/FluxRange.h"

#include <cmath>

#include "base/Statistics.h"

namespace maury::network {

float medianFlux(std::span<const float> spectrum, std::span<const std::size_t> pixels, std::vector<float>& scratch) {
  scratch.clear();
  for (const std::size_t pixel : pixels)
    if (std::isfinite(spectrum[pixel])) scratch.push_back(spectrum[pixel]);
  return static_cast<float>(upperMedian(scratch));
}

float levelFactor(const FluxRange& range, std::span<const float> spectrum, std::span<const std::size_t> pixels,
                  std::vector<float>& scratch) {
  if (!(range.level > 0.0F)) return 1.0F;
  if (!range.levelsEach) {
    std::size_t outside = 0;
    for (const std::size_t pixel : pixels)
      outside += std::isfinite(spectrum[pixel]) && !range.contains(spectrum[pixel]) ? 1 : 0;
    if (2 * outside <= pixels.size()) return 1.0F;
  }
  const float own = medianFlux(spectrum, pixels, scratch);
  const float factor = range.level / own;
  return own > 0.0F && std::isfinite(factor) ? factor : 1.0F;
}

}  // namespace maury::network
