// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSpectrum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "spectra/LineList.h"

namespace maury::mock {

namespace {

constexpr std::size_t kPixels = 800;
constexpr double kFirstNm = 846.015;
constexpr double kStepNm = 0.03;
constexpr std::size_t kFinePerPixel = 3;
constexpr double kFineStepNm = kStepNm / kFinePerPixel;
constexpr std::size_t kMargin = 15;  // fine pixels beyond either end, for the line-spread function
constexpr std::size_t kFinePixels = kPixels * kFinePerPixel + 2 * kMargin;

// Widths (nm). The RVS has R = 11 500 (Cropper et al. 2018, A&A 616, A5); 0.011 nm is 4 km/s of macroturbulence,
// rotation and the spread of radial velocities. The core widths and saturation depths are those with which HD 176650
// and Kepler-93 are both fitted to 0.019 and 0.013 rms when each line group of each star may have its own strength.
const double kLsfSigmaNm = std::hypot(858.0 / 11500.0 / 2.3548, 0.011);
constexpr double kMetalCoreNm = 0.0145;
constexpr double kCalciumCoreNm = 0.020;
constexpr double kMetalSaturation = 0.65;

// From a fit of both stars: log τ of the 854.4 nm line in HD 176650. Its damping, in units of the core width, is a
// radiative part and a van der Waals part that goes with the gas pressure; the two follow from the fitted 0.062
// (giant), 0.243 (dwarf).
constexpr double kCalciumLogTau = 3.14;
constexpr double kRadiativeDamping = 0.0563;
constexpr double kPressureDamping = 0.0058;
// Relative gf of the triplet: log gf −1.318, −0.36, −0.622 (Meléndez, Bautista & Badnell 2007, A&A 469, 1203).
constexpr std::array<double, 3> kTripletStrength = {0.110, 1.0, 0.547};

/// What sets how a species' lines follow temperature, pressure and abundance.
struct Species {
  std::string_view name;
  double ionisationEv;  ///< of the neutral atom (NIST)
  double excitationEv;  ///< typical lower level of its lines here; of strong Fe I, 1 eV more, fitted to Kepler-93
  bool ion;
  enum class Abundance { Metals, Alpha, Iron } abundance;
};
constexpr std::array<Species, 10> kSpecies = {{{"Fe I", 7.90, 4.4, false, Species::Abundance::Iron},
                                               {"Fe I strong", 7.90, 3.7, false, Species::Abundance::Iron},
                                               {"Si I", 8.15, 6.0, false, Species::Abundance::Alpha},
                                               {"Ti I", 6.83, 1.5, false, Species::Abundance::Alpha},
                                               {"Mg I", 7.65, 5.9, false, Species::Abundance::Alpha},
                                               {"Ca I", 6.11, 4.4, false, Species::Abundance::Alpha},
                                               {"Ni I", 7.64, 3.8, false, Species::Abundance::Metals},
                                               {"Cr I", 6.77, 2.8, false, Species::Abundance::Metals},
                                               {"Co I", 7.88, 3.5, false, Species::Abundance::Metals},
                                               {"Ca II", 6.11, 1.70, true, Species::Abundance::Alpha}}};
constexpr std::size_t kCalciumIon = 9;
constexpr double kStrongIronDepth = 0.095;  // the multiplets of 2.2–3.0 eV reach this in the reference star

/// log₁₀ of the electron pressure (dyn cm⁻²) where lines form: about 16 in the Sun, ∝ g^0.35, metals give the electrons
/// (Gray, The Observation and Analysis of Stellar Photospheres, chapter 9).
double logElectronPressure(const StellarParameters& star) {
  return 1.2 + 0.35 * (star.logg - 4.44) + 0.33 * star.mh + 6e-4 * (star.teff - 5772.0);
}

/// log₁₀ n₁/n₀ by the Saha equation, for equal partition functions but for a factor 2.
double logIonRatio(double ionisationEv, double theta, double logTeff, double logPe) {
  return -0.1761 + 0.3 + 2.5 * logTeff - theta * ionisationEv - logPe;
}

double abundance(const Species& species, const StellarParameters& star) {
  switch (species.abundance) {
    case Species::Abundance::Alpha:
      return star.mh + star.alpham;
    case Species::Abundance::Iron:
      return star.feh;
    case Species::Abundance::Metals:
      break;
  }
  return star.mh;
}

/// log₁₀ of line over H⁻ opacity, up to a constant of the line.
double logStrength(const Species& species, const StellarParameters& star) {
  constexpr double kCalciumSecondIonisationEv = 11.87;
  const double theta = 5039.8 / star.teff;
  const double logTeff = std::log10(star.teff);
  const double logPe = logElectronPressure(star);
  const double logRatio = logIonRatio(species.ionisationEv, theta, logTeff, logPe);
  double population = -std::log10(1.0 + std::pow(10.0, logRatio));
  if (species.ion) {
    const double logSecond = logIonRatio(kCalciumSecondIonisationEv, theta, logTeff, logPe);
    population += logRatio - std::log10(1.0 + std::pow(10.0, logSecond));
  }
  const double logHydrogenMinus = logPe + 0.754 * theta - 2.5 * logTeff;
  return abundance(species, star) + population - theta * species.excitationEv - logHydrogenMinus;
}

double fineNm(std::size_t i) {
  return kFirstNm - kFineStepNm + (static_cast<double>(i) - static_cast<double>(kMargin)) * kFineStepNm;
}

/// What is left of the light behind an optical depth.
inline float minnaert(float tau, float saturation) {
  return 1.0F - tau * saturation / (tau + saturation);
}

/// Line-spread function convolved with the three fine pixels of an RVS pixel: weights from fine pixel 3p onwards,
/// sum 1.
std::vector<float> makeResponse() {
  std::vector<float> weights(2 * kMargin + kFinePerPixel);
  double sum = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    double weight = 0.0;
    for (std::size_t fine = 0; fine < kFinePerPixel; ++fine) {
      const double x = (static_cast<double>(k) - static_cast<double>(kMargin + fine)) * kFineStepNm / kLsfSigmaNm;
      weight += std::exp(-0.5 * x * x);
    }
    weights[k] = static_cast<float>(weight);
    sum += weight;
  }
  for (auto& weight : weights)
    weight = static_cast<float>(weight / sum);
  return weights;
}

/// Observed central depth of a lone metal line of a given log τ: the curve of growth, as depth.
double observedDepth(double logTau, std::span<const float> response) {
  double depth = 0.0;
  const double centre = 0.5 * static_cast<double>(response.size() - 1);
  for (std::size_t k = 0; k < response.size(); ++k) {
    const double x = (static_cast<double>(k) - centre) * kFineStepNm / kMetalCoreNm;
    const auto tau = static_cast<float>(std::pow(10.0, logTau) * std::exp(-x * x));
    depth += response[k] * (1.0 - minnaert(tau, static_cast<float>(kMetalSaturation)));
  }
  return depth;
}

double logTauOfDepth(double depth, std::span<const float> response) {
  double low = -4.0, high = 6.0;
  for (int step = 0; step < 40; ++step) {
    const double middle = 0.5 * (low + high);
    (observedDepth(middle, response) < depth ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

int speciesIndex(const spectra::SpectralLine& line) {
  for (std::size_t i = 0; i < kSpecies.size(); ++i) {
    if (kSpecies[i].name != line.species || kSpecies[i].ion) continue;
    const bool strongIron = line.species == "Fe I" && line.depth > kStrongIronDepth;
    return static_cast<int>(strongIron ? i + 1 : i);
  }
  return -1;
}

}  // namespace

const spectra::WavelengthGrid& rvsGrid() {
  static const auto grid = spectra::WavelengthGrid::linear(kFirstNm, kStepNm, kPixels);
  return grid;
}

StellarParameters SpectrumModel::reference() {
  // No published labels were at hand. Those of a cool, slightly metal-poor clump giant bring the ratios of the line
  // strengths to Kepler-93's nearest to what Saha and Boltzmann give for Ca II, Fe, Si and Ti together.
  return {4500.0, 2.2, -0.25, 0.0, -0.25};
}

SpectrumModel::SpectrumModel() : m_paschen(kFinePixels), m_response(makeResponse()) {
  for (auto& group : m_calcium)
    group = {std::vector<float>(kFinePixels), std::vector<float>(kFinePixels)};
  std::size_t tripletLine = 0;
  double paschenUpperLevel = 17.0;  // the list goes from Paschen 17 to 13 with wavelength
  for (const auto& line : spectra::rvsLines()) {
    if (line.species == "Ca II" && tripletLine < kTripletStrength.size()) {
      const double strength = kTripletStrength[tripletLine];
      auto& group = m_calcium[tripletLine++ == 0 ? 0 : 1];
      for (std::size_t i = 0; i < kFinePixels; ++i) {
        const double x = (fineNm(i) - line.vacuumNm) / kCalciumCoreNm;
        group.core[i] += static_cast<float>(strength * std::exp(-x * x));
        group.wing[i] += static_cast<float>(strength * std::numbers::inv_sqrtpi / (1.0 + x * x));
      }
    } else if (line.species == "H I") {
      constexpr double kPaschenWidthNm = 0.45;  // Stark wings, as a Lorentz profile
      const double strength = std::pow(13.0 / paschenUpperLevel, 3.0);
      paschenUpperLevel -= 1.0;
      for (std::size_t i = 0; i < kFinePixels; ++i) {
        const double x = (fineNm(i) - line.vacuumNm) / kPaschenWidthNm;
        m_paschen[i] += static_cast<float>(strength / (1.0 + x * x));
      }
    } else if (const int species = speciesIndex(line); species >= 0) {
      Line metal{species, logTauOfDepth(line.depth, m_response), 0, {}};
      constexpr double kReach = 4.0;  // core widths; e^−16 of the centre
      for (std::size_t i = 0; i < kFinePixels; ++i) {
        const double x = (fineNm(i) - line.vacuumNm) / kMetalCoreNm;
        if (std::abs(x) > kReach) continue;
        if (metal.profile.empty()) metal.firstPixel = i;
        metal.profile.push_back(static_cast<float>(std::exp(-x * x)));
      }
      m_lines.push_back(std::move(metal));
    }
  }
}

void SpectrumModel::compute(const StellarParameters& star, std::span<float> flux) const {
  const auto zero = reference();
  std::array<double, kSpecies.size()> shift;
  for (std::size_t i = 0; i < kSpecies.size(); ++i)
    shift[i] = logStrength(kSpecies[i], star) - logStrength(kSpecies[i], zero);

  std::array<float, kFinePixels> metals{};
  for (const auto& line : m_lines) {
    const auto tau = static_cast<float>(std::pow(10.0, line.logTau + shift[static_cast<std::size_t>(line.species)]));
    for (std::size_t k = 0; k < line.profile.size(); ++k)
      metals[line.firstPixel + k] += tau * line.profile[k];
  }

  // Gas pressure ∝ g^(2/3) and falls with the metals' electrons (Gray, chapter 9).
  const double logPressure = 2.0 / 3.0 * (star.logg - zero.logg) - (star.mh - zero.mh) / 3.0;
  const double damping = kRadiativeDamping + kPressureDamping * std::pow(10.0, logPressure);
  const auto calcium = static_cast<float>(std::pow(10.0, kCalciumLogTau + shift[kCalciumIon]));
  const auto wing = static_cast<float>(calcium * damping);
  // The cores form high, where giants are cooler against their continuum, and higher the stronger the line.
  const double saturation = std::clamp(0.63 - 0.044 * (star.logg - zero.logg), 0.45, 0.72);
  const auto weakSaturation = static_cast<float>(saturation), strongSaturation = static_cast<float>(saturation + 0.11);
  // Hydrogen from its third level (12.09 eV): invisible in the Sun, a tenth of the continuum at 7000 K.
  const auto paschen = static_cast<float>(0.1 * std::pow(10.0, -12.09 * (5039.8 / star.teff - 0.720)));

  std::array<float, kFinePixels> fine;
  for (std::size_t i = 0; i < kFinePixels; ++i) {
    const float weakTau = calcium * m_calcium[0].core[i] + wing * m_calcium[0].wing[i];
    const float strongTau = calcium * m_calcium[1].core[i] + wing * m_calcium[1].wing[i];
    fine[i] = minnaert(weakTau, weakSaturation) * minnaert(strongTau, strongSaturation) *
              minnaert(metals[i], static_cast<float>(kMetalSaturation)) * minnaert(paschen * m_paschen[i], 0.6F);
  }
  for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
    float sum = 0.0F;
    for (std::size_t k = 0; k < m_response.size(); ++k)
      sum += m_response[k] * fine[pixel * kFinePerPixel + k];
    flux[pixel] = sum;
  }
}

const SpectrumModel& spectrumModel() {
  static const SpectrumModel model;
  return model;
}

}  // namespace maury::mock
