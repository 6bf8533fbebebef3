// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/MockPhotometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "mock/stars/Evolution.h"

namespace maury::mock {

namespace {

constexpr std::size_t kNodes = 141;
constexpr std::size_t kLanes = 4;  // number of accumulators; kNodes is a multiple plus one
constexpr double kReach = 7.0;     // range of the pseudo-wavelength on either side of the passband's middle
constexpr double kNodeStep = 2.0 * kReach / (kNodes - 1);
constexpr double kPassbandSigma = 1.25;  // makes the second coefficient ±0.5 of the first, as in real spectra

/// Broad absorption feature at the resolution of XP spectra.
struct Feature {
  double nm;
  double sigmaNm;
};
constexpr std::array<Feature, 9> kFeatures = {{{395.0, 12.0},    // Ca II H and K, Balmer jump region
                                               {430.0, 12.0},    // G band, CH
                                               {486.1, 10.0},    // Hβ
                                               {517.0, 12.0},    // Mg b and MgH
                                               {589.0, 10.0},    // Na D
                                               {656.3, 10.0},    // Hα
                                               {710.0, 18.0},    // TiO γ
                                               {770.0, 18.0},    // TiO
                                               {857.0, 14.0}}};  // Ca II triplet

/// Returns the depths of the features, chosen to have the right signs and rough sizes, not fitted to spectra.
std::array<double, kFeatures.size()> featureDepths(const StellarParameters& star) {
  const double cool = std::clamp((6500.0 - star.teff) / 2500.0, 0.0, 1.2);
  const double hot = std::clamp((star.teff - 4800.0) / 2500.0, 0.0, 1.2);
  const double metals = std::pow(10.0, 0.4 * star.mh);
  const double alpha = std::pow(10.0, 0.4 * (star.mh + star.alpham));
  const double titaniumOxide = std::clamp((4200.0 - star.teff) / 700.0, 0.0, 1.0) * alpha;
  return {0.35 * cool * metals,
          0.20 * cool * metals,
          0.10 * hot,
          0.16 * cool * alpha * (1.0 + 0.15 * (star.logg - 2.5)),
          0.08 * cool * metals * (1.0 + 0.10 * (star.logg - 2.5)),
          0.10 * hot,
          0.35 * titaniumOxide,
          0.25 * titaniumOxide,
          0.07 * alpha * (1.0 - 0.08 * (star.logg - 2.5))};
}

/// Returns the orthonormal Hermite functions at x: φₙ₊₁ = √(2/(n+1)) x φₙ − √(n/(n+1)) φₙ₋₁.
std::array<double, kXpCoefficients> hermiteFunctions(double x) {
  std::array<double, kXpCoefficients> functions;
  double previous = 0.0, current = std::pow(std::numbers::pi, -0.25) * std::exp(-0.5 * x * x);
  for (std::size_t n = 0; n < kXpCoefficients; ++n) {
    functions[n] = current;
    const auto order = static_cast<double>(n);
    const double next = std::sqrt(2.0 / (order + 1.0)) * x * current - std::sqrt(order / (order + 1.0)) * previous;
    previous = current;
    current = next;
  }
  return functions;
}

/// Linear dispersion λ = middleNm + nmPerUnit × u, where u is the pseudo-wavelength from the middle of the passband.
struct Dispersion {
  double middleNm, nmPerUnit;
};
constexpr Dispersion kBlue{520.0, 75.0}, kRed{800.0, 90.0};

/// One of the two spectrophotometers: its wavelengths and everything that does not depend on the star.
struct Prism {
  std::array<double, kNodes> nm;
  std::array<double, kNodes> passband;
  std::array<double, kNodes> rayleighJeans;  ///< λ⁻⁴, normalised to 1 in the middle
  std::array<double, kNodes> dust;           ///< −ln of the transmission for A_V = 1 mag
  std::array<std::array<double, kFeatures.size()>, kNodes> features;
  std::array<std::array<float, kNodes>, kXpCoefficients> hermite;  ///< times the integration step

  explicit Prism(const Dispersion& dispersion) {
    for (std::size_t i = 0; i < kNodes; ++i) {
      const double x = -kReach + kNodeStep * static_cast<double>(i);
      nm[i] = std::max(dispersion.middleNm + dispersion.nmPerUnit * x, 100.0);
      dust[i] = 0.921034 * std::pow(nm[i] / 550.0, -1.4);  // ln 10 / 2.5; near Cardelli, Clayton & Mathis (1989) here
      rayleighJeans[i] = std::pow(dispersion.middleNm / nm[i], 4);
      passband[i] = std::exp(-0.5 * x * x / (kPassbandSigma * kPassbandSigma));
      for (std::size_t f = 0; f < kFeatures.size(); ++f)
        features[i][f] = std::exp(-0.5 * std::pow((nm[i] - kFeatures[f].nm) / kFeatures[f].sigmaNm, 2));
      const auto functions = hermiteFunctions(x);
      for (std::size_t n = 0; n < kXpCoefficients; ++n)
        hermite[n][i] = static_cast<float>(functions[n] * kNodeStep);
    }
  }

