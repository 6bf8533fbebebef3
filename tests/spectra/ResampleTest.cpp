// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Resample.h"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using spectra::WavelengthGrid;

namespace {
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
}

TEST_CASE("resample: linear between pixels, NaN outside and next to missing pixels") {
  const WavelengthGrid from({1.0, 2.0, 3.0, 4.0});
  const WavelengthGrid to({0.5, 1.0, 1.25, 2.0, 2.5, 4.0, 4.5});
  const std::vector<float> flux = {10.0F, 20.0F, kNaN, 5.0F};
  std::vector<float> out(to.size());
  spectra::resampleLinear(from, flux, {}, to, out, {});
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
  const auto to = WavelengthGrid::linear(846.016, 0.032, 750);    // the same outer edges
  std::vector<float> flux(from.size()), out(to.size());
  for (auto& value : flux)
    value = static_cast<float>(random.uniform(0.2, 1.2));
  spectra::rebin(from, flux, {}, to, out, {});
  const double before = std::accumulate(flux.begin(), flux.end(), 0.0) * 0.01;
  const double after = std::accumulate(out.begin(), out.end(), 0.0) * 0.032;
  CHECK(after == Approx(before).epsilon(1e-7));
}

TEST_CASE("rebin: three whole pixels become their mean, with an error smaller by √3") {
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

TEST_CASE("resample: the error of a linear interpolation is the error of its weighted sum") {
  const WavelengthGrid from({1.0, 2.0, 3.0});
  const WavelengthGrid to({1.25, 2.0, 2.5});
  const std::vector<float> flux = {1.0F, 1.0F, 1.0F}, error = {0.4F, 0.3F, kNaN};
  std::vector<float> out(3), outError(3);
  spectra::resampleLinear(from, flux, error, to, out, outError);
  CHECK(outError[0] == Approx(std::sqrt(0.75 * 0.75 * 0.16 + 0.25 * 0.25 * 0.09)));
  CHECK(outError[1] == 0.3F);
  CHECK(std::isnan(outError[2]));
  CHECK(out[2] == 1.0F);
}
