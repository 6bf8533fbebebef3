// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSpectrum.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

#include "base/Error.h"
#include "io/tables/ReadTable.h"
#include "mock/lines/Voigt.h"
#include "spectra/Resample.h"
#include "support/Catch.h"
#include "support/RealData.h"

using namespace maury;

namespace {

std::vector<float> spectrumOf(const mock::StellarParameters& star) {
  std::vector<float> flux(mock::rvsGrid().size());
  mock::spectrumModel().compute(star, flux);
  return flux;
}

double depthAt(const mock::StellarParameters& star, double nm) {
  return 1.0 - static_cast<double>(spectrumOf(star)[mock::rvsGrid().nearest(nm)]);
}

// Lines outside the cores of the triplet (vacuum nm).
constexpr double kFe = 869.102, kFeWeak = 862.397, kSi = 855.913, kTi = 868.537, kMg = 847.602, kCa = 863.632;

std::vector<float> realSpectrum(const std::filesystem::path& path) {
  const auto table = io::readTable(path);
  const spectra::WavelengthGrid grid(table.at("wavelength").asReal());
  const auto real = table.at("flux").asReal();
  const std::vector<float> flux(real.begin(), real.end());
  std::vector<float> seen(mock::rvsGrid().size());
  spectra::rebin(grid, flux, {}, mock::rvsGrid(), seen, {});
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (mock::rvsGrid()[i] < 847.0 || mock::rvsGrid()[i] > 869.0) seen[i] = std::numeric_limits<float>::quiet_NaN();
  return seen;
}

struct Agreement {
  double correlation;
  double rms;
  double scaledRms;  ///< rms after fitting one factor, because the archive's pseudo-continuum is not the true continuum
};

Agreement compare(const std::filesystem::path& path, const mock::StellarParameters& star) {
  const auto seen = realSpectrum(path);
  const auto model = spectrumOf(star);
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const double x = seen[i], y = model[i];
    if (std::isfinite(x)) n += 1, sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
  }
  REQUIRE(n > 700);
  return {(n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy)),
          std::sqrt((sxx - 2.0 * sxy + syy) / n), std::sqrt((sxx - sxy * sxy / syy) / n)};
}

}  // namespace

TEST_CASE("mock spectrum: every metal line deepens with [M/H], and the flux stays within 0 to 1") {
  double before[6] = {};
  for (const double mh : {-2.0, -1.0, -0.5, 0.0, 0.4}) {
    const mock::StellarParameters star{4800.0, 2.5, mh, 0.0};
    int line = 0;
    for (const double nm : {kFe, kFeWeak, kSi, kTi, kMg, kCa}) {
      const double depth = depthAt(star, nm);
      INFO("[M/H] " << mh << ", line at " << nm);
      CHECK(depth > before[line]);
      before[line++] = depth;
    }
    for (const float f : spectrumOf(star))
      CHECK((f > 0.0F && f <= 1.0F));
  }
}

TEST_CASE("mock spectrum: α deepens the lines of Ca, Si, Ti and Mg but not those of Fe") {
  const mock::StellarParameters plain{4800.0, 2.5, -0.3, 0.0}, rich{4800.0, 2.5, -0.3, 0.3};
  for (const double nm : {kSi, kTi, kMg, kCa, 850.0355}) {
    INFO(nm);
    CHECK(depthAt(rich, nm) > 1.01 * depthAt(plain, nm));
  }
  for (const double nm : {kFe, kFeWeak})
    CHECK(depthAt(rich, nm) ==
          Approx(depthAt(plain, nm)).epsilon(0.06));  // Mg and Si supply electrons, which increases H⁻
}

TEST_CASE("mock spectrum: [Fe/H] alone changes only Fe lines") {
  const mock::StellarParameters plain{4800.0, 2.5, -0.3, 0.0};
  auto iron = plain;
  iron.value(mock::MockLabel::Fe) = 0.1;
  CHECK(depthAt(iron, kFe) > 1.01 * depthAt(plain, kFe));
  CHECK(depthAt(iron, kSi) ==
        Approx(depthAt(plain, kSi)).epsilon(0.02));  // the remaining change comes from the electrons
}

