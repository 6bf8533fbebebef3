// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/lines/LineOpacity.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/Constants.h"
#include "mock/lines/HydrogenLines.h"
#include "mock/lines/LineShapes.h"
#include "mock/lines/Voigt.h"

namespace maury::mock {

namespace {

constexpr double kCnMass = 26.02;
/// Distance from the centre of a broad line up to which all pixels are computed; every fourth pixel beyond.
constexpr double kBroadCoreNm = 0.4;

using namespace lines;

/// Atoms or ions of one element in each layer: opacity of a line of unit strength relative to the continuum.
template <class T>
struct Species {
  Column<T> opacity;
  T dopplerKmS, perDoppler;
};

/// Tables of e^(−χ/kT) in each layer: the product of three entries covers any χ up to 14 eV in steps of 0.001 eV.
template <class T>
class Boltzmann {
public:
  template <class Wide>
  explicit Boltzmann(const Atmosphere<Wide>& star) {
    fill(star, 0.5, m_coarse);
    fill(star, 0.02, m_middle);
    fill(star, 0.001, m_fine);
  }
  void multiply(std::size_t milliEv, Column<T>& column) const {
    const auto &coarse = m_coarse[milliEv / 500], &middle = m_middle[milliEv % 500 / 20], &fine = m_fine[milliEv % 20];
    for (std::size_t k = 0; k < kLayers; ++k)
      column[k] = column[k] * coarse[k] * (middle[k] * fine[k]);
  }

private:
  template <class Wide, std::size_t N>
  static void fill(const Atmosphere<Wide>& star, double stepEv, std::array<Column<T>, N>& table) {
    for (std::size_t k = 0; k < kLayers; ++k) {
      const Wide step = power10(Wide(-stepEv) * star.layers[k].theta);
      Wide power(1.0);
      for (auto& column : table) {
        narrow(power, column[k]);
        power = power * step;
      }
    }
  }
  std::array<Column<T>, 28> m_coarse;
  std::array<Column<T>, 25> m_middle;
  std::array<Column<T>, 20> m_fine;
};

/// All elements and CN, neutral and ionised, in the layers of one star.
template <class T>
class AllSpecies {
public:
  template <class Wide>
  AllSpecies(const Atmosphere<Wide>& star, double pressureFactor) {
    Column<Wide> perOpacity;
    for (std::size_t k = 0; k < kLayers; ++k) {
      const auto& layer = star.layers[k];
      perOpacity[k] = atmosphere::stimulatedEmissionFactor(layer.temperature) / layer.opacity;
      narrow(
          layer.hydrogenDensity * Wide(pressureFactor) * power10(Wide(0.3) * (log10Of(layer.temperature) - Wide(4.0))),
          m_broadening[k]);
    }
    for (std::size_t i = 0; i <= kCn; ++i) {
      constexpr double kGasKmS2 = 2.0 * 8.314463e-3;  // 2k/u in km²/s² per kelvin and atomic mass unit
      using std::sqrt;
      const double mass = i == kCn ? kCnMass : kElements[i].mass;
      const Wide doppler =
          sqrt(star.layers[kLineLayer].temperature * Wide(kGasKmS2 / mass) + star.microKmS * star.microKmS);
      const Wide perDoppler = Wide(1.0) / doppler;
      auto &neutral = m_species[i], &ion = m_species[i + kCn + 1];
      for (auto* species : {&neutral, &ion}) {
        narrow(doppler, species->dopplerKmS);
        narrow(perDoppler, species->perDoppler);
      }
      for (std::size_t k = 0; k < kLayers; ++k) {
        const auto& layer = star.layers[k];
        const Wide scale = perOpacity[k] * perDoppler;
        narrow((i == kCn ? layer.cn : layer.neutral[i]) * scale, neutral.opacity[k]);
        if (i < kCn) narrow(layer.ion[i] * scale, ion.opacity[k]);
      }
    }
  }
  const Species<T>& operator[](std::size_t i) const { return m_species[i]; }
  const Column<T>& broadening() const { return m_broadening; }

private:
  std::array<Species<T>, 2 * (kElements.size() + 1)> m_species;
  Column<T> m_broadening;  ///< hydrogen atoms per cm³ × (T / 10⁴ K)^0.3
};

/// Limits the damping parameter: Harris's expansion would turn negative beyond 1, which the deepest layer of cool
/// dwarfs reaches.
template <class T>
T limitDamping(const T& damping) {
  return damping / (T(1.0) + T(0.5) * damping * damping);
}

/// Returns true if a line absorbs less than 3e-4 of the light at every depth, as CN does in most dwarfs.
template <class T>
bool isNegligible(const Column<T>& strength) {
  Real<T> strongest = 0;
  for (const auto& value : strength)
    strongest = std::max(strongest, static_cast<Real<T>>(valueOf(value)));
  return strongest < static_cast<Real<T>>(3e-4);
}

/// Adds the wings of a broad line on every fourth pixel. Within kBroadCoreNm the value at that distance is used.
template <class T>
void addBroadWings(const Factors<T>& line, double firstNm, double dopplerNm, std::vector<Real<T>>& smooth,
                   Shapes<Real<T>>& shapes) {
  const std::size_t pixels = smooth.size() / kValuesPerPixel<T>;
  shapes.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double nm = firstNm + LineOpacity::kFineStepNm * static_cast<double>(kStride * i);
    const auto u = static_cast<Real<T>>(std::max(std::abs(nm), kBroadCoreNm) / dopplerNm);
    shapes.h1[i] = voigtWing(u);
    if constexpr (kHasDerivatives<T>) shapes.w1[i] = voigtWingWidening(u);
  }
  addWing(line, shapes, 0, pixels, smooth.data());
}

/// Interpolates linearly from every fourth pixel and adds the result to all pixels.
template <std::size_t N, class R>
void interpolateWings(const std::vector<R>& smooth, std::vector<R>& fine) {
  for (std::size_t i = 0; (i + 1) * kStride * N <= fine.size(); ++i) {
    const R* __restrict left = smooth.data() + i * N;
    R* __restrict out = fine.data() + i * kStride * N;
    for (std::size_t part = 0; part < kStride; ++part) {
      const R share = static_cast<R>(0.25) * static_cast<R>(static_cast<int>(part));
      for (std::size_t j = 0; j < N; ++j)
        out[part * N + j] += left[j] + share * (left[N + j] - left[j]);
    }
  }
}

std::array<double, kMockLabels> labelsOf(const StellarParameters& star) {
  std::array<double, kMockLabels> out;
  for (std::size_t i = 0; i < kMockLabels; ++i)
    out[i] = star.value(static_cast<MockLabel>(i));
  return out;
}

}  // namespace