  /// Returns the photon flux at the nodes, scaled to about 1 in the middle of the passband.
  std::array<float, kNodes> flux(const StellarParameters& star, double extinctionV) const {
    constexpr double kSecondRadiationNmK = 1.438777e7;  // hc/k
    const auto depths = featureDepths(star);
    const double middle = nm[kNodes / 2];
    const double scale = std::expm1(kSecondRadiationNmK / (middle * star.teff));
    std::array<float, kNodes> out;
    for (std::size_t i = 0; i < kNodes; ++i) {
      const double planck = rayleighJeans[i] * scale / std::expm1(kSecondRadiationNmK / (nm[i] * star.teff));
      double absorbed = extinctionV * dust[i];
      for (std::size_t f = 0; f < kFeatures.size(); ++f)
        absorbed += depths[f] * features[i][f];
      out[i] = static_cast<float>(passband[i] * planck * std::exp(-absorbed));
    }
    return out;
  }

  void coefficients(const StellarParameters& star, double extinctionV, std::span<float> out) const {
    const auto spectrum = flux(star, extinctionV);
    for (std::size_t n = 0; n < kXpCoefficients; ++n) {
      std::array<float, kLanes> sums{};
      for (std::size_t i = 0; i + kLanes <= kNodes; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
          sums[lane] += hermite[n][i + lane] * spectrum[i + lane];
      float sum = hermite[n][kNodes - 1] * spectrum[kNodes - 1];
      for (const float part : sums)
        sum += part;
      out[n] = sum;
    }
    const float first = out[0];
    for (auto& coefficient : out)
      coefficient /= first;
  }
};

void addXpNoise(double error, Random& random, std::span<float> out) {
  for (auto& coefficient : out)
    coefficient += static_cast<float>(error * random.gaussian());
  const float first = out[0];
  for (auto& coefficient : out)
    coefficient /= first;
}

const Prism& bluePrism() {
  static const Prism prism(kBlue);
  return prism;
}
const Prism& redPrism() {
  static const Prism prism(kRed);
  return prism;
}

/// Returns BP − RP without dust: an approximate parabola in 5040 K / Teff (0.62 at 6500 K, 0.82 for the Sun, 1.25 at
/// 4750 K, 1.57 at 4250 K, 1.96 at 3800 K), slightly redder for metal-rich stars.
double intrinsicColour(const StellarParameters& star) {
  const double x = 5040.0 / star.teff - 0.873;
  return 0.82 + 2.1 * x + 0.9 * x * x + 0.04 * star.mh;
}

}  // namespace

double drawExtinction(const Place& place, Random& random) {
  constexpr double kMagPerKpc = 0.5, kDustHeightKpc = 0.125;
  const double climb = std::max(std::abs(place.sinB), 1e-3) / kDustHeightKpc;
  const double column = kMagPerKpc * (1.0 - std::exp(-climb * place.distanceKpc)) / climb;
  return std::max(0.0, column * (1.0 + 0.2 * random.gaussian()));
}

Photometry truePhotometry(const StellarParameters& star, double massSolar, double distanceKpc, double extinctionV) {
  // Extinctions relative to A_V: Wang & Chen (2019, ApJ 877, 116).
  constexpr double kG = 0.789, kBp = 1.002, kRp = 0.589;
  const double modulus = 5.0 * std::log10(distanceKpc * 100.0);
  const double intrinsicG = absoluteG(star, massSolar) + modulus;
  const double bpRp = intrinsicColour(star);
  const double gRp = 0.08 + 0.5 * bpRp;
  Photometry out;
  out.g = intrinsicG + kG * extinctionV;
  out.rp = intrinsicG - gRp + kRp * extinctionV;
  out.bp = intrinsicG - gRp + bpRp + kBp * extinctionV;
  out.parallaxMas = 1.0 / distanceKpc;
  out.extinctionV = extinctionV;
  return out;
}

Photometry observe(const Photometry& truth, Random& random) {
  Photometry seen = truth;
  seen.g += kGError * random.gaussian();
  seen.bp += kBpError * random.gaussian();
  seen.rp += kRpError * random.gaussian();
  seen.parallaxMas += kParallaxErrorMas * random.gaussian();
  return seen;
}

std::optional<spectra::CoefficientBasis> xpBasis(const survey::Provenance& survey, std::string_view input) {
  constexpr std::size_t kPoints = 269;          // ten per period of the fastest of the 55 functions
  const double reach = kPassbandSigma * 2.146;  // where the passband has fallen to a tenth
  if (!survey.isMock || (input != kBpInput && input != kRpInput)) return std::nullopt;
  const Dispersion& dispersion = input == kBpInput ? kBlue : kRed;
  spectra::CoefficientBasis basis;
  basis.functions.resize(kXpCoefficients * kPoints);
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double u = reach * (2.0 * static_cast<double>(i) / (kPoints - 1) - 1.0);
    basis.nm.push_back(dispersion.middleNm + dispersion.nmPerUnit * u);
    const auto functions = hermiteFunctions(u);
    for (std::size_t n = 0; n < kXpCoefficients; ++n)
      basis.functions[n * kPoints + i] = functions[n];
  }
  return basis;
}

double xpError(double g) {
  return std::clamp(6e-4 * std::pow(10.0, 0.2 * (g - 13.0)), 3e-4, 1e-3);
}

void trueXpCoefficients(const StellarParameters& star, double extinctionV, std::span<float> bp, std::span<float> rp) {
  bluePrism().coefficients(star, extinctionV, bp);
  redPrism().coefficients(star, extinctionV, rp);
}

void xpCoefficients(const StellarParameters& star, const Photometry& truth, Random& random, std::span<float> bp,
                    std::span<float> rp) {
  trueXpCoefficients(star, truth.extinctionV, bp, rp);
  addXpNoise(xpError(truth.g), random, bp);
  addXpNoise(xpError(truth.g), random, rp);
}

}  // namespace maury::mock
