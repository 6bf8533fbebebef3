// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "mock/Dual.h"
#include "mock/Elements.h"

namespace maury::mock {

/// Constants fitted to the real RVS spectra of Kepler-93 and HD 176650, together with the log gf of the lines
/// (resources/lines/mock.csv). README.md describes the fit and its results.
struct Calibration {
  /// Temperature excess over MARCS, as a fraction of Teff, of the layer at an optical depth of 0.005. It falls to zero
  /// at 1 and at 6e-5, and is the same for all stars. It absorbs departures of metal lines from LTE; the Sun's lines
  /// need a gas hotter than MARCS, too (Holweger & Müller 1974, Sol. Phys. 39, 19). Prior 0 ± 0.015.
  double temperatureExcess = 0.0377;
  double dwarfMicroKmS = 0.869;   ///< microturbulence at 5500 K and logg 4.4. Prior 1 ± 0.1
  double microPerLogg = -0.216;   ///< km/s per dex: 1.2–1.4 km/s in giants. Prior −0.26 ± 0.04
  double pressureFactor = 1.098;  ///< ratio of the line-broadening pressure to the layers' pressure. Prior 1 ± 0.1
  double nitrogen = 0.061;  ///< dex added to [N/M] in CN: giants have dredged up nitrogen at the expense of carbon
  double macroNm = 0.010;   ///< macroturbulence and rotation, 1σ: 3.5 km/s; not fitted
};

inline constexpr std::size_t kLayers = 8;
template <class T>
using Column = std::array<T, kLayers>;  ///< one value per layer, the highest layer first

/// log₁₀ of the continuum's optical depth at 858 nm in each layer. A spectrum from these eight layers agrees within 0.3
/// % (rms) with one from 63 layers and two directions of light.
inline constexpr Column<double> kLogTau = {-4.2, -3.2, -2.3, -1.5, -0.9, -0.4, 0.0, 0.4};
/// T / Teff in each layer: the mean of the MARCS models (Gustafsson et al. 2008, A&A 486, 951) of the Sun and of a
/// giant (4500 K, logg 2.5). Either model deviates by at most 0.01 at optical depths above 0.005, and by at most 0.03
/// higher up.
inline constexpr Column<double> kMarcsRatio = {0.6947, 0.7438, 0.7916, 0.8330, 0.8789, 0.9528, 1.0584, 1.2367};
inline const Column<double>& opticalDepths() {  ///< 10^kLogTau
  static const auto depths = [] {
    Column<double> out;
    for (std::size_t k = 0; k < kLayers; ++k)
      out[k] = std::pow(10.0, kLogTau[k]);
    return out;
  }();
  return depths;
}
inline constexpr std::size_t kLineLayer = 4;  ///< layer whose temperature sets the Doppler widths of lines

/// One layer of a star in cgs units. T is a number or a Dual.
template <class T>
struct Layer {
  T theta;  ///< 5039.8 K / temperature
  T temperature;
  T logPe;                                       ///< log₁₀ of the electron pressure (dyn cm⁻²)
  T opacity;                                     ///< continuum at 858 nm, cm² per hydrogen nucleus
  T hydrogenDensity;                             ///< nuclei cm⁻³
  std::array<T, kElements.size()> neutral, ion;  ///< atoms per hydrogen nucleus, divided by their partition function
  T cn;                                          ///< the same for CN molecules
};

/// The layers in which a star's lines form. They are in hydrostatic equilibrium, and the ionisation of the atoms
/// supplies each layer's electrons. The light at a wavelength is surface + Σ weight e^(−kSlant τ), where τ is the total
/// optical depth down to each layer; it is 1 in the continuum. (This is ∫ S e^(−kSlant τ) kSlant dτ integrated by
/// parts, where S is the Planck function.)
template <class T>
struct Atmosphere {
  Column<Layer<T>> layers;
  T microKmS;
  T surface;
  Column<T> weight;
};

/// 1/cos of the direction that stands for all directions (48°): line depths agree with the flux over all directions
/// within 2 %.
inline constexpr double kSlant = 1.5;

namespace atmosphere {

constexpr double kThetaK = 5039.8;  // log₁₀e · eV/k
constexpr double kBoltzmann = 1.380649e-16;
constexpr double kHelium = 0.085;  // N(He)/N(H), Asplund et al. (2009)

template <class T>
T partition(const Partition& u, const T& logT) {
  return T(u.at5040) * power10(T(u.power) * (logT - T(3.70243)));
}

/// Returns log₁₀ of n₁ Pe / n₀ by the Saha equation (Gray 2005, The Observation and Analysis of Stellar Photospheres,
/// equation 1.20), without the ratio of partition functions.
template <class T>
T logSaha(double ionisationEv, const T& theta, const T& logT) {
  return T(-0.1762) + T(2.5) * logT - T(ionisationEv) * theta;
}

/// Returns 1 − e^(−hν/kT) at 858 nm, the correction of an absorption for stimulated emission.
template <class T>
T stimulatedEmissionFactor(const T& temperature) {
  using std::exp;
  return T(1.0) - exp(T(-1.438777e7 / 858.0) / temperature);
}

/// Returns the Planck function at 858 nm, up to a constant factor.
template <class T>
T planck(const T& temperature) {
  using std::expm1;
  return T(1.0) / expm1(T(1.438777e7 / 858.0) / temperature);
}

/// Properties of a layer's gas that depend only on its temperature; the electron pressure Pe is then solved for.
template <class T>
struct Gas {
  std::array<T, kElements.size()> ionPe;  ///< Pe n₁/n₀
  T perPe, fixed;                         ///< continuum opacity at 858 nm, cm² per neutral H atom: perPe Pe + fixed
};

/// Adds the continuum opacity of H⁻, bound–free and free–free (Gray 2005, equations 8.11–8.13), and of neutral hydrogen
/// (equations 8.8, with Gaunt factors of 1, and 8.18).
template <class T>
void addContinuum(Gas<T>& gas, const T& theta, const T& temperature) {
  constexpr double kAngstrom = 8580.0, kHminusCm2 = 3.99e-17, kIonisationEv = 13.598;
  constexpr double l = 3.933487;  // log₁₀ of kAngstrom
  constexpr double f0 = -2.2763 + l * (-1.6850 + l * (0.76661 - l * 0.0533464));
  constexpr double f1 = 15.2827 + l * (-9.2846 + l * (1.99381 - l * 0.142631));
  constexpr double f2 = -197.789 + l * (190.266 + l * (-67.9775 + l * (10.6913 - l * 0.625151)));
  const T logTheta = log10Of(theta);
  const T bound = T(4.158e-10 * kHminusCm2) * power10(T(2.5) * logTheta + T(0.754) * theta);
  const T free = T(1e-26) * power10(T(f0) + logTheta * (T(f1) + logTheta * T(f2)));
  T levels(0.0);
  for (int n = 4; n <= 6; ++n)
    levels += T(1.0 / (n * n * n)) * power10(T(-kIonisationEv * (1.0 - 1.0 / (n * n))) * theta);
  levels += T(0.4343 / (2.0 * kIonisationEv)) / theta * power10(T(-kIonisationEv * (1.0 - 1.0 / 49.0)) * theta);
  const T stimulated = stimulatedEmissionFactor(temperature);
  gas.perPe = bound * stimulated + free;
  gas.fixed = T(1.0449e-26 * kAngstrom * kAngstrom * kAngstrom) * levels * stimulated;
}

/// Pressure of a layer and its derivative with respect to ln τ.
template <class T>
struct PressureState {
  T pressure, growth;
};

template <class T>
struct Balance {
  T excess;  ///< ln of the electron pressure minus ln of that from the ionised atoms; zero at the solution
  PressureState<T> state;
  T opacity;
};

/// Computes the imbalance at a trial electron pressure. `load` is g × τ × mass per hydrogen nucleus, `above` belongs to
/// the next higher layer, and `lnStep` is the difference in ln τ from it (0 for the top layer).
template <class T>
Balance<T> balance(const Gas<T>& gas, const std::array<T, kElements.size()>& abundance, const T& load,
                   const PressureState<T>& above, double lnStep, const T& lnPe) {
  using std::exp;
  using std::log;
  using std::sqrt;
  const T pe = exp(lnPe);
  T electrons(0.0), neutral(1.0);
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const T share = gas.ionPe[i] / (gas.ionPe[i] + pe);
    electrons += abundance[i] * share;
    if (i == kHydrogen) neutral = T(1.0) - share;
  }
  Balance<T> out;
  out.opacity = neutral * (gas.perPe * pe + gas.fixed);
  out.state.growth = load / out.opacity;
  if (lnStep > 0.0) {  // Simpson's rule; the midpoint is the geometric mean
    out.state.pressure = above.pressure + T(lnStep / 6.0) * (out.state.growth + above.growth) +
                         T(lnStep * 2.0 / 3.0) * sqrt(out.state.growth * above.growth);
  } else {
    out.state.pressure =
        T(1.5) * out.state.growth;  // integral for an opacity proportional to the square root of the pressure
  }
  out.excess = lnPe - log(out.state.pressure * electrons / (electrons + T(1.0 + kHelium)));
  return out;
}

/// Solves for ln Pe by Newton's method from `lnPe`, then takes one more step that carries the derivatives (implicit
/// function theorem).
template <class T>
T solveLnPe(const Gas<T>& gas, const std::array<T, kElements.size()>& abundance, const T& load,
            const PressureState<T>& above, double lnStep, double lnPe) {
  using One = Dual<1>;
  Gas<One> plain;
  std::array<One, kElements.size()> plainAbundance;
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    plain.ionPe[i] = valueOf(gas.ionPe[i]);
    plainAbundance[i] = valueOf(abundance[i]);
  }
  plain.perPe = valueOf(gas.perPe);
  plain.fixed = valueOf(gas.fixed);
  const PressureState<One> plainAbove{valueOf(above.pressure), valueOf(above.growth)};
  double slope = 1.0;
  for (int step = 0; step < 60; ++step) {
    const auto f =
        balance(plain, plainAbundance, One(valueOf(load)), plainAbove, lnStep, One::variable(lnPe, 0)).excess;
    slope = f.slope[0];
    const double change = f.value / slope;
    lnPe -= change > 2.0 ? 2.0 : change < -2.0 ? -2.0 : change;
    if (std::abs(change) < 1e-9) break;
  }
  return T(lnPe) - balance(gas, abundance, load, above, lnStep, T(lnPe)).excess * T(1.0 / slope);
}

