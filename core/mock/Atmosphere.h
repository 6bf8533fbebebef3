// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>

#include "mock/Dual.h"
#include "mock/Elements.h"

namespace maury::mock {

/// What was fitted to the real RVS spectra of Kepler-93 and HD 176650 together with the lines' log gf
/// (resources/lines/mock.csv); see MockSpectrum.h.
struct Calibration {
  double lineT = 0.9519;          ///< temperature where lines form / Teff
  double surfaceT = 0.8828;       ///< temperature that the core of a saturated line shows / Teff
  double lineTau = 1.3626;        ///< continuum optical depth of the layer where lines form
  double dwarfMicroKmS = 0.9654;  ///< microturbulence at 5500 K, logg 4.4
  double microPerLogg = -0.0615;  ///< km/s a dex
  double coreDeepening = 0.3636;  ///< of the cores of the strongest lines (they form higher than surfaceT), logg 3
  double coreDeepeningPerLogg = -0.0302;
  double logCoreStrength = 1.4717;  ///< log₁₀ of the line opacity at which half of that is reached
  double pressureFactor = 0.608;    ///< of the pressure that broadens wings to that of the layer
  double macroNm = 0.002;           ///< macroturbulence and rotation, 1σ
};

/// The layer in which the lines of a star form: one temperature and pressure, in hydrostatic equilibrium and with as
/// many electrons as its atoms give. cgs units; T is a number or a Dual.
template <class T>
struct Layer {
  std::array<T, kElements.size()> abundance;  ///< N(X)/N(H)
  T theta;                                    ///< 5039.8 K / temperature
  T temperature;
  T logPe;            ///< log₁₀ of the electron pressure (dyn cm⁻²)
  T opacity;          ///< continuum at 858 nm, cm² a hydrogen nucleus
  T hydrogenDensity;  ///< nuclei cm⁻³
  T microKmS;
  T saturation;     ///< depth of a saturated line
  T coreDeepening;  ///< more than that in the strongest ones
};

namespace atmosphere {

constexpr double kThetaK = 5039.8;  // log₁₀e · eV/k

/// log₁₀ n₁ Pe / n₀: Saha (Gray 2005, The Observation and Analysis of Stellar Photospheres, equation 1.20).
template <class T>
T logSaha(double ionisationEv, double uRatio, const T& theta, const T& logT) {
  return T(-0.1762 + std::log10(uRatio)) + T(2.5) * logT - T(ionisationEv) * theta;
}

template <class T>
T ionisedShare(const Element& e, const T& theta, const T& logT, const T& logPe) {
  const T ratio = power10(logSaha(e.ionisationEv, e.ionU / e.neutralU, theta, logT) - logPe);
  return ratio / (T(1.0) + ratio);
}

/// Continuum opacity at 858 nm (cm² a neutral H atom): H⁻ bound–free and free–free (Gray 2005, equations 8.11–8.13) and
/// neutral hydrogen (8.8, with Gaunt factors 1).
template <class T>
T continuum(const T& theta, const T& logPe) {
  constexpr double kAngstrom = 8580.0, kHminusCm2 = 3.99e-17, kIonisationEv = 13.598;
  constexpr double l = 3.933487;  // log₁₀ of kAngstrom
  constexpr double f0 = -2.2763 + l * (-1.6850 + l * (0.76661 - l * 0.0533464));
  constexpr double f1 = 15.2827 + l * (-9.2846 + l * (1.99381 - l * 0.142631));
  constexpr double f2 = -197.789 + l * (190.266 + l * (-67.9775 + l * (10.6913 - l * 0.625151)));
  const T logTheta = log10Of(theta);
  const T bound = T(4.158e-10 * kHminusCm2) * power10(logPe + T(2.5) * logTheta + T(0.754) * theta);
  const T free = T(1e-26) * power10(logPe + T(f0) + logTheta * (T(f1) + logTheta * T(f2)));
  T levels(0.0);
  for (int n = 4; n <= 6; ++n)
    levels += T(1.0 / (n * n * n)) * power10(T(-kIonisationEv * (1.0 - 1.0 / (n * n))) * theta);
  levels += T(0.4343 / (2.0 * kIonisationEv)) / theta * power10(T(-kIonisationEv * (1.0 - 1.0 / 49.0)) * theta);
  return bound + free + T(1.0449e-26 * kAngstrom * kAngstrom * kAngstrom) * levels;
}

/// Zero where the layer holds: ln of the electron pressure less that which its atoms give at the pressure of its
/// depth.
template <class T>
T imbalance(const Layer<T>& layer, const T& logg, double tau, const T& logPe) {
  constexpr double kMassPerH = 1.40 * 1.6735e-24, kHelium = 0.085;  // g; N(He)/N(H), Asplund et al. (2009)
  const T logT = log10Of(layer.temperature);
  T electrons(0.0);
  T neutral(1.0);
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const T share = ionisedShare(kElements[i], layer.theta, logT, logPe);
    electrons += layer.abundance[i] * share;
    if (i == kHydrogen) neutral = T(1.0) - share;
  }
  const T pressure = power10(logg) * T(tau * kMassPerH) / (neutral * continuum(layer.theta, logPe));
  using std::log;
  return logPe * T(2.302585092994046) - log(pressure * electrons / (electrons + T(1.0 + kHelium)));
}

/// Newton's method, then one more step that carries the derivatives (the implicit function theorem).
template <class T>
T solveLogPe(const Layer<T>& layer, const T& logg, double tau) {
  Layer<Dual<1>> plain;
  plain.theta = valueOf(layer.theta);
  plain.temperature = valueOf(layer.temperature);
  for (std::size_t i = 0; i < kElements.size(); ++i)
    plain.abundance[i] = valueOf(layer.abundance[i]);
  double x = 1.0, slope = 1.0;
  for (int step = 0; step < 60; ++step) {
    const auto f = imbalance(plain, Dual<1>(valueOf(logg)), tau, Dual<1>::variable(x, 0));
    slope = f.slope[0];
    const double change = f.value / slope;
    x -= change > 1.0 ? 1.0 : change < -1.0 ? -1.0 : change;
    if (std::abs(change) < 1e-12) break;
  }
  return T(x) - imbalance(layer, logg, tau, T(x)) * T(1.0 / slope);
}

/// Planck's function at 858 nm, but for a constant.
template <class T>
T planck(const T& temperature) {
  using std::expm1;
  return T(1.0) / expm1(T(1.438777e7 / 858.0) / temperature);
}

}  // namespace atmosphere

