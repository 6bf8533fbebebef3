// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSpectrum.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <type_traits>

#include "base/Error.h"
#include "mock/Voigt.h"

namespace maury::mock {

namespace {

constexpr double kLightCmS = 2.99792458e10, kLightKmS = 299792.458;
constexpr double kReachSigma = 4.0;  // of the line-spread function

/// Opacity at the centre of a line (of an atom at rest in the layer), its damping and Doppler width.
template <class T>
struct Profile {
  T strength;
  T damping;
  T dopplerNm;
};

/// For each element, atoms (or ions) a hydrogen nucleus over their partition function; and the Doppler width in km/s.
template <class T>
struct Species {
  std::array<T, kElements.size()> neutral, ion, dopplerKmS;
  T broadening;  ///< perturbers a cm³ × (T / 10⁴ K)^0.3

  Species(const Layer<T>& layer, double pressureFactor) {
    const T logT = log10Of(layer.temperature);
    for (std::size_t i = 0; i < kElements.size(); ++i) {
      const auto& e = kElements[i];
      const T ratio =
          power10(atmosphere::logSaha(e.ionisationEv, e.ionU / e.neutralU, layer.theta, logT) - layer.logPe);
      T second(0.0);
      if (e.secondEv > 0.0)
        second = ratio * power10(atmosphere::logSaha(e.secondEv, 1.0 / e.ionU, layer.theta, logT) - layer.logPe);
      const T atoms = layer.abundance[i] / (T(1.0) + ratio + second);
      neutral[i] = atoms * T(1.0 / e.neutralU);
      ion[i] = atoms * ratio * T(1.0 / e.ionU);
      constexpr double kGasKmS2 = 2.0 * 8.314463e-3;  // 2k/u, km²/s² a kelvin and atomic mass unit
      using std::sqrt;
      dopplerKmS[i] = sqrt(layer.temperature * T(kGasKmS2 / e.mass) + layer.microKmS * layer.microKmS);
    }
    broadening = layer.hydrogenDensity * T(pressureFactor) * power10(T(0.3) * (logT - T(4.0)));
  }
};

template <class T>
Profile<T> profileOf(const MockLine& line, const Layer<T>& layer, const Species<T>& species) {
  constexpr double kCrossCm2Hz = 0.0149736;  // √π e² / (m c)
  const double lambdaCm = line.vacuumNm * 1e-7;
  const T& widthKmS = species.dopplerKmS[line.element];
  const T widthHz = widthKmS * T(1e5 / lambdaCm);
  const T& atoms = line.ion ? species.ion[line.element] : species.neutral[line.element];
  Profile<T> out;
  out.strength = atoms * power10(T(line.logGf + std::log10(kCrossCm2Hz)) - T(line.excitationEv) * layer.theta) /
                 (widthHz * layer.opacity);
  out.damping = (T(std::pow(10.0, line.logRadiative)) + T(std::pow(10.0, line.logVanDerWaals)) * species.broadening) /
                (widthHz * T(4.0 * std::numbers::pi));
  out.dopplerNm = widthKmS * T(line.vacuumNm / kLightKmS);
  return out;
}

/// Adds a line to the opacities of `count` pixels from `offsetNm` off its centre.
void addProfile(const Profile<double>& line, double offsetNm, double stepNm, std::span<float> opacity) {
  const auto strength = static_cast<float>(line.strength), damping = static_cast<float>(line.damping);
  const double perNm = 1.0 / line.dopplerNm, core = static_cast<double>(kVoigtCore) * line.dopplerNm;
  const auto pixelAt = [&](double nm) {
    return static_cast<std::size_t>(
        std::clamp((nm - offsetNm) / stepNm + 1.0, 0.0, static_cast<double>(opacity.size())));
  };
  const std::size_t coreBegin = pixelAt(-core), coreEnd = pixelAt(core);
  const auto first = static_cast<float>(offsetNm * perNm), step = static_cast<float>(stepNm * perNm);
  const float wing = strength * damping * static_cast<float>(std::numbers::inv_sqrtpi);
  const auto wings = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const float u = first + step * static_cast<float>(static_cast<int>(i));
      const float y = 1.0F / (u * u);
      opacity[i] += wing * y * (1.0F + 1.5F * y);
    }
  };
  wings(0, coreBegin);
  wings(coreEnd, opacity.size());
  const VoigtTerms* table = voigtTable();
  for (std::size_t i = coreBegin; i < coreEnd; ++i) {
    const float u = std::abs(first + step * static_cast<float>(static_cast<int>(i)));
    const float at = std::min(u, kVoigtCore) * (1.0F / kVoigtStep);
    const auto node = static_cast<std::size_t>(at);
    const float t = at - static_cast<float>(node);
    const float h0 = table[node].h0 + t * (table[node + 1].h0 - table[node].h0);
    const float h1 = table[node].h1 + t * (table[node + 1].h1 - table[node].h1);
    opacity[i] += strength * (h0 + damping * (h1 + damping * (1.0F - 2.0F * u * u) * h0));
  }
}

