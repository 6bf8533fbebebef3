// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/LineOpacity.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <type_traits>

#include "mock/Voigt.h"

namespace maury::mock {

namespace {

constexpr double kLightCmS = 2.99792458e10, kLightKmS = 299792.458;
constexpr double kCnMass = 26.02;
/// Wings that fill the window vary slowly: they are made on every fourth pixel, and straight in between.
constexpr std::size_t kStride = 4;
constexpr double kBroadCoreNm = 0.4;  ///< what is nearer to the centre of a broad line is made on all pixels

using LabelDual = Dual<kMockLabels>;

/// In which the opacity is summed up, and how many values a layer has: it, and its derivatives.
template <class T>
struct Kept;
template <>
struct Kept<float> {
  using Real = float;
  static constexpr std::size_t rows = 1;
};
template <>
struct Kept<LabelDual> {
  using Real = double;
  static constexpr std::size_t rows = 1 + kMockLabels;
};
template <class T>
using Real = typename Kept<T>::Real;
template <class T>
constexpr std::size_t kRows = Kept<T>::rows;
template <class T>
constexpr bool kSlopes = kRows<T> != 1;
template <class T>
constexpr std::size_t kWide = kRows<T>* kLayers;  ///< values a pixel

Real<float> rowOf(float x, std::size_t) {
  return x;
}
Real<LabelDual> rowOf(const LabelDual& x, std::size_t row) {
  return row == 0 ? x.value : x.slope[row - 1];
}
/// The fast path leaves double precision once the star is solved.
void narrow(double from, float& to) {
  to = static_cast<float>(from);
}
void narrow(const LabelDual& from, LabelDual& to) {
  to = from;
}
float valueOf(float x) {
  return x;
}
using maury::mock::valueOf;

/// Atoms or ions of a sort in each layer: opacity of a line of unit strength against the continuum's.
template <class T>
struct Species {
  Column<T> opacity;
  T dopplerKmS, perDoppler;
};

/// e^(−χ/kT) in each layer for any χ in steps of a thousandth of an electronvolt, as a product of three.
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

template <class T>
class AllSpecies {
public:
  template <class Wide>
  AllSpecies(const Atmosphere<Wide>& star, double pressureFactor) {
    Column<Wide> perOpacity;
    for (std::size_t k = 0; k < kLayers; ++k) {
      const auto& layer = star.layers[k];
      perOpacity[k] = atmosphere::unstimulated(layer.temperature) / layer.opacity;
      narrow(
          layer.hydrogenDensity * Wide(pressureFactor) * power10(Wide(0.3) * (log10Of(layer.temperature) - Wide(4.0))),
          m_broadening[k]);
    }
    for (std::size_t i = 0; i <= kCn; ++i) {
      constexpr double kGasKmS2 = 2.0 * 8.314463e-3;  // 2k/u, km²/s² a kelvin and atomic mass unit
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
  Column<T> m_broadening;  ///< perturbers a cm³ × (T / 10⁴ K)^0.3
};

/// Damping as Harris's expansion bears it: it would turn negative beyond 1, as in the deepest layer of cool dwarfs.
template <class T>
T limited(const T& damping) {
  return damping / (T(1.0) + T(0.5) * damping * damping);
}

/// What H₀, H₁ and H₂ of a line's profile are multiplied by for each value of a pixel: opacity × 1, a, a²; and what −u
/// times their slopes are, as the line's width goes with a label.
template <class T>
struct Factors {
  using Values = std::array<Real<T>, kWide<T>>;
  Values plain, damped, twice;
  Values plainWidth, dampedWidth, twiceWidth;  ///< of derivatives alone
};

template <class T>
Factors<T> factorsOf(const Column<T>& strength, const Column<T>& damping, const T& width) {
  Factors<T> out;
  for (std::size_t k = 0; k < kLayers; ++k) {
    const T damped = strength[k] * damping[k], twice = damped * damping[k];
    for (std::size_t row = 0; row < kRows<T>; ++row) {
      const std::size_t at = row * kLayers + k;
      out.plain[at] = rowOf(strength[k], row);
      out.damped[at] = rowOf(damped, row);
      out.twice[at] = rowOf(twice, row);
      if constexpr (kSlopes<T>) {
        const auto widening = row == 0 ? 0.0 : rowOf(width, row) / valueOf(width);
        out.plainWidth[at] = valueOf(strength[k]) * widening;
        out.dampedWidth[at] = valueOf(damped) * widening;
        out.twiceWidth[at] = valueOf(twice) * widening;
      }
    }
  }
  return out;
}

/// A line's shapes at a run of pixels, and −u times their slopes where derivatives are asked for.
template <class R>
struct Shapes {
  std::vector<R> h0, h1, h2, w0, w1, w2;
  void resize(std::size_t count) {
    for (auto* shape : {&h0, &h1, &h2, &w0, &w1, &w2})
      if (shape->size() < count) shape->resize(count);
  }
};

/// Adds the part of a line in which only H₁ counts: pixels `from` to `to` of the run, which starts at `out`.
template <class T>
void addWing(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto damped = line.damped;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h1 = shapes.h1[i];
    Real<T>* __restrict pixel = out + i * kWide<T>;
    if constexpr (kSlopes<T>) {
      const Real<T> w1 = shapes.w1[i];
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += damped[j] * h1 + line.dampedWidth[j] * w1;
    } else {
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += damped[j] * h1;
    }
  }
}

template <class T>
void addCore(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto plain = line.plain, damped = line.damped, twice = line.twice;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h0 = shapes.h0[i], h1 = shapes.h1[i], h2 = shapes.h2[i];
    Real<T>* __restrict pixel = out + i * kWide<T>;
    if constexpr (kSlopes<T>) {
      const Real<T> w0 = shapes.w0[i], w1 = shapes.w1[i], w2 = shapes.w2[i];
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + twice[j] * h2 + line.plainWidth[j] * w0 +
                    line.dampedWidth[j] * w1 + line.twiceWidth[j] * w2;
    } else {
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + twice[j] * h2;
    }
  }
}

/// `from`, `to`: the pixels of the run that are nearer to the centre than kVoigtCore widths.
template <class R>
void shapeLine(double firstU, double stepU, std::size_t count, std::size_t from, std::size_t to, Shapes<R>& out) {
  constexpr bool kWidening = std::is_same_v<R, double>;
  out.resize(count);
  const auto first = static_cast<R>(firstU), step = static_cast<R>(stepU);
  const auto uAt = [&](std::size_t i) { return first + step * static_cast<R>(static_cast<int>(i)); };
  const auto wing = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      out.h1[i] = voigtWing(uAt(i));
    if constexpr (kWidening)
      for (std::size_t i = begin; i < end; ++i)
        out.w1[i] = voigtWingWidening(uAt(i));
  };
  wing(0, from);
  wing(to, count);
  R* __restrict h0 = out.h0.data(), * __restrict h1 = out.h1.data(), * __restrict h2 = out.h2.data();
  for (std::size_t i = from; i < to; ++i) {
    const auto shape = voigtCore(uAt(i));
    h0[i] = shape.h0, h1[i] = shape.h1, h2[i] = shape.h2;
    if constexpr (kWidening) out.w0[i] = shape.w0, out.w1[i] = shape.w1, out.w2[i] = shape.w2;
  }
}

/// Adds a line without wings.
template <class T>
void addGaussian(const Column<T>& strength, const T& width, double firstU, double stepU, std::size_t count,
                 Shapes<Real<T>>& shapes, Real<T>* __restrict out) {
  using R = Real<T>;
  shapes.resize(count);
  const auto first = static_cast<R>(firstU), step = static_cast<R>(stepU);
  R* __restrict h0 = shapes.h0.data();
  for (std::size_t i = 0; i < count; ++i) {
    const R u = first + step * static_cast<R>(static_cast<int>(i));
    h0[i] = fade(u * u);
    if constexpr (kSlopes<T>) shapes.w0[i] = 2 * u * u * h0[i];
  }
  std::array<R, kWide<T>> plain, widening;
  for (std::size_t row = 0; row < kRows<T>; ++row) {
    for (std::size_t k = 0; k < kLayers; ++k) {
      plain[row * kLayers + k] = rowOf(strength[k], row);
      if constexpr (kSlopes<T>)
        widening[row * kLayers + k] = row == 0 ? 0 : valueOf(strength[k]) * rowOf(width, row) / valueOf(width);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    R* __restrict pixel = out + i * kWide<T>;
    const R shape = h0[i];
    for (std::size_t j = 0; j < kWide<T>; ++j)
      pixel[j] += plain[j] * shape;
    if constexpr (kSlopes<T>)
      for (std::size_t j = kLayers; j < kWide<T>; ++j)
        pixel[j] += widening[j] * shapes.w0[i];
  }
}

/// Whether a line takes less than 3e-4 of the light at every depth: CN in most dwarfs.
template <class T>
bool tooWeak(const Column<T>& strength) {
  Real<T> strongest = 0;
  for (const auto& value : strength)
    strongest = std::max(strongest, static_cast<Real<T>>(valueOf(value)));
  return strongest < static_cast<Real<T>>(3e-4);
}

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
    widthNm = sqrt(field * field + deep.temperature * T(kThermal * nm * nm / (kLightKmS * kLightKmS)));
    constexpr double kCrossCm2Hz = 0.026540;  // π e² / (m c)
    const T perHz = T(nm * nm * 1e-7 / kLightCmS) / widthNm;
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

/// The wings of a broad line on every fourth pixel; within kBroadCoreNm they stay as high as they are there.
template <class T>
void addBroad(const Factors<T>& line, double firstNm, double dopplerNm, std::vector<Real<T>>& smooth,
              Shapes<Real<T>>& shapes) {
  const std::size_t pixels = smooth.size() / kWide<T>;
  shapes.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double nm = firstNm + LineOpacity::kFineStepNm * static_cast<double>(kStride * i);
    const auto u = static_cast<Real<T>>(std::max(std::abs(nm), kBroadCoreNm) / dopplerNm);
    shapes.h1[i] = voigtWing(u);
    if constexpr (kSlopes<T>) shapes.w1[i] = voigtWingWidening(u);
  }
  addWing(line, shapes, 0, pixels, smooth.data());
}

/// Adds every fourth pixel to all.
template <std::size_t N, class R>
void spread(const std::vector<R>& smooth, std::vector<R>& fine) {
  for (std::size_t i = 0; (i + 1) * kStride * N <= fine.size(); ++i) {
    const R* __restrict here = smooth.data() + i * N;
    R* __restrict out = fine.data() + i * kStride * N;
    for (std::size_t part = 0; part < kStride; ++part) {
      const R share = static_cast<R>(0.25) * static_cast<R>(static_cast<int>(part));
      for (std::size_t j = 0; j < N; ++j)
        out[part * N + j] += here[j] + share * (here[N + j] - here[j]);
    }
  }
}

std::array<double, kMockLabels> labelsOf(const StellarParameters& star) {
  std::array<double, kMockLabels> out;
  for (std::size_t i = 0; i < kMockLabels; ++i)
    out[i] = star.of(static_cast<MockLabel>(i));
  return out;
}

}  // namespace

