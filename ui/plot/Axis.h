// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "workbench/figure/Axis.h"

namespace maury::ui {

using workbench::Axis;
using workbench::rangeOf;

/// Map from data to pixels along one axis. pixelLow is where `low` lies.
struct AxisMap {
  double low = 0.0, high = 1.0;
  double pixelLow = 0.0, pixelHigh = 1.0;
  bool logarithmic = false;

  /// NaN for NaN, and for values ≤ 0 on a log axis.
  double toPixel(double value) const;
  double toValue(double pixel) const;
};

/// Returns the map of an axis onto pixels from `begin` to `end` (left to right, or bottom to top).
AxisMap mapOf(const Axis& axis, double begin, double end);

struct Ticks {
  std::vector<double> majors;  ///< within [low, high], ascending
  std::vector<double> minors;  ///< those that are not majors
  double step = 0.0;           ///< between majors; the smallest major at 1-2-5; 0 on a log axis that shows decades
};

/// Round majors (1, 2, 2.5 or 5 × 10ⁿ apart), at most `mostMajors` and at least two where the range allows; 4 or 5
/// minor intervals between them. On a log axis decades, thinned to mostMajors, with minors at 2–9; where
/// only one decade lies within, majors at 1, 2 and 5 times a power of ten; less than one falls back to a linear axis's.
/// `whole`: at whole numbers only, on a linear axis.
Ticks findTicks(double low, double high, bool logarithmic, int mostMajors, bool whole = false);

/// The number as figures write it: point, real minus sign, no more digits than the step needs; 10ⁿ as markup "10^{−2}"
/// on a decade of a log axis or beyond 10⁵ and below 10⁻⁴. Never the locale's comma.
QString tickText(double value, const Ticks& ticks, bool logarithmic);
/// A number of `digits` significant digits for readouts: "854.444", "−0.31".
QString numberText(double value, int digits = 4);
/// The same with a plus before what is above 0.
QString signedText(double value, int digits = 4);

}  // namespace maury::ui