TEST_CASE("mock spectrum: pressure widens the wings of Ca II in dwarfs while its core grows shallower") {
  const mock::StellarParameters subgiant{5600.0, 3.5, 0.0, 0.0}, dwarf{5600.0, 4.8, 0.0, 0.0};
  for (const double wing :
       {854.444 - 0.8, 854.444 - 1.2, 866.452 - 0.5, 866.452 - 0.9})  // Paschen lines lie on the red side
    CHECK(depthAt(dwarf, wing) > depthAt(subgiant, wing));
  CHECK(depthAt(dwarf, 854.444) < depthAt(subgiant, 854.444));
}

TEST_CASE("mock spectrum: CN is visible in giants, deeper in cooler ones, and hardly in a solar dwarf") {
  const double cn = 849.056;  // a blend of CN lines only
  CHECK(depthAt({4400.0, 2.0, 0.0, 0.0}, cn) > 1.2 * depthAt({4750.0, 2.7, 0.0, 0.0}, cn));
  CHECK(depthAt({4750.0, 2.7, 0.0, 0.0}, cn) > 0.04);
  CHECK(depthAt({5700.0, 4.4, 0.0, 0.0}, cn) < 0.02);
}

TEST_CASE("mock spectrum: a higher Teff weakens neutral metals and strengthens the Paschen lines") {
  const mock::StellarParameters cool{4500.0, 4.4, 0.0, 0.0}, hot{6800.0, 4.2, 0.0, 0.0};
  CHECK(depthAt(hot, kTi) < 0.3 * depthAt(cool, kTi));
  CHECK(depthAt(hot, kFe) < 0.8 * depthAt(cool, kFe));
  const double paschen14 = 860.29;  // its wing, clear of Fe I 860.12
  CHECK(depthAt(hot, paschen14) > 0.02);
  CHECK(depthAt(cool, paschen14) < 0.01);
}

namespace {

struct Differentiated {
  std::vector<double> flux, derivatives;
  double at(mock::MockLabel label, double nm) const {
    return derivatives[static_cast<std::size_t>(label) * flux.size() + mock::rvsGrid().nearest(nm)];
  }
};

Differentiated differentiate(const mock::StellarParameters& star,
                             const mock::SpectrumModel& model = mock::spectrumModel()) {
  const std::size_t pixels = model.grid().size();
  Differentiated out{std::vector<double>(pixels), std::vector<double>(mock::kMockLabels * pixels)};
  model.differentiate(star, out.flux, out.derivatives);
  return out;
}

const std::array<mock::StellarParameters, 4> kStars = {
    {{4750.0, 2.70, -0.12, 0.10},
     {5669.0, 4.47, -0.18, 0.0},
     {4100.0, 4.6, -1.2, 0.3, {0.1, -0.1, 0.05, 0.0, 0.02, 0.1, -0.2}},
     {7000.0, 4.1, 0.2, -0.05}}};

}  // namespace

TEST_CASE("mock derivatives: they agree with central differences to 1e-4 in every pixel") {
  for (const auto& star : kStars) {
    const auto exact = differentiate(star);
    for (std::size_t label = 0; label < mock::kMockLabels; ++label) {
      const double step = label == 0 ? 1.0 : 1e-3;
      auto high = star, low = star;
      high.value(static_cast<mock::MockLabel>(label)) += step;
      low.value(static_cast<mock::MockLabel>(label)) -= step;
      const auto up = differentiate(high), down = differentiate(low);
      double largest = 0.0, worst = 0.0;
      for (std::size_t i = 0; i < exact.flux.size(); ++i) {
        const double difference = (up.flux[i] - down.flux[i]) / (2.0 * step);
        const double slope = exact.derivatives[label * exact.flux.size() + i];
        largest = std::max(largest, std::abs(slope));
        worst = std::max(worst, std::abs(slope - difference));
      }
      INFO(mock::mockLabelName(static_cast<mock::MockLabel>(label)) << " at " << star.teff << " K");
      CHECK(worst <= 1e-4 * std::max(largest, label == 0 ? 1e-7 : 1e-4));
    }
  }
}

TEST_CASE("mock derivatives: the fast flux equals the differentiated flux") {
  for (const auto& star : kStars) {
    const auto fast = spectrumOf(star);
    const auto exact = differentiate(star);
    for (std::size_t i = 0; i < fast.size(); ++i)
      CHECK(static_cast<double>(fast[i]) == Approx(exact.flux[i]).margin(2e-4));
  }
}

