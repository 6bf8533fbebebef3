// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/Axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maury::workbench {

std::pair<double, double> paddedRange(const std::vector<double>& values, double margin, bool logarithmic) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double value : values) {
    if (!std::isfinite(value) || (logarithmic && value <= 0.0)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(low <= high)) return logarithmic ? std::pair{0.1, 1.0} : std::pair{0.0, 1.0};
  if (low == high)
    return logarithmic ? std::pair{low / std::sqrt(10.0), low * std::sqrt(10.0)} : std::pair{low - 0.5, low + 0.5};
  if (logarithmic) {
    const double factor = std::pow(high / low, margin);
    return {low / factor, high * factor};
  }
  return {low - margin * (high - low), high + margin * (high - low)};
}

}  // namespace maury::workbench
