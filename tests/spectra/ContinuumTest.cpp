// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Continuum.h"

#include <cmath>
#include <limits>
#include <vector>

#include "spectra/ChebyshevContinuum.h"
#include "support/Catch.h"

using namespace maury;
using spectra::Continuum;
using spectra::WavelengthGrid;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Returns 400 pixels with a parabolic continuum, two lines, a ripple, a cosmic ray and two pixels without data.
struct Example {
  WavelengthGrid grid = WavelengthGrid::linear(850.0, 0.05, 400);
  std::vector<float> flux;

  Example() {
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const double nm = grid[i];
      const double x = 2.0 * (nm - grid.first()) / (grid.last() - grid.first()) - 1.0;
      const double lines = 1.0 - 0.5 * std::exp(-0.5 * std::pow((nm - 856.3) / 0.3, 2)) -
                           0.3 * std::exp(-0.5 * std::pow((nm - 864.2) / 0.5, 2));
      flux.push_back(static_cast<float>(100.0 * (1.0 + 0.2 * x - 0.1 * x * x) * lines +
                                        0.4 * std::sin(7.0 * static_cast<double>(i))));
    }
    flux[50] = 300.0F;
    flux[10] = flux[399] = kNaN;
  }
};

}  // namespace

TEST_CASE("running mean: dividing a linear slope by it yields 1 away from the ends, and errors scale too") {
  std::vector<float> flux(101), error(101, 1.0F);
  for (std::size_t i = 0; i < flux.size(); ++i)
    flux[i] = 100.0F + static_cast<float>(i);
  const Continuum continuum = spectra::runningMean(flux, 11);
  CHECK(continuum[0] == Approx(102.5));  // the first window is cut to pixels 0–5
  CHECK(continuum[50] == Approx(150.0));
  REQUIRE(spectra::divideByContinuum(continuum, flux, error));
  for (std::size_t i = 5; i < 96; ++i) {
    CHECK(flux[i] == Approx(1.0).epsilon(1e-6));
    CHECK(error[i] == Approx(1.0 / (100.0 + static_cast<double>(i))));
  }
}

TEST_CASE("running mean: NaN pixels stay NaN and do not enter the mean") {
  std::vector<float> flux = {2.0F, 2.0F, kNaN, 4.0F, 4.0F};
  REQUIRE(spectra::divideByContinuum(spectra::runningMean(flux, 3), flux, {}));
  CHECK(flux[1] == Approx(1.0));
  CHECK(std::isnan(flux[2]));
  CHECK(flux[3] == Approx(1.0));
}

TEST_CASE(
    "continuum: a spectrum whose continuum is nowhere positive does not change, and divideByContinuum() returns "
    "false") {
  std::vector<float> flux(10, -1.0F);
  CHECK_FALSE(spectra::divideByContinuum(spectra::runningMean(flux, 3), flux, {}));
  CHECK(flux[3] == -1.0F);
  std::vector<float> blank(10, kNaN);
  CHECK_FALSE(spectra::divideByContinuum(spectra::runningMean(blank, 3), blank, {}));
  // If the continuum is positive in some pixels only, the other pixels become missing.
  std::vector<float> half = {1.0F, 1.0F}, error = {0.1F, 0.1F};
  CHECK(spectra::divideByContinuum({2.0, -1.0}, half, error));
  CHECK(half[0] == 0.5F);
  CHECK(error[0] == Approx(0.05));
  CHECK(std::isnan(half[1]));
  CHECK(std::isnan(error[1]));
}

TEST_CASE("running quantile: it agrees with numpy.quantile(…, 0.9) of the pixels within 2 nm") {
  const Example example;
  const Continuum continuum = spectra::runningQuantile(example.grid, example.flux, 4.0, 0.9);
  CHECK(continuum[0] == Approx(77.17375411987305).epsilon(1e-12));
  CHECK(continuum[50] == Approx(84.98841400146485).epsilon(1e-12));
  CHECK(continuum[126] == Approx(95.47032928466797).epsilon(1e-12));
  CHECK(continuum[284] == Approx(108.08820343017578).epsilon(1e-12));
  CHECK(continuum[399] == Approx(110.28950576782226).epsilon(1e-12));
}

TEST_CASE("running quantile: 0 is the minimum and 1 the maximum, a window without data gives NaN") {
  const WavelengthGrid grid({1.0, 2.0, 3.0, 10.0});
  const std::vector<float> flux = {3.0F, 1.0F, 2.0F, kNaN};
  CHECK(spectra::runningQuantile(grid, flux, 2.0, 0.0)[1] == 1.0);
  CHECK(spectra::runningQuantile(grid, flux, 2.0, 1.0)[1] == 3.0);
  CHECK(spectra::runningQuantile(grid, flux, 2.0, 0.5)[0] == 2.0);
  CHECK(std::isnan(spectra::runningQuantile(grid, flux, 2.0, 0.5)[3]));
}

TEST_CASE("Chebyshev: it agrees with numpy.polynomial.chebyshev.chebfit after the same five rejections") {
  // The same loop in numpy keeps 302 of 398 pixels; the numbers are 398, 373, 345, 325, 313, 302.
  const Example example;
  const Continuum continuum = spectra::chebyshevContinuum(example.grid, example.flux, {3, 1.5, 3.0, 5});
  CHECK(continuum[0] == Approx(70.01156205457806).epsilon(1e-9));
  CHECK(continuum[50] == Approx(79.39975542792337).epsilon(1e-9));
  CHECK(continuum[126] == Approx(91.25916887719191).epsilon(1e-9));
  CHECK(continuum[284] == Approx(106.64991936625663).epsilon(1e-9));
  CHECK(continuum[399] == Approx(110.0299396931462).epsilon(1e-9));
}

TEST_CASE("Chebyshev: too few pixels give NaN, and two are enough for a constant") {
  const WavelengthGrid grid = WavelengthGrid::linear(500.0, 1.0, 5);
  const std::vector<float> flux = {2.0F, kNaN, kNaN, 2.0F, kNaN};
  CHECK(std::isnan(spectra::chebyshevContinuum(grid, flux, {1, 3.0, 3.0, 5})[0]));
  CHECK(spectra::chebyshevContinuum(grid, flux, {0, 3.0, 3.0, 5})[2] == Approx(2.0));
}

TEST_CASE("chip medians: they agree with numpy.median for each chip and are NaN between chips") {
  const Example example;
  const std::vector<spectra::WavelengthRange> chips = {{850.0, 856.0}, {858.0, 864.0}};
  const Continuum continuum = spectra::chipMedian(example.grid, example.flux, chips);
  CHECK(continuum[0] == Approx(80.58147811889648).epsilon(1e-12));
  CHECK(continuum[120] == continuum[0]);
  CHECK(std::isnan(continuum[130]));
  CHECK(continuum[200] == Approx(100.5970230102539).epsilon(1e-12));
  CHECK(std::isnan(continuum[399]));
}