TEST_CASE("mock derivatives: each label changes its own lines, and nothing without them") {
  using mock::MockLabel;
  const auto giant = differentiate(kStars[0]);
  constexpr double kEmpty = 846.465, kWing = 854.444 + 0.5;
  for (const double nm : {kSi, kTi, kMg, 850.0355, 854.444, 866.452})
    CHECK(giant.at(MockLabel::Alpham, nm) < -0.02);
  CHECK(giant.at(MockLabel::Alpham, kCa) < -0.005);
  CHECK(giant.at(MockLabel::Fe, kFe) < -0.1);
  CHECK(giant.at(MockLabel::Mh, kFe) < -0.07);
  CHECK(giant.at(MockLabel::Si, kSi) < 10.0 * giant.at(MockLabel::Fe, kSi));
  CHECK(giant.at(MockLabel::Ti, kTi) < -0.05);
  CHECK(giant.at(MockLabel::Mg, kMg) < -0.02);
  CHECK(giant.at(MockLabel::Ca, 850.0355) < -0.05);
  CHECK(giant.at(MockLabel::Ni, 863.937) < -0.01);
  // Mg and Si supply electrons, which increases the H⁻ opacity and weakens iron lines: an effect of opposite sign, and
  // smaller.
  CHECK(std::abs(giant.at(MockLabel::Alpham, kFe)) < 0.45 * std::abs(giant.at(MockLabel::Fe, kFe)));
  CHECK(std::abs(giant.at(MockLabel::Si, kFe)) < 0.02);
  // α consists of Ca, Si, Ti and Mg; together with iron and the other metals they make up [M/H].
  for (std::size_t i = 0; i < giant.flux.size(); ++i) {
    const auto at = [&](MockLabel label) {
      return giant.derivatives[static_cast<std::size_t>(label) * giant.flux.size() + i];
    };
    CHECK(at(MockLabel::Alpham) ==
          Approx(at(MockLabel::Ca) + at(MockLabel::Si) + at(MockLabel::Ti) + at(MockLabel::Mg)).margin(1e-9));
  }
  for (const auto label : {MockLabel::Si, MockLabel::Ti, MockLabel::Mg, MockLabel::Fe, MockLabel::Ni, MockLabel::Al})
    CHECK(std::abs(giant.at(label, kEmpty)) < 0.01);
  // No Al line lies in the window, and Al supplies few electrons.
  for (std::size_t i = 0; i < giant.flux.size(); ++i)
    CHECK(std::abs(giant.derivatives[10 * giant.flux.size() + i]) < 0.02);
  // The wings of Ca II are wider in a dwarf, because of its gravity.
  const auto dwarf = differentiate(kStars[1]);
  CHECK(dwarf.at(MockLabel::Logg, kWing) < -0.003);
  CHECK(dwarf.at(MockLabel::Logg, 866.452 - 0.5) < -0.003);
  CHECK(std::abs(dwarf.at(MockLabel::Logg, kEmpty)) < 0.2 * std::abs(dwarf.at(MockLabel::Logg, kWing)));
}

TEST_CASE("mock spectrum: Al lines lie outside the RVS window and change with Al") {
  const mock::SpectrumModel model(spectra::WavelengthGrid::linear(876.0, 0.03, 100), 11500.0);
  const auto star = differentiate(kStars[1], model);
  const std::size_t line = model.grid().nearest(877.630);
  CHECK(star.derivatives[10 * star.flux.size() + line] < -0.02);
}