/// Returns log₁₀ of p₁ p₂ / p₁₂ (dyn cm⁻²) of a diatomic molecule. `uRatio` is the ratio of the partition functions;
/// `mass` is the reduced mass in atomic mass units.
template <class T>
T logDissociation(double mass, double dissociationEv, const T& uRatio, const T& theta, const T& logT) {
  constexpr double kConstant = 4.41408;  // log₁₀ of (2π u k / h²)^1.5 k, cgs
  return T(kConstant + 1.5 * std::log10(mass)) + T(2.5) * logT + log10Of(uRatio) - T(dissociationEv) * theta;
}

/// Returns the CN molecules per hydrogen nucleus divided by their partition function. Carbon forms CO first. Partition
/// functions: Sauval & Tatum (1984, ApJS 56, 193); dissociation energies 11.092 (CO) and 7.76 eV (CN).
template <class T>
T cnPerHydrogen(const Layer<T>& layer, const std::array<T, kElements.size()>& abundance, double nitrogen,
                const T& logT) {
  using std::sqrt;
  const T x = log10Of(layer.theta);
  const auto u = [&](std::size_t i) { return partition(kElements[i].neutralU, logT); };
  const T uCo = power10(T(3.6076) + x * (T(-1.7608) + x * T(0.4172)));
  const T uCn = power10(T(4.0078) + x * (T(-2.1514) + x * (T(0.9226) - x * T(0.1671))));
  const T co = power10(logDissociation(6.860, 11.092, u(kCarbon) * u(kOxygen) / uCo, layer.theta, logT));
  const T cn = power10(logDissociation(6.467, 7.76, u(kCarbon) * u(kNitrogen) / uCn, layer.theta, logT));
  const T pressure = layer.hydrogenDensity * layer.temperature * T(kBoltzmann);
  const T carbon = abundance[kCarbon] * pressure, oxygen = abundance[kOxygen] * pressure, sum = carbon + oxygen + co;
  const T bound = T(2.0) * carbon * oxygen / (sum + sqrt(sum * sum - T(4.0) * carbon * oxygen));
  const T free = carbon - bound;
  return abundance[kNitrogen] * T(std::pow(10.0, nitrogen)) * free / (cn + free) / uCn;
}

