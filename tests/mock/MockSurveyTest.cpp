// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSurvey.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/Error.h"
#include "base/Parallel.h"
#include "mock/MockSpectrum.h"
#include "support/Catch.h"
#include "support/SameBits.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"

using namespace maury;

namespace {

const survey::Dataset& sample() {
  static const auto data = mock::mockStars({}, 0, 3000);
  return data;
}

bool sameStars(const survey::Dataset& a, const survey::Dataset& b) {
  if (a.ids != b.ids || !test::sameBits(a.flux, b.flux) || !test::sameBits(a.fluxError, b.fluxError)) return false;
  for (std::size_t i = 0; i < a.inputs.size(); ++i)
    if (!test::sameBits(a.inputs[i].values, b.inputs[i].values)) return false;
  for (std::size_t i = 0; i < a.labels.size(); ++i)
    if (!test::sameBits(a.labels[i].values, b.labels[i].values) ||
        !test::sameBits(a.labels[i].errors, b.labels[i].errors))
      return false;
  for (std::size_t i = 0; i < a.columns.size(); ++i)
    if (a.columns[i].values != b.columns[i].values) return false;
  return true;
}

double shareOfHighAlpha(const survey::Dataset& data, double lowZ, double highZ) {
  const auto mh = data.numeric("mh"), alpha = data.numeric("alpham"), R = data.numeric("R_kpc"),
             Z = data.numeric("Z_kpc");
  int all = 0, high = 0;
  for (std::size_t i = 0; i < mh.size(); ++i) {
    const double height = std::abs(Z[i]);
    if (mh[i] < -0.8 || mh[i] > -0.1 || std::abs(R[i] - 8.1) > 0.8 || height < lowZ || height >= highZ) continue;
    ++all;
    high += alpha[i] > 0.15 ? 1 : 0;
  }
  REQUIRE(all > 100);
  return static_cast<double>(high) / all;
}

}  // namespace

TEST_CASE("mock: a star depends on the seed, not on the chunk or thread") {
  const mock::MockOptions options{60, 7, 0.4};
  const auto whole = mock::mockStars(options, 0, 60);
  std::vector<survey::Dataset> parts(9);
  parallelChunks(60, 7, 4, [&](std::size_t begin, std::size_t end, unsigned) {
    parts[begin / 7] = mock::mockStars(options, begin, end - begin);
  });
  auto joined = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i)
    survey::append(joined, parts[i]);
  CHECK(sameStars(whole, joined));
  CHECK_FALSE(sameStars(whole, mock::mockStars({60, 8, 0.4}, 0, 60)));
}