TEST_CASE("mock spectrum: Voigt profiles match the Faddeeva function") {
  // scipy.special.wofz(u + ia).real, scipy 1.10.
  struct Case {
    double a, u, value;
  };
  for (const auto& c :
       {Case{0.001, 0, 0.99887262},       Case{0.001, 0.5, 0.778151718},   Case{0.001, 1.2, 0.237172687},
        Case{0.001, 2.5, 0.00206066786},  Case{0.001, 4, 3.93620805e-05},  Case{0.001, 5.9, 1.69620744e-05},
        Case{0.001, 6.1, 1.58190091e-05}, Case{0.001, 15, 2.52441467e-06}, Case{0.02, 0, 0.977826478},
        Case{0.02, 0.5, 0.765966148},     Case{0.02, 1.2, 0.241660104},    Case{0.02, 2.5, 0.00452600718},
        Case{0.02, 4, 0.000785075898},    Case{0.02, 5.9, 0.000339237141}, Case{0.02, 6.1, 0.000316376419},
        Case{0.02, 15, 5.04882024e-05},   Case{0.1, 0, 0.89645698},        Case{0.1, 0.5, 0.717587742},
        Case{0.1, 1.2, 0.257374211},      Case{0.1, 2.5, 0.0146984068},    Case{0.1, 4, 0.0039217521},
        Case{0.1, 5.9, 0.00169566293},    Case{0.1, 6.1, 0.00158142961},   Case{0.1, 15, 0.00025243007},
        Case{0.2, 0, 0.80901952},         Case{0.2, 0.5, 0.663222625},     Case{0.2, 1.2, 0.270927688},
        Case{0.2, 2.5, 0.0268405887},     Case{0.2, 4, 0.00782373554},     Case{0.2, 5.9, 0.00338806297},
        Case{0.2, 6.1, 0.00316003473},    Case{0.2, 15, 0.000504791768}}) {
    const bool wing = c.u >= mock::kVoigtCore;
    const auto shape =
        wing ? mock::VoigtShape<double>{0.0, mock::voigtWing(c.u), 0.0, 0.0, 0.0, 0.0} : mock::voigtCore(c.u);
    CHECK(shape.h0 + c.a * (shape.h1 + c.a * shape.h2) == Approx(c.value).margin(0.006));
  }
}

TEST_CASE("mock spectrum: a velocity shifts it by v/c, and finer pixels show the same star") {
  const auto archiveGrid = spectra::WavelengthGrid::linear(846.0, 0.01, 2401);  // of the Gaia archive
  std::vector<float> still(2401), moved(2401);
  const mock::SpectrumModel model(archiveGrid);
  model.compute(kStars[1], still);
  model.compute(kStars[1], moved, 30.0);
  const auto lowest = [&](const std::vector<float>& flux) {  // flux in the strongest line, 853–856 nm
    const auto first = flux.begin() + 700, last = flux.begin() + 1000;
    return archiveGrid[static_cast<std::size_t>(std::min_element(first, last) - flux.begin())];
  };
  CHECK(lowest(moved) - lowest(still) == Approx(854.444 * 30.0 / 299792.458).margin(0.011));
  std::vector<float> rebinned(800);
  spectra::rebin(archiveGrid, still, {}, mock::rvsGrid(), rebinned, {});
  const auto coarse = spectrumOf(kStars[1]);
  for (std::size_t i = 5; i < 795; ++i)
    CHECK(rebinned[i] == Approx(coarse[i]).margin(0.003));
}

TEST_CASE("mock spectrum: a window outside the lines or a resolution out of range is refused with a message") {
  CHECK_THROWS_WITH(mock::SpectrumModel(spectra::WavelengthGrid::linear(500.0, 0.1, 100)),
                    Catch::Contains("840 to 882"));
  CHECK_THROWS_WITH(mock::SpectrumModel(mock::rvsGrid(), 10.0), Catch::Contains("between 1000 and 100000"));
}

TEST_CASE("mock spectrum: the labels of Kepler-93 reproduce its spectrum", "[real]") {
  const auto path = test::realData("gaia_rvs/Kepler-93.csv");
  if (path.empty()) return;
  // Labels: Ballard et al. (2014, ApJ 790, 12).
  const auto agreement = compare(path, {5669.0, 4.47, -0.18, 0.0});
  CHECK(agreement.correlation >= 0.99);
  CHECK(agreement.rms <= 0.01);
  // The comparison can fail: the labels of a giant agree less well.
  CHECK(compare(path, {4300.0, 1.5, 0.2, 0.2}).rms > 3.0 * agreement.rms);
}

TEST_CASE("mock spectrum: the giant HD 176650", "[real]") {
  const auto path = test::realData("gaia_rvs/HD176650.csv");
  if (path.empty()) return;
  // Teff and logg follow from colour and parallax (core/mock/README.md), [M/H] and [α/M] from the spectrum.
  const auto agreement = compare(path, {4750.0, 2.70, -0.12, 0.10});
  CHECK(agreement.correlation >= 0.996);
  CHECK(agreement.rms <= 0.02);
  CHECK(agreement.scaledRms <= 0.009);
  CHECK(compare(path, {4421.0, 1.96, -0.12, 0.10}).scaledRms > 1.5 * agreement.scaledRms);
}