LineOpacity::LineOpacity(double firstNm, std::size_t pixels, const std::vector<MockLine>& lines,
                         const Calibration& calibration, double fastestKmS)
    : m_firstNm(firstNm), m_pixels((pixels / kStride + 1) * kStride), m_pressureFactor(calibration.pressureFactor) {
  constexpr double kCrossCm2Hz = 0.0149736;  // √π e² / (m c)
  constexpr double kNmPerKmS = 1e12;         // width in Hz = width in km/s × this / wavelength in nm
  for (const auto& line : lines) {
    const double perHz = line.vacuumNm / kNmPerKmS, quarter = perHz / (4.0 * std::numbers::pi);
    m_lines.push_back({line.vacuumNm, 0.024, line.element + (line.ion ? kCn + 1 : 0),
                       static_cast<std::size_t>(std::lround(1000.0 * line.excitationEv)),
                       static_cast<float>(std::pow(10.0, line.logGf) * kCrossCm2Hz * perHz),
                       static_cast<float>(std::pow(10.0, line.logRadiative) * quarter),
                       static_cast<float>(std::pow(10.0, line.logVanDerWaals) * quarter), line.species == "Ca II"});
  }
  // Compute each line out to where it falls to 5e-3 of the continuum's opacity in any of the three stars with the
  // strongest metal lines. The reach is the same for all stars, so derivatives stay exact.
  constexpr double kMinOpacity = 5e-3, kFarthestNm = 6.0;
  for (const StellarParameters& extreme :
       {StellarParameters{3600.0, 0.5, 0.4, 0.2}, StellarParameters{4000.0, 4.7, 0.4, 0.2},
        StellarParameters{6500.0, 4.4, 0.4, 0.0}}) {
    const auto star = atmosphereOf(labelsOf(extreme), calibration);
    const AllSpecies<float> species(star, m_pressureFactor);
    const Boltzmann<float> boltzmann(star);
    for (auto& line : m_lines) {
      const auto& atoms = species[line.species];
      auto strength = atoms.opacity;
      boltzmann.multiply(line.milliEv, strength);
      for (std::size_t k = kLineLayer; k + 1 < kLayers; ++k) {
        const float damping =
            limitDamping((line.natural + line.vanDerWaals * species.broadening()[k]) * atoms.perDoppler);
        const auto widths =
            static_cast<double>(std::sqrt(strength[k] * line.strength * damping)) / std::sqrt(kMinOpacity);
        const double nm = widths * static_cast<double>(atoms.dopplerKmS) * line.vacuumNm / kSpeedOfLightKmS;
        line.reachNm = std::max(line.reachNm, std::min(nm, kFarthestNm));
      }
      if (line.broad) line.reachNm = kBroadCoreNm;
    }
  }
  const double lastNm = nm(m_pixels);
  std::erase_if(m_lines, [&](const PreparedLine& line) {
    const double reach = line.reachNm + line.vacuumNm * fastestKmS / kSpeedOfLightKmS;
    return !line.broad && (line.vacuumNm + reach < m_firstNm || line.vacuumNm - reach > lastNm);
  });
}