TEST_CASE("mock: shapes, names and provenance match the header") {
  const auto& data = sample();
  CHECK_NOTHROW(data.validate());
  CHECK(data.provenance.isMock);
  CHECK(data.provenance.origin == "mock Milky Way, seed 7");
  CHECK(data.grid.describe() == "800 px, 846.01–869.99 nm (vacuum)");
  const auto different = std::set<std::string>(data.ids.begin(), data.ids.end()).size();
  CHECK(static_cast<double>(data.starCount() - different) == Approx(0.03 * 3000).margin(38));  // repeats
  CHECK(data.ids[1235] == "mock-000001235");
  for (const char* name : {"teff", "logg", "mh", "feh", "alpham"})
    CHECK(data.findLabel(name) != nullptr);
  for (const char* name : {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag", "parallax"})
    CHECK(data.findInput(name)->width == 1);
  for (const char* name : {"bp_coefficients", "rp_coefficients"}) {
    REQUIRE(data.findInput(name)->width == 55);
    CHECK(data.findInput(name)->values[0] == 1.0F);
  }
  for (const char* name :
       {"ra", "dec", "distance_kpc", "R_kpc", "Z_kpc", "snr", "population", "oddity", "in_training", "true_delta_mg"})
    CHECK(data.findColumn(name) != nullptr);
}

TEST_CASE("mock: 40 % of the stars have 15 < S/N < 25, or the requested share") {
  const auto share = [](const survey::Dataset& data) {
    const auto snr = data.numeric("snr");
    const auto low = std::count_if(snr.begin(), snr.end(), [](double s) { return s > 15.0 && s < 25.0; });
    return static_cast<double>(low) / static_cast<double>(snr.size());
  };
  CHECK(share(sample()) == Approx(0.4).margin(0.036));  // four standard deviations of 3000 draws
  CHECK(share(mock::mockStars({100, 7, 1.0}, 0, 100)) == 1.0);
  CHECK(share(mock::mockStars({100, 7, 0.0}, 0, 100)) == 0.0);
  CHECK_THROWS_AS(mock::mockStars({100, 7, 1.5}, 0, 1), Error);
}

TEST_CASE("mock: the noise of a spectrum matches its S/N and its flux errors") {
  const auto& data = sample();
  const auto snr = data.numeric("snr"), teff = data.numeric("true_teff");
  int stars = 0;
  for (std::size_t star = 0; stars < 20; ++star) {
    if (teff[star] < 5600.0 || teff[star] > 6400.0) continue;  // no CN and no Paschen wings
    ++stars;
    // Continuum without listed lines: 862.55–863.35 nm.
    double squares = 0.0, errors = 0.0;
    int count = 0;
    double mean = 0.0;
    const std::size_t first = data.grid.nearest(862.55), last = data.grid.nearest(863.35);
    for (std::size_t i = first; i < last; ++i)
      mean += data.fluxOf(star)[i] / static_cast<double>(last - first);
    for (std::size_t i = first; i < last; ++i, ++count) {
      squares += std::pow(data.fluxOf(star)[i] - mean, 2);
      errors += data.fluxErrorOf(star)[i];
    }
    INFO("star " << star);
    CHECK(errors / count == Approx(1.0 / snr[star]).epsilon(0.05));
    CHECK(std::sqrt(squares / (count - 1)) == Approx(errors / count).epsilon(0.6));
  }
}

TEST_CASE("mock: missing pixels lie at the edges only") {
  const auto& data = sample();
  std::size_t starsWithout = 0;
  for (std::size_t star = 0; star < data.starCount(); ++star) {
    const auto flux = data.fluxOf(star);
    CHECK(std::none_of(flux.begin() + 1, flux.end() - 6, [](float f) { return std::isnan(f); }));
    starsWithout += std::isnan(flux.back()) ? 1 : 0;
  }
  CHECK(starsWithout == Approx(0.25 * 3000).epsilon(0.15));
}

TEST_CASE("mock: labels scatter about the truth by their errors, within the range of a training set") {
  const auto& data = sample();
  const auto& oddity = std::get<std::vector<std::string>>(data.findColumn("oddity")->values);
  for (const char* name : {"teff", "logg", "mh", "feh", "alpham"}) {
    const auto seen = data.numeric(name), truth = data.numeric(std::string("true_") + name),
               error = data.numeric(std::string("e_") + name);
    double squares = 0.0;
    int count = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (!std::isfinite(seen[i]) || oddity[i] == "wrong labels") continue;
      squares += std::pow((seen[i] - truth[i]) / error[i], 2);
      ++count;
    }
    INFO(name);
    CHECK(std::sqrt(squares / count) == Approx(1.0).margin(0.06));
    CHECK(count > 2800);
    CHECK(std::count_if(seen.begin(), seen.end(), [](double v) { return std::isnan(v); }) > 0);
  }
  const auto within = [&](const char* name, double low, double high) {
    const auto values = data.numeric(name);
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    CHECK(*least >= low);
    CHECK(*most <= high);
  };
  within("true_teff", 3500, 7500);
  within("true_logg", 0.0, 5.0);
  within("true_mh", -2.3, 0.5);
  within("true_alpham", -0.15, 0.45);
  within("phot_g_mean_mag", 5.9, 14.05);
  const auto mh = data.numeric("true_mh");
  CHECK(std::count_if(mh.begin(), mh.end(), [](double m) { return m < -1.5; }) > 10);
}

TEST_CASE("mock: near the Sun the share of high-α stars rises with |Z| as in the real sample of Guiglion et al. 2020") {
  const auto data = mock::mockStars({}, 0, 12000);
  // Real shares (3904 RAVE stars with APOGEE labels): 0.08, 0.18, 0.30, 0.63.
  CHECK(shareOfHighAlpha(data, 0.0, 0.25) == Approx(0.08).margin(0.06));
  CHECK(shareOfHighAlpha(data, 0.25, 0.5) == Approx(0.18).margin(0.08));
  CHECK(shareOfHighAlpha(data, 0.5, 1.0) == Approx(0.30).margin(0.10));
  CHECK(shareOfHighAlpha(data, 1.0, 99.0) == Approx(0.63).margin(0.14));
}

TEST_CASE("mock: parallax is one over distance, within its error") {
  const auto& data = sample();
  const auto parallax = data.numeric("parallax"), distance = data.numeric("distance_kpc");
  double squares = 0.0;
  for (std::size_t i = 0; i < parallax.size(); ++i)
    squares += std::pow(parallax[i] - 1.0 / distance[i], 2);
  CHECK(std::sqrt(squares / 3000.0) == Approx(0.02).epsilon(0.1));
}

TEST_CASE("mock: the survey file holds the same stars as memory, and a stopped run leaves no file") {
  const test::TemporaryFolder folder;
  const mock::MockOptions options{600, 7, 0.4};
  Job job;
  mock::writeMockSurvey(folder / "mock.fits", options, job);
  Job readJob;
  CHECK(sameStars(survey::readSurvey(folder / "mock.fits", readJob), mock::mockStars(options, 0, 600)));
  Job stopped;
  stopped.requestStop();
  CHECK_THROWS_AS(mock::writeMockSurvey(folder / "stopped.fits", options, stopped), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "stopped.fits"));
}

