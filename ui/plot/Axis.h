// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "workbench/figure/Axis.h"

namespace maury::ui {

using workbench::Axis;
using workbench::paddedRange;

/// Mapping between data and pixels along one axis; `low` lies at pixelLow, `high` at pixelHigh.
struct AxisMap {
  double low = 0.0, high = 1.0;
  double pixelLow = 0.0, pixelHigh = 1.0;
  bool logarithmic = false;

  /// Returns NaN for NaN and, on a log axis, for values ≤ 0.
  double toPixel(double value) const;
  double toValue(double pixel) const;
};

/// Returns the mapping of an axis onto the pixels from `begin` to `end` (left to right, or bottom to top).
AxisMap mapOf(const Axis& axis, double begin, double end);

/// Positions of the ticks along an axis, in data units.
struct Ticks {
  std::vector<double> majors;  ///< within [low, high], ascending
  std::vector<double> minors;  ///< within [low, high], without the majors
  /// Distance between majors; the smallest major if they are 1, 2 and 5 times a power of ten; 0 if they are powers of
  /// ten.
  double step = 0.0;
};

/// Returns round ticks for a range; none for an empty range. On a linear axis majors are 1, 2, 2.5 or 5 × 10ⁿ apart, at
/// most `maxMajors` and at least two where the range allows, with 4 or 5 minor intervals between them; `wholeNumbers`
/// restricts ticks to whole numbers. On a log axis majors are powers of ten, thinned to maxMajors, with minors at 2–9.
/// If the range holds only one power of ten, majors are at 1, 2 and 5 times a power of ten; a range shorter than a
/// decade gets the ticks of a linear axis.
Ticks findTicks(double low, double high, bool logarithmic, int maxMajors, bool wholeNumbers = false);

/// Returns the text of a tick: a decimal point in every locale, a true minus sign, no more digits than the step
/// needs. Powers of ten are markup ("10^{−2}"): alone on a log axis, as a factor where the largest major is ≥ 10⁶ or <
/// 10⁻³.
QString tickText(double value, const Ticks& ticks, bool logarithmic);
/// Returns a number with `digits` significant digits for readouts: "854.444", "−0.31".
QString numberText(double value, int digits = 4);
/// Returns the same with a plus sign before positive numbers.
QString signedText(double value, int digits = 4);

}  // namespace maury::ui