/// Fills in the fields that follow from temperature, electron pressure and hydrogen density.
template <class T>
void populate(Layer<T>& layer, const Gas<T>& gas, const std::array<T, kElements.size()>& abundance, double nitrogen,
              const T& logT) {
  const T pe = power10(layer.logPe);
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const auto& e = kElements[i];
    const T ratio = gas.ionPe[i] / pe, ionU = partition(e.ionU, logT);
    T second(0.0);
    if (e.secondEv > 0.0) second = ratio * power10(logSaha(e.secondEv, layer.theta, logT)) / (ionU * pe);
    const T atoms = abundance[i] / (T(1.0) + ratio + second);
    layer.neutral[i] = atoms / partition(e.neutralU, logT);
    layer.ion[i] = atoms * ratio / ionU;
  }
  layer.cn = cnPerHydrogen(layer, abundance, nitrogen, logT);
}

}  // namespace atmosphere

/// Returns N(X)/N(H) for labels in the order of MockLabel, which are numbers or dual variables.
template <class T>
std::array<T, kElements.size()> abundancesOf(const std::array<T, kMockLabels>& labels) {
  const auto value = [&](MockLabel label) { return labels[static_cast<std::size_t>(label)]; };
  std::array<T, kElements.size()> out;
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const auto& e = kElements[i];
    T logN = T(e.solar - 12.0);
    if (i != kHydrogen) logN += value(MockLabel::Mh);
    if (e.alpha) logN += value(MockLabel::Alpham);
    if (e.label != kNoLabel) logN += labels[static_cast<std::size_t>(e.label)];
    out[i] = power10(logN);
  }
  return out;
}