TEST_CASE("mock: repeats share the star's labels and inputs but have other noise") {
  const auto data = mock::mockStars({2000, 7, 0.4, 0.04, 0.3}, 0, 2000);
  std::map<std::string, std::size_t> first;
  std::size_t repeats = 0;
  for (std::size_t i = 0; i < data.starCount(); ++i) {
    const auto [found, fresh] = first.emplace(data.ids[i], i);
    if (fresh) continue;
    ++repeats;
    const std::size_t other = found->second;
    CHECK(data.findColumn("ra")->asReal()[i] == data.findColumn("ra")->asReal()[other]);
    CHECK(data.findInput("parallax")->values[i] == data.findInput("parallax")->values[other]);
    CHECK(data.fluxOf(i)[400] != data.fluxOf(other)[400]);
  }
  CHECK(repeats == Approx(600).margin(84));
}

TEST_CASE("mock: correlated noise has the same amplitude and correlated neighbours") {
  const auto measure = [](bool correlated) {
    mock::MockOptions options{60, 7, 1.0, 0.0, 0.0, mock::parseWindow("rvs2401"), {correlated, 0.0}};
    const auto data = mock::mockStars(options, 0, 60);
    const mock::SpectrumModel model(data.grid);
    double squares = 0.0, products = 0.0, count = 0.0;
    for (std::size_t star = 0; star < 60; ++star) {
      mock::StellarParameters truth;
      for (std::size_t k = 0; k < mock::kMockLabels; ++k) {
        const auto label = static_cast<mock::MockLabel>(k);
        truth.value(label) = data.numeric("true_" + std::string(mock::mockLabelName(label)))[star];
      }
      std::vector<float> flux(data.grid.size());
      model.compute(truth, flux);
      const auto noise = [&](std::size_t i) {
        return static_cast<double>((data.fluxOf(star)[i] - flux[i]) / data.fluxErrorOf(star)[i]);
      };
      for (std::size_t i = 100; i < 2300; ++i, count += 1.0)
        squares += noise(i) * noise(i), products += noise(i) * noise(i + 1);
    }
    return std::pair(squares / count, products / squares);
  };
  const auto [whiteSize, whiteProduct] = measure(false);
  const auto [size, product] = measure(true);
  CHECK(whiteSize == Approx(1.0).margin(0.02));
  CHECK(std::abs(whiteProduct) < 0.02);
  CHECK(size == Approx(1.0).margin(0.03));
  CHECK(product == Approx(mock::noiseCorrelation(0.01)).margin(0.02));
}

