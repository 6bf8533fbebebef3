// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// For LineOpacity.cpp only.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "base/Constants.h"
#include "mock/Atmosphere.h"
#include "mock/LineOpacity.h"
#include "mock/LineShapes.h"

namespace maury::mock::lines {

/// A hydrogen line's strength and width in each layer. It is broadened by the electric field of the charges around
/// (Stark), with wings as Δλ^−2.5, and by its atoms' motion.
///
/// Widths: the asymptotic constant of Griem (1960, ApJ 132, 883) times Holtsmark's normal field, at an optical depth of
/// 1, where Paschen lines form; times 2.35, so that the wings of (1 + x²)^−1.25 are Holtsmark's 1.5 β^−2.5. Oscillator
/// strengths: Kramers (Gray 2005, chapter 8), Gaunt factor 1.
template <class T>
struct Stark {
  Column<T> strength;
  T widthNm;
  Stark(int upper, double nm, const Atmosphere<T>& star) {
    using std::sqrt;
    constexpr std::size_t kDeep = 6;
    static_assert(kLogTau[kDeep] == 0.0);
    constexpr double kLower = 3.0, kExcitationEv = 12.088, kDiffuse = 2.3963;  // ∫ (1 + x²)^−1.25 dx
    const double n = upper, difference = 1.0 / 9.0 - 1.0 / (n * n);
    const double f = 1.9603 / (difference * difference * difference * 243.0 * n * n * n);
    const double spreadNm = 2.35 * 5.5e-6 * std::pow(kLower * n, 4) / (n * n - kLower * kLower);
    constexpr double kFieldPerDensity = 1.25e-9, kThermal = 2.0 * 8.314463e-3 / 1.008;
    const auto& deep = star.layers[kDeep];
    const T logDensity = deep.logPe - log10Of(deep.temperature * T(atmosphere::kBoltzmann));
    const T field = T(spreadNm * kFieldPerDensity) * power10(T(2.0 / 3.0) * logDensity);
    widthNm = sqrt(field * field + deep.temperature * T(kThermal * nm * nm / (kSpeedOfLightKmS * kSpeedOfLightKmS)));
    constexpr double kCrossCm2Hz = 0.026540;  // π e² / (m c)
    const T perHz = T(nm * nm * 1e-12 / kSpeedOfLightKmS) / widthNm;
    for (std::size_t k = 0; k < kLayers; ++k) {
      const auto& layer = star.layers[k];
      strength[k] = T(18.0 * f * kCrossCm2Hz / kDiffuse) * layer.neutral[kHydrogen] *
                    power10(T(-kExcitationEv) * layer.theta) * atmosphere::unstimulated(layer.temperature) * perHz /
                    layer.opacity;
    }
  }
};

/// Paschen 10 to 20, on every fourth pixel.
template <class T, class Wide>
void addHydrogen(const Atmosphere<Wide>& star, double shift, double firstNm, std::vector<Real<T>>& smooth,
                 Shapes<Real<T>>& shapes) {
  constexpr double kRydbergNm = 91.17633, kTooWeak = 3e-5;  // of hydrogen, vacuum
  const std::size_t pixels = smooth.size() / kWide<T>;
  shapes.resize(pixels);
  Column<T> one;
  one.fill(T(1.0));
  for (int upper = 10; upper <= 20; ++upper) {
    const double nm = shift * kRydbergNm / (1.0 / 9.0 - 1.0 / (upper * upper));
    const Stark<Wide> line(upper, nm, star);
    double strongest = 0.0;
    Column<T> strength;
    for (std::size_t k = 0; k < kLayers; ++k) {
      strongest = std::max(strongest, valueOf(line.strength[k]));
      narrow(line.strength[k], strength[k]);
    }
    if (strongest < kTooWeak) continue;
    T width;
    narrow(line.widthNm, width);
    const auto first = static_cast<Real<T>>((firstNm - nm) / valueOf(line.widthNm));
    const auto step =
        static_cast<Real<T>>(LineOpacity::kFineStepNm * static_cast<double>(kStride) / valueOf(line.widthNm));
    for (std::size_t i = 0; i < pixels; ++i) {
      const Real<T> u = first + step * static_cast<Real<T>>(static_cast<int>(i)), y = 1 + u * u;
      shapes.h1[i] = 1 / (y * std::sqrt(std::sqrt(y)));
      if constexpr (kSlopes<T>) shapes.w1[i] = Real<T>(2.5) * u * u / y * shapes.h1[i];
    }
    addWing(factorsOf(strength, one, width), shapes, 0, pixels, smooth.data());
  }
}

}  // namespace maury::mock::lines
