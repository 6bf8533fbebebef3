// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/Axis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "workbench/figure/FigureText.h"

namespace maury::ui {

namespace {

constexpr QChar kMinus(0x2212);

/// Returns the smallest of 1, 2, 2.5 and 5 × 10ⁿ that is at least `rough`. 2.5 × 10ⁿ is used only from 25 upwards,
/// because below it the labels would need one more digit.
double roundStep(double rough) {
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (factor == 2.5 && power < 10.0) continue;
    if (factor * power >= rough * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

/// Returns the next smaller round step: 5 → 2 → 1, 2.5 → 2.
double finerStep(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step) + 1e-9));
  const double mantissa = step / power;
  return power * (mantissa > 2.1 ? 2.0 : mantissa > 1.1 ? 1.0 : 0.5);
}

int minorIntervals(double step) {
  const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
  return std::abs(mantissa - 2.0) < 1e-6 ? 4 : 5;
}

/// Returns every k × step within the range. Multiplying, instead of accumulating, keeps zero exact.
std::vector<double> multiples(double low, double high, double step) {
  std::vector<double> values;
  const double slack = 1e-7 * (high - low);
  for (double k = std::ceil((low - slack) / step); k * step <= high + slack; k += 1.0)
    values.push_back(k * step + 0.0);
  return values;
}

Ticks linearTicks(double low, double high, int maxMajors, double minStep = 0.0) {
  Ticks ticks;
  const double width = high - low;
  double step = std::max(roundStep(width / std::max(1, maxMajors)), minStep);
  // A single number does not show the scale, so use a finer step.
  for (int attempt = 0; attempt < 3 && step > minStep && multiples(low, high, step).size() < 2; ++attempt)
    step = std::max(finerStep(step), minStep);
  ticks.step = step;
  ticks.majors = multiples(low, high, step);
  const double minor = std::max(step / minorIntervals(step), minStep);
  for (const double value : multiples(low, high, minor)) {
    const double k = value / step;
    if (std::abs(k - std::round(k)) > 1e-6) ticks.minors.push_back(value);
  }
  return ticks;
}

Ticks logarithmicTicks(double low, double high, int maxMajors) {
  const double first = std::ceil(std::log10(low) - 1e-9), last = std::floor(std::log10(high) + 1e-9);
  const int decades = static_cast<int>(last - first) + 1;
  if (decades < 2 && std::log10(high / low) < 1.0) {
    Ticks ticks = linearTicks(low, high, maxMajors);
    return ticks;
  }
  Ticks ticks;
  if (decades < 2) {  // a single number does not show the scale, so label 1, 2 and 5
    const double decade = std::pow(10.0, first);
    for (const double power : {decade / 10.0, decade})
      for (int m = 1; m <= 9; ++m) {
        if (m * power < low * (1 - 1e-9) || m * power > high * (1 + 1e-9)) continue;
        (m == 1 || m == 2 || m == 5 ? ticks.majors : ticks.minors).push_back(m * power);
      }
    ticks.step = ticks.majors.front();
    return ticks;
  }
  const int stride = std::max(1, (decades + std::max(1, maxMajors) - 1) / std::max(1, maxMajors));
  for (int k = static_cast<int>(first) - 1; k <= static_cast<int>(last); ++k) {
    const double decade = std::pow(10.0, k);
    if (k >= first) {
      const bool major = (k % stride + stride) % stride == 0;
      (major ? ticks.majors : ticks.minors).push_back(decade);
    }
    if (stride > 1) continue;
    for (int m = 2; m <= 9; ++m)
      if (m * decade >= low && m * decade <= high) ticks.minors.push_back(m * decade);
  }
  return ticks;
}

QString fixedText(double value, int decimals) {
  QString text = QString::number(std::abs(value), 'f', decimals);
  const bool isZero = std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'0' || c == u'.'; });
  if (value < 0.0 && !isZero) text.prepend(kMinus);
  return text;
}

QString powerText(int exponent) {
  QString digits = QString::number(std::abs(exponent));
  if (exponent < 0) digits.prepend(kMinus);
  return QStringLiteral("10^{%1}").arg(digits);
}

}  // namespace

double AxisMap::toPixel(double value) const {
  if (logarithmic) {
    if (!(value > 0.0)) return std::numeric_limits<double>::quiet_NaN();
    return pixelLow + std::log(value / low) / std::log(high / low) * (pixelHigh - pixelLow);
  }
  return pixelLow + (value - low) / (high - low) * (pixelHigh - pixelLow);
}

double AxisMap::toValue(double pixel) const {
  const double fraction = (pixel - pixelLow) / (pixelHigh - pixelLow);
  return logarithmic ? low * std::pow(high / low, fraction) : low + fraction * (high - low);
}

AxisMap mapOf(const Axis& axis, double begin, double end) {
  if (axis.reversed) std::swap(begin, end);
  return {axis.low, axis.high, begin, end, axis.logarithmic};
}

Ticks findTicks(double low, double high, bool logarithmic, int maxMajors, bool wholeNumbers) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low)) return {};
  if (logarithmic && low > 0.0) return logarithmicTicks(low, high, maxMajors);
  return linearTicks(low, high, maxMajors, wholeNumbers ? 1.0 : 0.0);
}

QString tickText(double value, const Ticks& ticks, bool logarithmic) {
  if (value == 0.0)
    return QStringLiteral("0") +
           (ticks.step > 0 && ticks.step < 0.99 && ticks.step >= 1e-4
                ? fixedText(0.0, static_cast<int>(std::ceil(-std::log10(ticks.step) - 1e-6))).mid(1)
                : QString());
  if (logarithmic && ticks.step == 0.0) return powerText(static_cast<int>(std::lround(std::log10(value))));
  double largest = 0.0;
  for (const double major : ticks.majors)
    largest = std::max(largest, std::abs(major));
  if (largest >= 1e6 || (largest > 0.0 && largest < 1e-3)) {
    const int exponent = static_cast<int>(std::floor(std::log10(largest) + 1e-9));
    const double unit = std::pow(10.0, exponent);
    const int decimals =
        ticks.step > 0 ? std::max(0, static_cast<int>(std::ceil(-std::log10(ticks.step / unit) - 1e-6))) : 0;
    return fixedText(value / unit, decimals) + QStringLiteral("×") + powerText(exponent);
  }
  const int decimals = ticks.step > 0 ? std::max(0, static_cast<int>(std::ceil(-std::log10(ticks.step) - 1e-6))) : 0;
  return fixedText(value, decimals);
}

QString numberText(double value, int digits) {
  return QString::fromStdString(workbench::numberText(value, digits));
}

QString signedText(double value, int digits) {
  return QString::fromStdString(workbench::signedText(value, digits));
}

}  // namespace maury::ui