template <std::size_t N>
void addProfile(const Profile<Dual<N>>& line, double offsetNm, double stepNm, std::span<Dual<N>> opacity) {
  for (std::size_t i = 0; i < opacity.size(); ++i) {
    const double u = (offsetNm + stepNm * static_cast<double>(i)) / line.dopplerNm.value;
    const auto h = voigt(line.damping.value, u);
    const double s = line.strength.value, toWidth = -s * h.toU * u / line.dopplerNm.value;
    opacity[i].value += s * h.value;
    for (std::size_t k = 0; k < N; ++k) {
      opacity[i].slope[k] +=
          h.value * line.strength.slope[k] + s * h.toA * line.damping.slope[k] + toWidth * line.dopplerNm.slope[k];
    }
  }
}

/// Hydrogen lines are broadened by the electric field of the charges around (Stark): wings as Δλ^−2.5.
template <class T>
struct Stark {
  T strength;  ///< at the centre
  T perNm;     ///< one over the width
};

/// Widths: the asymptotic constant of Griem (1960, ApJ 132, 883) times Holtsmark's normal field. Oscillator strengths:
/// Kramers (Gray 2005, chapter 8), Gaunt factor 1.
template <class T>
Stark<T> starkOf(int upper, double nm, const Layer<T>& layer, const T& theta) {
  constexpr double kLower = 3.0, kExcitationEv = 12.088, kDiffuse = 2.3963;  // ∫ (1 + x²)^−1.25 dx
  const double n = upper, difference = 1.0 / 9.0 - 1.0 / (n * n);
  const double f = 1.9603 / (difference * difference * difference * 243.0 * n * n * n);
  const double spreadNm = 5.5e-6 * std::pow(kLower * n, 4) / (n * n - kLower * kLower);
  constexpr double kBoltzmann = 1.380649e-16, kFieldPerDensity = 1.25e-9;
  const T logDensity = layer.logPe - log10Of(layer.temperature * T(kBoltzmann));
  const T width = T(spreadNm * kFieldPerDensity) * power10(T(2.0 / 3.0) * logDensity);
  constexpr double kCrossCm2Hz = 0.026540;  // π e² / (m c)
  const T widthHz = width * T(kLightCmS / (nm * nm * 1e-7));
  const T atoms = T(9.0) * power10(T(-kExcitationEv) * theta);
  return {atoms * T(f * kCrossCm2Hz / kDiffuse) / (widthHz * layer.opacity), T(1.0) / width};
}