TEST_CASE("mock: the correlation of noise depends on the distance in detector pixels and ends at two of them") {
  // Integrals of the interpolation weights, by Gauss–Legendre quadrature with numpy.
  CHECK(mock::noiseCorrelation(0.0) == Approx(1.0).margin(1e-9));
  CHECK(mock::noiseCorrelation(0.01) == Approx(0.8141797173).margin(1e-7));
  CHECK(mock::noiseCorrelation(-0.03) == Approx(0.1351613797).margin(1e-7));
  CHECK(mock::noiseCorrelation(0.04) == Approx(0.0117012437).margin(1e-7));
  CHECK(mock::noiseCorrelation(0.05) == 0.0);
}

TEST_CASE("mock: windows parse by name and by numbers, and invalid ones are refused") {
  CHECK(mock::parseWindow("rvs2401").pixels == 2401);
  const auto window = mock::parseWindow("850:0.05:200:7000");
  CHECK(window.firstNm == 850.0);
  CHECK(window.resolution == 7000.0);
  CHECK(mock::mockStars({2, 7, 0.4, 0.0, 0.0, window}, 0, 2).grid.describe() == "200 px, 850.00–859.95 nm (vacuum)");
  CHECK(mock::mockStars({2, 7, 0.4, 0.0, 0.0, mock::parseWindow("rave")}, 0, 2).pixelCount() == 912);
  for (const char* text :
       {"", "rvs", "850:0.05:200", "850:0:200:7000", "850:0.05:200:7000:1", "850:0.05:200:7000:", "nan:0.05:200:7000",
        "850:inf:200:7000", "850:0.05:-200:7000", "850:0.05:1e999:7000", "850:1e-999:200:7000",
        "850:0.05:99999999999999999999:7000", "850:0.05:200:1e999", "850:0.05:200.5:7000"})
    CHECK_THROWS_AS(mock::parseWindow(text), Error);
  CHECK_THROWS_AS(mock::parseWindow(std::string(50000, '9')), Error);
  CHECK_THROWS_AS(mock::parseWindow(std::string(50000, ':')), Error);
  CHECK_THROWS_AS(mock::mockStars({2, 7, 0.4, 0.0, 0.0, mock::parseWindow("500:0.05:200:7000")}, 0, 1), Error);
}

TEST_CASE("mock: binaries and active stars differ from the spectrum of their labels, others only by noise") {
  mock::MockOptions options{400, 7, 0.0, 0.5, 0.0};
  options.observation.velocityErrorScale = 0.0;
  const auto data = mock::mockStars(options, 0, 400);
  const auto& oddity = std::get<std::vector<std::string>>(data.findColumn("oddity")->values);
  std::map<std::string, std::pair<double, double>> chi;
  for (std::size_t star = 0; star < data.starCount(); ++star) {
    mock::StellarParameters truth;
    for (std::size_t k = 0; k < mock::kMockLabels; ++k) {
      const auto label = static_cast<mock::MockLabel>(k);
      truth.value(label) = data.numeric("true_" + std::string(mock::mockLabelName(label)))[star];
    }
    std::vector<float> flux(data.pixelCount());
    mock::spectrumModel().compute(truth, flux);
    for (std::size_t i = 20; i < 780; ++i) {
      auto& [sum, count] = chi[oddity[star]];
      sum += std::pow((data.fluxOf(star)[i] - flux[i]) / data.fluxErrorOf(star)[i], 2), count += 1.0;
    }
  }
  CHECK(chi["none"].first / chi["none"].second == Approx(1.0).margin(0.02));
  CHECK(chi["wrong labels"].first / chi["wrong labels"].second == Approx(1.0).margin(0.02));
  CHECK(chi["binary"].first / chi["binary"].second > 2.0);
  CHECK(chi["emission"].first / chi["emission"].second > 2.0);
}
