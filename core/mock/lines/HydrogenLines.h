// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Included by LineOpacity.cpp only.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/Constants.h"
#include "mock/Atmosphere.h"
#include "mock/lines/LineOpacity.h"
#include "mock/lines/LineShapes.h"

namespace maury::mock::lines {

/// Lines of hydrogen from its third level, broadened by the electric fields of nearby charges (Stark effect), with
/// wings ∝ Δλ^−2.5, and by the thermal motion of the atoms.
///
/// Widths: the asymptotic constant of Griem (1960, ApJ 132, 883) times the normal field of Holtsmark at an optical
/// depth of 1, where Paschen lines form. A factor of 2.35 makes the wings of (1 + x²)^−1.25 equal to Holtsmark's 1.5
/// β^−2.5. Oscillator strengths: Kramers (Gray 2005, chapter 8), with Gaunt factors of 1.
template <class T>
class Paschen {
public:
  explicit Paschen(const Atmosphere<T>& star) {
    constexpr double kExcitationEv = 12.088;
    for (std::size_t k = 0; k < kLayers; ++k) {
      const auto& layer = star.layers[k];
      m_atoms[k] = layer.neutral[kHydrogen] * power10(T(-kExcitationEv) * layer.theta) *
                   atmosphere::stimulatedEmissionFactor(layer.temperature) / layer.opacity;
    }
    constexpr std::size_t kDeep = 6;
    static_assert(kLogTau[kDeep] == 0.0);
    constexpr double kFieldPerDensity = 1.25e-9;
    const auto& deep = star.layers[kDeep];
    const T logDensity = deep.logPe - log10Of(deep.temperature * T(atmosphere::kBoltzmann));
    m_field = T(kFieldPerDensity) * power10(T(2.0 / 3.0) * logDensity);
    m_temperature = deep.temperature;
  }

  /// Returns the ratio of absorbing atoms to continuum opacity in each layer; times perAtom() it is a line's strength.
  const Column<T>& atoms() const { return m_atoms; }

  /// Returns the width (nm) of the line from level `upper`, whose wavelength is `nm`.
  T widthNm(int upper, double nm) const {
    using std::sqrt;
    constexpr double kThermal = 2.0 * 8.314463e-3 / 1.008;
    const double n = upper, spreadNm = 2.35 * 5.5e-6 * std::pow(kLower * n, 4) / (n * n - kLower * kLower);
    const T field = T(spreadNm) * m_field;
    return sqrt(field * field + m_temperature * T(kThermal * nm * nm / (kSpeedOfLightKmS * kSpeedOfLightKmS)));
  }

  /// Returns the peak opacity per absorbing atom of a line of this width.
  static T perAtom(int upper, double nm, const T& widthNm) {
    constexpr double kDiffuse = 2.3963;       // ∫ (1 + x²)^−1.25 dx
    constexpr double kCrossCm2Hz = 0.026540;  // π e² / (m c)
    const double n = upper, difference = 1.0 / (kLower * kLower) - 1.0 / (n * n);
    const double f = 1.9603 / (difference * difference * difference * 243.0 * n * n * n);
    return T(18.0 * f * kCrossCm2Hz / kDiffuse * nm * nm * 1e-12 / kSpeedOfLightKmS) / widthNm;
  }

private:
  static constexpr double kLower = 3.0;
  Column<T> m_atoms;
  T m_field, m_temperature;  ///< the field in units of kFieldPerDensity
};

/// Adds Paschen 10 to 20 on every fourth pixel.
template <class T, class Wide>
void addHydrogen(const Atmosphere<Wide>& star, double shift, double firstNm, std::vector<Real<T>>& smooth,
                 Shapes<Real<T>>& shapes) {
  constexpr double kRydbergNm = 91.17633;  // vacuum wavelength of the Lyman limit
  constexpr double kTooWeak = 3e-5;
  const std::size_t pixels = smooth.size() / kValuesPerPixel<T>;
  const Paschen<Wide> paschen(star);
  Column<T> atoms, unity;
  unity.fill(T(1.0));
  double largest = 0.0;
  for (std::size_t k = 0; k < kLayers; ++k) {
    largest = std::max(largest, valueOf(paschen.atoms()[k]));
    narrow(paschen.atoms()[k], atoms[k]);
  }
  shapes.resize(pixels);
  std::fill_n(shapes.h0.begin(), pixels, Real<T>(0));
  for (int upper = 10; upper <= 20; ++upper) {
    const double nm = shift * kRydbergNm / (1.0 / 9.0 - 1.0 / (upper * upper));
    const Wide widthNm = paschen.widthNm(upper, nm), perAtom = paschen.perAtom(upper, nm, widthNm);
    if (largest * valueOf(perAtom) < kTooWeak) continue;
    const auto first = static_cast<Real<T>>((firstNm - nm) / valueOf(widthNm));
    const auto step = static_cast<Real<T>>(LineOpacity::kFineStepNm * static_cast<double>(kStride) / valueOf(widthNm));
    const auto height = static_cast<Real<T>>(valueOf(perAtom));
    for (std::size_t i = 0; i < pixels; ++i) {
      const Real<T> u = first + step * static_cast<Real<T>>(static_cast<int>(i)), y = 1 + u * u;
      const Real<T> shape = 1 / (y * std::sqrt(std::sqrt(y)));
      if constexpr (kHasDerivatives<T>) {
        shapes.h1[i] = shape;
        shapes.w1[i] = Real<T>(2.5) * u * u / y * shape;
      } else {
        shapes.h0[i] += height * shape;
      }
    }
    if constexpr (kHasDerivatives<T>) {
      Column<T> strength;
      for (std::size_t k = 0; k < kLayers; ++k)
        strength[k] = atoms[k] * perAtom;
      addWing(factorsOf(strength, unity, widthNm), shapes, 0, pixels, smooth.data());
    }
  }
  // The ratios between layers are the same for all lines, so one pass adds them all.
  if constexpr (!kHasDerivatives<T>) {
    std::swap(shapes.h0, shapes.h1);
    addWing(factorsOf(atoms, unity, T(1.0)), shapes, 0, pixels, smooth.data());
  }
}

}  // namespace maury::mock::lines