void addStark(const Stark<double>& line, double offsetNm, double stepNm, std::span<float> opacity) {
  const auto strength = static_cast<float>(line.strength);
  const auto first = static_cast<float>(offsetNm * line.perNm), step = static_cast<float>(stepNm * line.perNm);
  for (std::size_t i = 0; i < opacity.size(); ++i) {
    const float u = first + step * static_cast<float>(static_cast<int>(i));
    const float y = 1.0F + u * u;
    opacity[i] += strength / (y * std::sqrt(std::sqrt(y)));
  }
}

template <std::size_t N>
void addStark(const Stark<Dual<N>>& line, double offsetNm, double stepNm, std::span<Dual<N>> opacity) {
  for (std::size_t i = 0; i < opacity.size(); ++i) {
    const double nm = offsetNm + stepNm * static_cast<double>(i);
    const double u = nm * line.perNm.value, y = 1.0 + u * u, shape = 1.0 / (y * std::sqrt(std::sqrt(y)));
    const double toWidth = -2.5 * u * shape / y * nm * line.strength.value;
    opacity[i].value += line.strength.value * shape;
    for (std::size_t k = 0; k < N; ++k)
      opacity[i].slope[k] += shape * line.strength.slope[k] + toWidth * line.perNm.slope[k];
  }
}

/// What is left of the light behind a line opacity: Milne and Eddington's 1 − A η / (1 + η).
inline float residual(float opacity, float saturation, float deepening, float coreStrength) {
  const float depth = saturation + deepening * opacity / (opacity + coreStrength);
  return 1.0F - depth * opacity / (1.0F + opacity);
}
template <std::size_t N>
Dual<N> residual(const Dual<N>& opacity, const Dual<N>& saturation, const Dual<N>& deepening, double coreStrength) {
  const double n = opacity.value, strong = n / (n + coreStrength), absorbed = n / (1.0 + n);
  const double depth = saturation.value + deepening.value * strong;
  const double toOpacity = deepening.value * coreStrength / ((n + coreStrength) * (n + coreStrength)) * absorbed +
                           depth / ((1.0 + n) * (1.0 + n));
  Dual<N> out(1.0 - depth * absorbed);
  for (std::size_t k = 0; k < N; ++k)
    out.slope[k] = -toOpacity * opacity.slope[k] - absorbed * (saturation.slope[k] + strong * deepening.slope[k]);
  return out;
}

template <class T>
std::array<T, kMockLabels> variablesOf(const StellarParameters& star) {
  std::array<T, kMockLabels> out;
  for (std::size_t i = 0; i < kMockLabels; ++i) {
    const double value = star.of(static_cast<MockLabel>(i));
    if constexpr (std::is_same_v<T, double>)
      out[i] = value;
    else
      out[i] = T::variable(value, i);
  }
  return out;
}

using LabelDual = Dual<kMockLabels>;

/// How far (nm) a line is followed: to where it is 2e-4 of the continuum's opacity in the three stars in which lines
/// of metals are strongest. A fixed reach keeps derivatives exact.
double reachNm(const MockLine& line, const Calibration& calibration) {
  constexpr double kLeast = 2e-4;
  double reach = 0.04;  // the core
  for (const StellarParameters& star :
       {StellarParameters{3600.0, 0.5, 0.4, 0.2}, StellarParameters{4000.0, 4.7, 0.4, 0.2},
        StellarParameters{6500.0, 4.4, 0.4, 0.0}}) {
    const auto layer = layerOf(variablesOf<double>(star), calibration);
    const auto profile = profileOf(line, layer, Species<double>(layer, calibration.pressureFactor));
    reach = std::max(reach, profile.dopplerNm * std::sqrt(profile.strength * profile.damping / kLeast));
  }
  return line.species == "Ca II" ? 100.0 : std::min(reach, 6.0);
}

double pixelWidthNm(const spectra::WavelengthGrid& grid, std::size_t pixel) {
  const std::size_t last = grid.size() - 1;
  const std::size_t low = pixel == 0 ? 0 : pixel - 1, high = std::min(pixel + 1, last);
  return (grid[high] - grid[low]) / static_cast<double>(high - low);
}

}  // namespace

