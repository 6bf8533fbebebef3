// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace maury::workbench {

/// One axis of a panel. `title` is markup in UTF-8, including the unit: "T_eff (K)", "10^{−2}", "[α/M]".
struct Axis {
  std::string title{};
  double low = 0.0;
  double high = 1.0;
  bool logarithmic = false;  ///< base 10; requires low > 0 (panels correct other values)
  bool reversed = false;     ///< the high end is at the left or bottom, as in a Kiel diagram
  bool ticks = true;         ///< false: frame only, without ticks and tick labels
  bool whole = false;        ///< ticks at whole numbers only, e.g. for epochs

  bool operator==(const Axis&) const = default;
};

/// Returns the range of all finite values, widened at both ends by `margin`, a share of its width. If `logarithmic`,
/// ignores values ≤ 0 and widens in log space. Without any value returns {0, 1}, or {0.1, 1} if logarithmic; around a
/// single value, a range of width 1, or of one decade.
std::pair<double, double> paddedRange(const std::vector<double>& values, double margin = 0.05,
                                      bool logarithmic = false);

}  // namespace maury::workbench
