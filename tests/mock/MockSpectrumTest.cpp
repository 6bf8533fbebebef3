// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSpectrum.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "io/Table.h"
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

// Lines away from the triplet's cores (vacuum nm).
constexpr double kFe = 869.102, kFeWeak = 862.397, kSi = 855.913, kTi = 868.537, kMg = 847.602, kCa = 863.632;

struct Agreement {
  double correlation;
  double rms;
};

Agreement compare(const std::filesystem::path& path, const mock::StellarParameters& star) {
  const auto table = io::readTable(path);
  const spectra::WavelengthGrid grid(table.at("wavelength").asReal());
  const auto real = table.at("flux").asReal();
  const std::vector<float> flux(real.begin(), real.end());
  std::vector<float> seen(mock::rvsGrid().size());
  spectra::rebin(grid, flux, {}, mock::rvsGrid(), seen, {});
  const auto model = spectrumOf(star);
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, squares = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const double nm = mock::rvsGrid()[i], x = seen[i], y = model[i];
    if (nm < 847.0 || nm > 869.0 || !std::isfinite(x)) continue;
    n += 1, sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y, squares += (x - y) * (x - y);
  }
  REQUIRE(n > 700);
  return {(n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy)), std::sqrt(squares / n)};
}

}  // namespace

TEST_CASE("mock spectrum: every metal line deepens with its metals, and none leaves 0 to 1") {
  double before[6] = {};
  for (const double mh : {-2.0, -1.0, -0.5, 0.0, 0.4}) {
    const mock::StellarParameters star{4800.0, 2.5, mh, 0.0, mh};
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

TEST_CASE("mock spectrum: α deepens Ca, Si, Ti and Mg lines and leaves Fe") {
  const mock::StellarParameters plain{4800.0, 2.5, -0.3, 0.0, -0.3}, rich{4800.0, 2.5, -0.3, 0.3, -0.3};
  for (const double nm : {kSi, kTi, kMg, kCa, 850.0355}) {
    INFO(nm);
    CHECK(depthAt(rich, nm) > 1.01 * depthAt(plain, nm));
  }
  for (const double nm : {kFe, kFeWeak})
    CHECK(depthAt(rich, nm) == Approx(depthAt(plain, nm)).epsilon(0.03));
}

TEST_CASE("mock spectrum: [Fe/H] alone moves Fe lines alone") {
  const mock::StellarParameters plain{4800.0, 2.5, -0.3, 0.0, -0.3}, iron{4800.0, 2.5, -0.3, 0.0, -0.2};
  CHECK(depthAt(iron, kFe) > 1.01 * depthAt(plain, kFe));
  CHECK(depthAt(iron, kSi) == Approx(depthAt(plain, kSi)).epsilon(1e-3));
}

TEST_CASE("mock spectrum: pressure widens the wings of Ca II in dwarfs while its core grows shallower") {
  const mock::StellarParameters subgiant{5600.0, 3.5, 0.0, 0.0, 0.0}, dwarf{5600.0, 4.8, 0.0, 0.0, 0.0};
  CHECK(depthAt(dwarf, 854.444 + 0.6) > depthAt(subgiant, 854.444 + 0.6));
  CHECK(depthAt(dwarf, 854.444 - 0.8) > depthAt(subgiant, 854.444 - 0.8));
  CHECK(depthAt(dwarf, 854.444) < depthAt(subgiant, 854.444));
}

TEST_CASE("mock spectrum: heat weakens lines of neutral metals and brings out Paschen") {
  const mock::StellarParameters cool{4500.0, 4.4, 0.0, 0.0, 0.0}, hot{6800.0, 4.2, 0.0, 0.0, 0.0};
  CHECK(depthAt(hot, kTi) < 0.3 * depthAt(cool, kTi));
  CHECK(depthAt(hot, kFe) < 0.8 * depthAt(cool, kFe));
  const double paschen14 = 860.29;  // its wing, clear of Fe I 860.12
  CHECK(depthAt(hot, paschen14) > 0.02);
  CHECK(depthAt(cool, paschen14) < 0.01);
}

TEST_CASE("mock spectrum: the reference star has the depths of the line list where no other line is near") {
  for (const auto& [nm, depth] : {std::pair{869.102, 0.32}, {862.397, 0.13}, {858.462, 0.14}, {865.085, 0.12}})
    CHECK(depthAt(mock::SpectrumModel::reference(), nm) == Approx(depth).margin(0.035));
}

TEST_CASE("mock spectrum: Kepler-93's labels give Kepler-93's spectrum", "[real]") {
  const auto path = test::realData("gaia_rvs/Kepler-93.csv");
  if (path.empty()) return;
  // Labels: Ballard et al. (2014, ApJ 790, 12).
  const auto agreement = compare(path, {5669.0, 4.47, -0.18, 0.0, -0.18});
  CHECK(agreement.correlation >= 0.97);
  CHECK(agreement.rms <= 0.025);
  // The comparison can fail: a giant's labels agree worse.
  CHECK(compare(path, {4300.0, 1.5, 0.2, 0.2, 0.2}).rms > 1.5 * agreement.rms);
}

TEST_CASE("mock spectrum: the reference labels give the giant HD 176650", "[real]") {
  const auto path = test::realData("gaia_rvs/HD176650.csv");
  if (path.empty()) return;
  const auto agreement = compare(path, mock::SpectrumModel::reference());
  CHECK(agreement.correlation >= 0.97);
  CHECK(agreement.rms <= 0.03);
}