const spectra::WavelengthGrid& rvsGrid() {
  static const auto grid = spectra::WavelengthGrid::linear(846.015, 0.03, 800);
  return grid;
}

const spectra::WavelengthGrid& rvsArchiveGrid() {
  static const auto grid = spectra::WavelengthGrid::linear(846.0, 0.01, 2401);
  return grid;
}

SpectrumModel::SpectrumModel(const spectra::WavelengthGrid& grid, double resolution)
    : SpectrumModel(grid, resolution, mockLines(), Calibration{}) {}

SpectrumModel::SpectrumModel(const spectra::WavelengthGrid& grid, double resolution, std::vector<MockLine> lines,
                             const Calibration& calibration)
    : m_grid(grid), m_calibration(calibration), m_lines(std::move(lines)) {
  if (grid.size() < 2 || grid.first() < 839.9 || grid.last() > 882.1) {
    throw Error(
        ErrorKind::Mismatch,
        fmt::format("The mock's spectra reach from 840 to 882 nm; the grid asked for has {}.", grid.describe()));
  }
  if (!(resolution >= 1000.0 && resolution <= 100000.0)) {
    throw Error(ErrorKind::Usage,
                fmt::format("A resolving power of {} was asked for; the mock takes 1000 to 100000.", resolution));
  }
  const auto sigmaNm = [&](double nm) { return std::hypot(nm / resolution / 2.3548, m_calibration.macroNm); };
  const double marginNm = kReachSigma * sigmaNm(grid.last()) +
                          std::max(pixelWidthNm(grid, 0), pixelWidthNm(grid, grid.size() - 1)) + 2.0 * kFineStepNm;
  m_fineFirstNm = grid.first() - marginNm;
  m_finePixels = static_cast<std::size_t>((grid.last() - grid.first() + 2.0 * marginNm) / kFineStepNm) + 1;
  for (std::size_t pixel = 0; pixel < grid.size(); ++pixel) {
    const double sigma = sigmaNm(grid[pixel]), half = 0.5 * pixelWidthNm(grid, pixel),
                 reach = kReachSigma * sigma + half;
    PixelResponse response;
    response.first = static_cast<std::size_t>((grid[pixel] - reach - m_fineFirstNm) / kFineStepNm);
    const auto count = static_cast<std::size_t>(2.0 * reach / kFineStepNm) + 2;
    double sum = 0.0;
    for (std::size_t k = 0; k < count && response.first + k < m_finePixels; ++k) {
      const double x = fineNm(response.first + k) - grid[pixel], scale = std::numbers::sqrt2 * sigma;
      const double weight = std::erf((x + half) / scale) - std::erf((x - half) / scale);
      response.weights.push_back(static_cast<float>(weight));
      sum += weight;
    }
    for (auto& weight : response.weights)
      weight = static_cast<float>(weight / sum);
    m_responses.push_back(std::move(response));
  }
  for (const auto& line : m_lines) {
    const double reach = reachNm(line, m_calibration) + line.vacuumNm * kFastestKmS / kLightKmS;
    const auto pixelAt = [&](double nm) {
      return static_cast<std::size_t>(
          std::clamp((nm - m_fineFirstNm) / kFineStepNm, 0.0, static_cast<double>(m_finePixels)));
    };
    const std::size_t first = pixelAt(line.vacuumNm - reach);
    m_spans.push_back({first, pixelAt(line.vacuumNm + reach) - first});
  }
}

template <class T, class Pixel>
void SpectrumModel::addLines(const Layer<T>& layer, double shift, std::span<Pixel> opacity) const {
  const Species<T> species(layer, m_calibration.pressureFactor);
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    if (m_spans[i].count == 0) continue;
    addProfile(profileOf(m_lines[i], layer, species), fineNm(m_spans[i].first) - m_lines[i].vacuumNm * shift,
               kFineStepNm, opacity.subspan(m_spans[i].first, m_spans[i].count));
  }
}

