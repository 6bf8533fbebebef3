// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Coadd.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/Random.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::spectra;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Coadded {
  std::vector<float> flux, fluxError;
  RepeatScatter scatter;
};

Coadded coaddOf(CoaddMethod method, const std::vector<std::vector<float>>& fluxes,
                const std::vector<std::vector<float>>& errors) {
  std::vector<RepeatSpectrum> spectra;
  for (std::size_t i = 0; i < fluxes.size(); ++i)
    spectra.push_back({fluxes[i], errors[i]});
  Coadded result{std::vector<float>(fluxes[0].size()), std::vector<float>(fluxes[0].size()), {}};
  result.scatter = coadd(method, spectra, result.flux, result.fluxError);
  return result;
}

}  // namespace

TEST_CASE("coadd: the mean is weighted by inverse variance, and its error is that of the sum of weights") {
  const Coadded mean = coaddOf(CoaddMethod::Mean, {{1.0F, 2.0F, kNaN, kNaN}, {4.0F, 3.0F, 7.0F, kNaN}},
                               {{1.0F, kNaN, 1.0F, 1.0F}, {2.0F, 0.5F, 0.25F, 1.0F}});
  CHECK(mean.flux[0] == Approx((1.0 + 4.0 / 4.0) / 1.25));  // weights 1 and 1/4
  CHECK(mean.fluxError[0] == Approx(1.0 / std::sqrt(1.25)));
  CHECK(mean.flux[1] == 3.0F);  // the value without an error does not count
  CHECK(mean.fluxError[1] == 0.5F);
  CHECK(mean.flux[2] == 7.0F);
  CHECK(std::isnan(mean.flux[3]));
  CHECK(std::isnan(mean.fluxError[3]));
  // Only the first pixel can be compared: mean 1.6, χ² = 0.6² / 1 + 2.4² / 4.
  CHECK(mean.scatter.degreesOfFreedom == 1);
  CHECK(mean.scatter.chiSquared == Approx(0.36 + 1.44));
}

TEST_CASE("coadd: without errors the values count alike, and there is no scatter to state") {
  const Coadded mean = coaddOf(CoaddMethod::Mean, {{1.0F}, {2.0F}, {6.0F}}, {{}, {}, {}});
  CHECK(mean.flux[0] == 3.0F);
  CHECK(std::isnan(mean.fluxError[0]));
  CHECK(std::isnan(mean.scatter.reduced()));
  CHECK(coaddOf(CoaddMethod::Median, {{1.0F}, {2.0F}, {6.0F}}, {{}, {}, {}}).flux[0] == 2.0F);
}

TEST_CASE("coadd: the median ignores a cosmic ray, and its error holds for unequal errors too") {
  const Coadded ray = coaddOf(CoaddMethod::Median, {{1.0F}, {1.1F}, {90.0F}}, {{0.1F}, {0.1F}, {0.1F}});
  CHECK(ray.flux[0] == 1.1F);
  CHECK(ray.scatter.reduced() > 1e5);
  const Coadded two = coaddOf(CoaddMethod::Median, {{1.0F}, {2.0F}}, {{0.3F}, {0.4F}});
  CHECK(two.flux[0] == 1.5F);
  CHECK(two.fluxError[0] == Approx(0.25));  // √(0.09 + 0.16) / 2

  constexpr std::size_t kSpectra = 41, kTrials = 4000;
  Random random(11);
  std::vector<std::vector<float>> fluxes(kSpectra), errors(kSpectra);
  for (std::size_t i = 0; i < kSpectra; ++i)
    for (std::size_t trial = 0; trial < kTrials; ++trial) {
      errors[i].push_back(i % 2 == 0 ? 1.0F : 3.0F);
      fluxes[i].push_back(errors[i].back() * static_cast<float>(random.gaussian()));
    }
  for (const CoaddMethod method : {CoaddMethod::Mean, CoaddMethod::Median}) {
    const Coadded noise = coaddOf(method, fluxes, errors);
    double squares = 0.0;
    for (const float value : noise.flux)
      squares += static_cast<double>(value) * static_cast<double>(value);
    // The scatter of 4000 values is known to 1.1 %.
    CHECK(std::sqrt(squares / kTrials) == Approx(noise.fluxError[0]).epsilon(0.05));
    CHECK(noise.scatter.reduced() == Approx(1.0).epsilon(0.02));
  }
}