LineOpacity::LineOpacity(double firstNm, std::size_t pixels, const std::vector<MockLine>& lines,
                         const Calibration& calibration, double fastestKmS)
    : m_firstNm(firstNm), m_pixels((pixels / kStride + 1) * kStride), m_pressureFactor(calibration.pressureFactor) {
  constexpr double kCrossCm2Hz = 0.0149736;  // √π e² / (m c)
  constexpr double kNmPerKmS = 1e12;         // a width in Hz is one in km/s × this over the wavelength in nm
  for (const auto& line : lines) {
    const double perHz = line.vacuumNm / kNmPerKmS, quarter = perHz / (4.0 * std::numbers::pi);
    m_lines.push_back({line.vacuumNm, 0.024, line.element + (line.ion ? kCn + 1 : 0),
                       static_cast<std::size_t>(std::lround(1000.0 * line.excitationEv)),
                       static_cast<float>(std::pow(10.0, line.logGf) * kCrossCm2Hz * perHz),
                       static_cast<float>(std::pow(10.0, line.logRadiative) * quarter),
                       static_cast<float>(std::pow(10.0, line.logVanDerWaals) * quarter), line.species == "Ca II"});
  }
  // A line is followed to where it is 5e-3 of the continuum's opacity in the three stars in which lines of metals are
  // strongest. A fixed reach keeps derivatives exact.
  constexpr double kLeast = 5e-3, kFarthestNm = 6.0;
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
        const float damping = limited((line.natural + line.vanDerWaals * species.broadening()[k]) * atoms.perDoppler);
        const auto widths = static_cast<double>(std::sqrt(strength[k] * line.strength * damping)) / std::sqrt(kLeast);
        const double nm = widths * static_cast<double>(atoms.dopplerKmS) * line.vacuumNm / kLightKmS;
        line.reachNm = std::max(line.reachNm, std::min(nm, kFarthestNm));
      }
      if (line.broad) line.reachNm = kBroadCoreNm;
    }
  }
  const double lastNm = nm(m_pixels);
  std::erase_if(m_lines, [&](const Prepared& line) {
    const double reach = line.reachNm + line.vacuumNm * fastestKmS / kLightKmS;
    return !line.broad && (line.vacuumNm + reach < m_firstNm || line.vacuumNm - reach > lastNm);
  });
}