template <class T, class Pixel>
void SpectrumModel::addHydrogen(const Layer<T>& layer, const T& teff, double shift, std::span<Pixel> opacity) const {
  constexpr double kRydbergNm = 91.17633, kTooWeak = 3e-5;  // of hydrogen, vacuum
  const T theta = T(atmosphere::kThetaK) / teff;            // its high levels are filled deep, where it is hotter
  for (int upper = 10; upper <= 20; ++upper) {
    const double nm = shift * kRydbergNm / (1.0 / 9.0 - 1.0 / (upper * upper));
    const auto line = starkOf(upper, nm, layer, theta);
    if (valueOf(line.strength) > kTooWeak) addStark(line, m_fineFirstNm - nm, kFineStepNm, opacity);
  }
}

void SpectrumModel::compute(const StellarParameters& star, std::span<float> flux, double velocityKmS) const {
  const auto layer = layerOf(variablesOf<double>(star), m_calibration);
  const double shift = 1.0 + std::clamp(velocityKmS, -kFastestKmS, kFastestKmS) / kLightKmS;
  thread_local std::vector<float> fine;
  fine.assign(m_finePixels, 0.0F);
  addLines(layer, shift, std::span<float>(fine));
  addHydrogen(layer, star.teff, shift, std::span<float>(fine));
  const auto saturation = static_cast<float>(layer.saturation), deepening = static_cast<float>(layer.coreDeepening);
  const auto coreStrength = static_cast<float>(std::pow(10.0, m_calibration.logCoreStrength));
  for (auto& pixel : fine)
    pixel = residual(pixel, saturation, deepening, coreStrength);
  for (std::size_t pixel = 0; pixel < m_responses.size(); ++pixel) {
    const auto& response = m_responses[pixel];
    const float* light = fine.data() + response.first;
    const std::size_t count = response.weights.size();
    std::array<float, 8> sums{};  // eight at once
    std::size_t k = 0;
    for (; k + 8 <= count; k += 8)
      for (std::size_t lane = 0; lane < 8; ++lane)
        sums[lane] += response.weights[k + lane] * light[k + lane];
    float sum = 0.0F;
    for (; k < count; ++k)
      sum += response.weights[k] * light[k];
    for (const float part : sums)
      sum += part;
    flux[pixel] = sum;
  }
}

void SpectrumModel::differentiate(const StellarParameters& star, std::span<double> flux,
                                  std::span<double> derivatives) const {
  const auto labels = variablesOf<LabelDual>(star);
  const auto layer = layerOf(labels, m_calibration);
  std::vector<LabelDual> fine(m_finePixels);
  addLines(layer, 1.0, std::span<LabelDual>(fine));
  addHydrogen(layer, labels[0], 1.0, std::span<LabelDual>(fine));
  const double coreStrength = std::pow(10.0, m_calibration.logCoreStrength);
  for (auto& pixel : fine)
    pixel = residual(pixel, layer.saturation, layer.coreDeepening, coreStrength);
  const std::size_t pixels = m_responses.size();
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    LabelDual sum;
    for (std::size_t k = 0; k < m_responses[pixel].weights.size(); ++k) {
      const double weight = static_cast<double>(m_responses[pixel].weights[k]);
      const auto& light = fine[m_responses[pixel].first + k];
      sum.value += weight * light.value;
      for (std::size_t label = 0; label < kMockLabels; ++label)
        sum.slope[label] += weight * light.slope[label];
    }
    flux[pixel] = sum.value;
    for (std::size_t label = 0; label < kMockLabels; ++label)
      derivatives[label * pixels + pixel] = sum.slope[label];
  }
}

const SpectrumModel& spectrumModel() {
  static const SpectrumModel model(rvsGrid());
  return model;
}

}  // namespace maury::mock