template <class T, class Wide, class R>
void LineOpacity::addAll(const Atmosphere<Wide>& star, double shift, std::vector<R>& opacity) const {
  thread_local std::vector<R> smooth;
  thread_local Shapes<R> shapes;
  opacity.assign(kValuesPerPixel<T> * m_pixels, R(0));
  smooth.assign(kValuesPerPixel<T> * (m_pixels / kStride + 1), R(0));
  const AllSpecies<T> species(star, m_pressureFactor);
  const Boltzmann<T> boltzmann(star);
  for (const auto& line : m_lines) {
    const auto& atoms = species[line.species];
    auto strength = atoms.opacity;
    for (auto& value : strength)
      value = value * T(line.strength);
    boltzmann.multiply(line.milliEv, strength);
    if (isNegligible(strength)) continue;
    const double centre = line.vacuumNm * shift,
                 doppler = static_cast<double>(valueOf(atoms.dopplerKmS)) * line.vacuumNm / kSpeedOfLightKmS;
    const auto pixelAt = [&](double nm) {  // first pixel beyond this wavelength
      return static_cast<std::size_t>(
          std::clamp((nm - m_firstNm) / kFineStepNm + 1.0, 0.0, static_cast<double>(m_pixels)));
    };
    const std::size_t first = pixelAt(centre - line.reachNm), count = pixelAt(centre + line.reachNm) - first;
    const double firstU = (nm(first) - centre) / doppler, stepU = kFineStepNm / doppler;
    R* run = opacity.data() + first * kValuesPerPixel<T>;
    if (line.species == kCn) {
      addGaussian(strength, atoms.dopplerKmS, firstU, stepU, count, shapes, run);
      continue;
    }
    Column<T> damping;
    for (std::size_t k = 0; k < kLayers; ++k)
      damping[k] = limitDamping((T(line.natural) + T(line.vanDerWaals) * species.broadening()[k]) * atoms.perDoppler);
    const auto factors = factorsOf(strength, damping, atoms.dopplerKmS);
    if (line.broad) addBroadWings(factors, m_firstNm - centre, doppler, smooth, shapes);
    if (count == 0) continue;
    const double core = std::min(kVoigtCore * doppler, line.reachNm);
    const std::size_t from = pixelAt(centre - core) - first, to = pixelAt(centre + core) - first;
    shapeLine(firstU, stepU, count, from, to, shapes);
    if (line.broad) {
      const auto edge = static_cast<R>(kBroadCoreNm / doppler);
      const R high = voigtWing(edge), wide = voigtWingWidening(edge);
      for (std::size_t i = 0; i < count; ++i) {
        shapes.h1[i] -= high;
        shapes.w1[i] -= wide;
      }
    }
    addWing(factors, shapes, 0, from, run);
    addCore(factors, shapes, from, to, run);
    addWing(factors, shapes, to, count, run);
  }
  addHydrogen<T>(star, shift, m_firstNm, smooth, shapes);
  interpolateWings<kValuesPerPixel<T>>(smooth, opacity);
}

void LineOpacity::compute(const Atmosphere<double>& star, double shift, std::vector<float>& opacity) const {
  addAll<float>(star, shift, opacity);
}

void LineOpacity::differentiate(const Atmosphere<LabelDual>& star, std::vector<double>& opacity) const {
  addAll<LabelDual>(star, 1.0, opacity);
}

}  // namespace maury::mock