namespace {

/// Returns the solution x of A x = b (n × n) by elimination; A is positive definite.
std::vector<double> solveLinear(std::vector<double> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i * n + k] / a[k * n + k];
      for (std::size_t j = k; j < n; ++j)
        a[i * n + j] -= factor * a[k * n + j];
      b[i] -= factor * b[k];
    }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j)
      b[k] -= a[k * n + j] * b[j];
    b[k] /= a[k * n + k];
  }
  return b;
}

/// Fits Teff, logg, [M/H] and [α/M], and one factor for the continuum, to a real spectrum by least squares. The cores
/// of Ca II have less weight, as in the fit of the constants.
mock::StellarParameters fitLabels(const std::filesystem::path& path, mock::StellarParameters star) {
  const auto seen = realSpectrum(path);
  double scale = 1.0;
  for (int round = 0; round < 25; ++round) {
    const auto model = differentiate(star);
    constexpr std::size_t kUnknowns = 5;
    std::vector<double> normal(kUnknowns * kUnknowns), right(kUnknowns);
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (!std::isfinite(seen[i])) continue;
      const double nm = mock::rvsGrid()[i];
      const bool core = std::abs(nm - 850.036) < 0.12 || std::abs(nm - 854.444) < 0.12 || std::abs(nm - 866.452) < 0.12;
      const double weight = core ? 0.16 : 1.0;
      std::array<double, kUnknowns> slope;
      for (std::size_t label = 0; label < 4; ++label)
        slope[label] = scale * model.derivatives[label * seen.size() + i];
      slope[0] *= 1000.0;
      slope[4] = model.flux[i];
      for (std::size_t j = 0; j < kUnknowns; ++j) {
        right[j] += weight * slope[j] * (static_cast<double>(seen[i]) - scale * model.flux[i]);
        for (std::size_t k = 0; k < kUnknowns; ++k)
          normal[j * kUnknowns + k] += weight * slope[j] * slope[k];
      }
    }
    const auto step = solveLinear(normal, right);
    star.teff += std::clamp(1000.0 * step[0], -200.0, 200.0);
    star.logg += std::clamp(step[1], -0.4, 0.4);
    star.mh += std::clamp(step[2], -0.2, 0.2);
    star.alpham += std::clamp(step[3], -0.1, 0.1);
    scale += step[4];
  }
  return star;
}

}  // namespace

TEST_CASE("mock spectrum: labels fitted to real spectra agree with colour, parallax and asteroseismology", "[real]") {
  const auto giant = test::realData("gaia_rvs/HD176650.csv"), dwarf = test::realData("gaia_rvs/Kepler-93.csv");
  if (giant.empty() || dwarf.empty()) return;
  const auto cool = fitLabels(giant, {4400.0, 2.0, -0.4, 0.0});
  INFO(cool.teff << " K, " << cool.logg << ", " << cool.mh << ", " << cool.alpham);
  CHECK(cool.teff == Approx(4750.0).margin(100.0));
  CHECK(cool.logg == Approx(2.70).margin(0.3));
  CHECK(cool.mh == Approx(-0.1).margin(0.1));
  const auto warm = fitLabels(dwarf, {5300.0, 4.0, 0.2, 0.1});
  INFO(warm.teff << " K, " << warm.logg << ", " << warm.mh << ", " << warm.alpham);
  CHECK(warm.teff == Approx(5669.0).margin(150.0));  // its noise alone causes 45 K
  CHECK(warm.logg == Approx(4.47).margin(0.3));
  CHECK(warm.mh == Approx(-0.18).margin(0.1));
}

TEST_CASE("mock spectrum: KOI-001, which was not fitted, lies within its noise", "[real]") {
  const auto path = test::realData("gaia_rvs/KOI-001.csv");
  if (path.empty()) return;
  // Labels: TrES-2, 5850 K, 4.455, −0.15 (Sozzetti et al. 2007, ApJ 664, 1190). S/N 21: a noise of 0.048.
  const auto agreement = compare(path, {5850.0, 4.455, -0.15, 0.0});
  CHECK(agreement.correlation >= 0.85);
  CHECK(agreement.rms <= 0.055);
}
