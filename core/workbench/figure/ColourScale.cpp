// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/figure/ColourScale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace maury::workbench {

double ColourScale::place(double value) const {
  if (std::isnan(value)) return value;
  double share = 0.0;
  switch (scaling) {
    case Scaling::Linear:
      share = (value - low) / (high - low);
      break;
    case Scaling::Log:
      if (value <= 0.0) return std::numeric_limits<double>::quiet_NaN();
      share = std::log(value / low) / std::log(high / low);
      break;
    case Scaling::Sqrt:
      share = std::sqrt(std::max(0.0, (value - low) / (high - low)));
      break;
    case Scaling::Signed: {
      const double limit = std::max(std::abs(low), std::abs(high));
      share = limit > 0.0 ? 0.5 + 0.5 * value / limit : 0.5;
      break;
    }
  }
  // With low = high the share is not finite: show the value in the top colour.
  return std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 1.0;
}

}  // namespace maury::workbench