template <class T, class Wide, class R>
void LineOpacity::addAll(const Atmosphere<Wide>& star, double shift, std::vector<R>& opacity) const {
  thread_local std::vector<R> smooth;
  thread_local Shapes<R> shapes;
  opacity.assign(kWide<T> * m_pixels, R(0));
  smooth.assign(kWide<T> * (m_pixels / kStride + 1), R(0));
  const AllSpecies<T> species(star, m_pressureFactor);
  const Boltzmann<T> boltzmann(star);
  for (const auto& line : m_lines) {
    const auto& atoms = species[line.species];
    auto strength = atoms.opacity;
    for (auto& value : strength)
      value = value * T(line.strength);
    boltzmann.multiply(line.milliEv, strength);
    if (tooWeak(strength)) continue;
    const double centre = line.vacuumNm * shift,
                 doppler = static_cast<double>(valueOf(atoms.dopplerKmS)) * line.vacuumNm / kLightKmS;
    const auto pixelAt = [&](double nm) {  // the first beyond
      return static_cast<std::size_t>(
          std::clamp((nm - m_firstNm) / kFineStepNm + 1.0, 0.0, static_cast<double>(m_pixels)));
    };
    const std::size_t first = pixelAt(centre - line.reachNm), count = pixelAt(centre + line.reachNm) - first;
    const double firstU = (nm(first) - centre) / doppler, stepU = kFineStepNm / doppler;
    R* run = opacity.data() + first * kWide<T>;
    if (line.species == kCn) {
      addGaussian(strength, atoms.dopplerKmS, firstU, stepU, count, shapes, run);
      continue;
    }
    Column<T> damping;
    for (std::size_t k = 0; k < kLayers; ++k)
      damping[k] = limited((T(line.natural) + T(line.vanDerWaals) * species.broadening()[k]) * atoms.perDoppler);
    const auto factors = factorsOf(strength, damping, atoms.dopplerKmS);
    if (line.broad) addBroad(factors, m_firstNm - centre, doppler, smooth, shapes);
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
  spread<kWide<T>>(smooth, opacity);
}

void LineOpacity::compute(const Atmosphere<double>& star, double shift, std::vector<float>& opacity) const {
  addAll<float>(star, shift, opacity);
}

void LineOpacity::differentiate(const Atmosphere<LabelDual>& star, std::vector<double>& opacity) const {
  addAll<LabelDual>(star, 1.0, opacity);
}

}  // namespace maury::mock
