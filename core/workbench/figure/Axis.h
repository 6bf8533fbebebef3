// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace maury::workbench {

/// What one axis of a panel shows. `title` is markup with its unit, UTF-8: "T_eff (K)", "10^{−2}", "[α/M]".
struct Axis {
  std::string title{};
  double low = 0.0;
  double high = 1.0;
  bool logarithmic = false;  ///< base 10; low must then be > 0 (panels repair it)
  bool reversed = false;     ///< high at the left or bottom, as in a Kiel diagram
  bool ticks = true;         ///< false where the axis only counts things: frame without ticks and labels
  bool whole = false;        ///< counts something: ticks at whole numbers only

  bool operator==(const Axis&) const = default;
};

/// Returns the range that holds all finite values, with a margin as a share of the width; positive ones only if
/// `logarithmic`. {0, 1} (or {0.1, 1}) where there is none, and a unit-wide one around a single value.
std::pair<double, double> rangeOf(const std::vector<double>& values, double margin = 0.05, bool logarithmic = false);

}  // namespace maury::workbench