/// The layer of a star whose labels are numbers or dual variables, in MockLabel's order.
template <class T>
Layer<T> layerOf(const std::array<T, kMockLabels>& labels, const Calibration& c) {
  const auto at = [&](MockLabel label) { return labels[static_cast<std::size_t>(label)]; };
  Layer<T> out;
  const T teff = at(MockLabel::Teff), logg = at(MockLabel::Logg);
  out.temperature = T(c.lineT) * teff;
  out.theta = T(atmosphere::kThetaK) / out.temperature;
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const auto& e = kElements[i];
    T logN = T(e.solar - 12.0);
    if (i != kHydrogen) logN += at(MockLabel::Mh);
    if (e.alpha) logN += at(MockLabel::Alpham);
    if (e.label != kNoLabel) logN += labels[static_cast<std::size_t>(e.label)];
    out.abundance[i] = power10(logN);
  }
  out.logPe = atmosphere::solveLogPe(out, logg, c.lineTau);
  const T logT = log10Of(out.temperature);
  const T neutral = T(1.0) - atmosphere::ionisedShare(kElements[kHydrogen], out.theta, logT, out.logPe);
  out.opacity = neutral * atmosphere::continuum(out.theta, out.logPe);
  constexpr double kMassPerH = 1.40 * 1.6735e-24, kBoltzmann = 1.380649e-16;
  out.hydrogenDensity = power10(logg) * T(c.lineTau * kMassPerH / kBoltzmann / 1.085) / (out.opacity * out.temperature);
  out.microKmS = T(c.dwarfMicroKmS) + T(c.microPerLogg) * (logg - T(4.4)) + T(1.6e-4) * (teff - T(5500.0));
  out.saturation = T(1.0) - atmosphere::planck(T(c.surfaceT) * teff) / atmosphere::planck(teff);
  out.coreDeepening = T(c.coreDeepening) + T(c.coreDeepeningPerLogg) * (logg - T(3.0));
  return out;
}

}  // namespace maury::mock