/// Computes the weight of each layer's light from the layers' temperatures.
template <class T>
void computeLightWeights(Atmosphere<T>& out) {
  Column<T> source;
  for (std::size_t k = 0; k < kLayers; ++k)
    source[k] = atmosphere::planck(out.layers[k].temperature);
  T continuum = source[0];
  for (std::size_t k = 0; k < kLayers; ++k) {
    out.weight[k] = T(0.5) * (source[std::min(k + 1, kLayers - 1)] - source[k == 0 ? 0 : k - 1]);
    continuum += out.weight[k] * T(std::exp(-kSlant * opticalDepths()[k]));
  }
  out.surface = source[0] / continuum;
  for (auto& weight : out.weight)
    weight = weight / continuum;
}

/// Solves the atmosphere of a star from its labels, layer by layer from the top.
template <class T>
Atmosphere<T> atmosphereOf(const std::array<T, kMockLabels>& labels, const Calibration& c) {
  constexpr double kMassPerH = 1.40 * 1.6735e-24;  // g
  const T teff = labels[0], logg = labels[1], gravity = power10(logg);
  const auto abundance = abundancesOf(labels);
  Atmosphere<T> out;
  atmosphere::PressureState<T> above{T(0.0), T(0.0)};
  double lnPe = -5.0;
  for (std::size_t k = 0; k < kLayers; ++k) {
    auto& layer = out.layers[k];
    const double middle = std::max(0.0, std::min(-kLogTau[k] / 2.3, (kLogTau[k] + 4.2) / 1.9));
    layer.temperature = T(kMarcsRatio[k] + c.temperatureExcess * middle) * teff;
    layer.theta = T(atmosphere::kThetaK) / layer.temperature;
    const T logT = log10Of(layer.temperature);
    atmosphere::Gas<T> gas;
    for (std::size_t i = 0; i < kElements.size(); ++i) {
      const auto& e = kElements[i];
      gas.ionPe[i] = power10(atmosphere::logSaha(e.ionisationEv, layer.theta, logT)) *
                     atmosphere::partition(e.ionU, logT) / atmosphere::partition(e.neutralU, logT);
    }
    atmosphere::addContinuum(gas, layer.theta, layer.temperature);
    const T load = gravity * T(opticalDepths()[k] * kMassPerH);
    const double lnStep = k == 0 ? 0.0 : (kLogTau[k] - kLogTau[k - 1]) * 2.302585092994046;
    const T solved = atmosphere::solveLnPe(gas, abundance, load, above, lnStep, lnPe);
    const auto solution = atmosphere::balance(gas, abundance, load, above, lnStep, solved);
    above = solution.state;
    lnPe = valueOf(solved) + 1.2;  // first guess for the next layer
    layer.logPe = solved * T(0.4342944819032518);
    layer.opacity = solution.opacity;
    layer.hydrogenDensity =
        solution.state.pressure / (layer.temperature * T(atmosphere::kBoltzmann * (1.0 + atmosphere::kHelium)));
    atmosphere::populate(layer, gas, abundance, c.nitrogen, logT);
  }
  out.microKmS = T(c.dwarfMicroKmS) + T(c.microPerLogg) * (logg - T(4.4)) + T(1.6e-4) * (teff - T(5500.0));
  computeLightWeights(out);
  return out;
}

}  // namespace maury::mock
