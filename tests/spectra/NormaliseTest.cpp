// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Normalise.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using spectra::WavelengthGrid;

namespace {
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
}

TEST_CASE("normalise: a straight slope becomes one away from the edges, and errors scale with it") {
  std::vector<float> flux(101), error(101, 1.0F);
  for (std::size_t i = 0; i < flux.size(); ++i)
    flux[i] = 100.0F + static_cast<float>(i);
  spectra::normaliseByRunningMean(flux, error, 11);
  for (std::size_t i = 5; i < 96; ++i) {
    CHECK(flux[i] == Approx(1.0).epsilon(1e-6));
    CHECK(error[i] == Approx(1.0 / (100.0 + static_cast<double>(i))));
  }
  // The first window holds pixels 0–5 only, of mean 102.5.
  CHECK(flux[0] == Approx(100.0 / 102.5));
}

TEST_CASE("normalise: NaN pixels stay NaN and do not enter the mean") {
  std::vector<float> flux = {2.0F, 2.0F, kNaN, 4.0F, 4.0F};
  spectra::normaliseByRunningMean(flux, {}, 3);
  CHECK(flux[1] == Approx(1.0));
  CHECK(std::isnan(flux[2]));
  CHECK(flux[3] == Approx(1.0));
}

TEST_CASE("normalise: a spectrum without positive flux is refused") {
  std::vector<float> flux(10, -1.0F);
  CHECK_THROWS_AS(spectra::normaliseByRunningMean(flux, {}, 3), Error);
  std::vector<float> blank(10, kNaN);
  CHECK_THROWS_AS(spectra::normaliseByRunningMean(blank, {}, 3), Error);
}

TEST_CASE("resample: linear between pixels, NaN outside and beside missing pixels") {
  const WavelengthGrid from({1.0, 2.0, 3.0, 4.0});
  const WavelengthGrid to({0.5, 1.0, 1.25, 2.0, 2.5, 4.0, 4.5});
  const std::vector<float> flux = {10.0F, 20.0F, kNaN, 5.0F};
  std::vector<float> out(to.size());
  spectra::resampleLinear(from, flux, to, out);
  CHECK(std::isnan(out[0]));
  CHECK(out[1] == 10.0F);
  CHECK(out[2] == Approx(12.5));
  CHECK(out[3] == 20.0F);
  CHECK(std::isnan(out[4]));
  CHECK(out[5] == 5.0F);
  CHECK(std::isnan(out[6]));
}

TEST_CASE("rebin: flux is conserved between grids that share their ends") {
  Random random(11);
  const auto from = WavelengthGrid::linear(846.005, 0.01, 2400);  // edges 846.00 and 870.00
  const auto to = WavelengthGrid::linear(846.016, 0.032, 750);    // the same edges, no common inner ones
  std::vector<float> flux(from.size()), out(to.size());
  for (auto& value : flux)
    value = static_cast<float>(random.uniform(0.2, 1.2));
  spectra::rebin(from, flux, {}, to, out, {});
  const double before = std::accumulate(flux.begin(), flux.end(), 0.0) * 0.01;
  const double after = std::accumulate(out.begin(), out.end(), 0.0) * 0.032;
  CHECK(after == Approx(before).epsilon(1e-7));
}

TEST_CASE("rebin: three whole pixels give their mean, and an error smaller by √3") {
  const auto from = WavelengthGrid::linear(846.005, 0.01, 2400);
  const auto to = WavelengthGrid::linear(846.015, 0.03, 800);
  std::vector<float> flux(from.size(), 1.0F), error(from.size(), 0.03F), out(800), outError(800);
  flux[3] = 4.0F;
  spectra::rebin(from, flux, error, to, out, outError);
  CHECK(out[1] == Approx(2.0));
  CHECK(out[2] == Approx(1.0));
  CHECK(outError[400] == Approx(0.03 / std::sqrt(3.0)).epsilon(1e-5));
}

TEST_CASE("rebin: a pixel less than half covered by data is NaN") {
  const auto from = WavelengthGrid::linear(846.005, 0.01, 6);
  const auto to = WavelengthGrid::linear(846.015, 0.03, 3);  // the third lies outside
  const std::vector<float> flux = {1.0F, kNaN, 3.0F, kNaN, kNaN, 5.0F};
  std::vector<float> out(3);
  spectra::rebin(from, flux, {}, to, out, {});
  CHECK(out[0] == Approx(2.0));
  CHECK(std::isnan(out[1]));
  CHECK(std::isnan(out[2]));
}
