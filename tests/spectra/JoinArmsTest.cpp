// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/JoinArms.h"

#include <cmath>
#include <limits>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;
using namespace maury::spectra;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

std::vector<const WavelengthGrid*> pointers(const std::vector<WavelengthGrid>& grids) {
  std::vector<const WavelengthGrid*> all;
  for (const WavelengthGrid& grid : grids)
    all.push_back(&grid);
  return all;
}

/// Returns `pixels` pixels at 10^(first + i step), in nm.
WavelengthGrid logGrid(double first, double step, std::size_t pixels, bool asFloats = false) {
  std::vector<double> nm;
  for (std::size_t i = 0; i < pixels; ++i) {
    const double exponent = first + step * static_cast<double>(i);
    nm.push_back(0.1 * std::pow(10.0, asFloats ? static_cast<double>(static_cast<float>(exponent)) : exponent));
  }
  return WavelengthGrid(nm);
}

}  // namespace

TEST_CASE("arms: on one lattice they are placed without interpolation, and gaps are missing data") {
  const std::vector<WavelengthGrid> arms = {WavelengthGrid::linear(360.0, 0.08, 4),
                                            WavelengthGrid::linear(360.64, 0.08, 3)};
  const WavelengthGrid grid = joinedGrid(pointers(arms));
  REQUIRE(grid.size() == 11);  // 360.00 … 360.80
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(grid[i] == arms[0][i]);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(grid[8 + i] == arms[1][i]);
  const std::vector<float> blue = {1, 2, 3, 4}, red = {5, 6, 7}, blueError = {1, 2, kNaN, 4}, redError = {1, 1, 1};
  std::vector<float> flux(11), error(11);
  joinArms(std::vector<ArmSpectrum>{{&arms[1], red, redError}, {&arms[0], blue, blueError}}, grid, flux, error);
  CHECK(std::vector<float>(flux.begin(), flux.begin() + 4) == blue);
  CHECK(std::vector<float>(flux.begin() + 8, flux.end()) == red);
  for (std::size_t i = 4; i < 8; ++i) {
    CHECK(std::isnan(flux[i]));
    CHECK(std::isnan(error[i]));
  }
  CHECK(error[1] == 2.0F);
  CHECK(std::isnan(error[2]));
}

TEST_CASE("arms: where they overlap, the flux is weighted by inverse variance, or is the plain mean without errors") {
  const std::vector<WavelengthGrid> arms = {WavelengthGrid::linear(500.0, 0.1, 10),
                                            WavelengthGrid::linear(500.8, 0.1, 10)};
  const WavelengthGrid grid = joinedGrid(pointers(arms));
  REQUIRE(grid.size() == 18);
  std::vector<float> blue(10, 1.0F), red(10, 4.0F), flux(18), error(18);
  const std::vector<float> blueError(10, 1.0F), redError(10, 2.0F);
  joinArms(std::vector<ArmSpectrum>{{&arms[0], blue, blueError}, {&arms[1], red, redError}}, grid, flux, error);
  CHECK(flux[7] == 1.0F);
  CHECK(flux[8] == Approx(1.6));  // (1/1 + 4/4) / (1/1 + 1/4)
  CHECK(error[8] == Approx(1.0 / std::sqrt(1.25)));
  CHECK(flux[10] == 4.0F);
  joinArms(std::vector<ArmSpectrum>{{&arms[0], blue, {}}, {&arms[1], red, {}}}, grid, flux, {});
  CHECK(flux[8] == 2.5F);
  red[0] = kNaN;
  joinArms(std::vector<ArmSpectrum>{{&arms[0], blue, {}}, {&arms[1], red, {}}}, grid, flux, {});
  CHECK(flux[8] == 1.0F);  // only one of the two has data there
}

TEST_CASE("arms: log wavelengths of 32 bits are on one lattice") {
  // The two arms of LAMOST's medium-resolution spectra: log10 λ in steps of 1e-5.
  const std::vector<WavelengthGrid> arms = {logGrid(3.69003, 1e-5, 4156, true), logGrid(3.79739, 1e-5, 3800, true)};
  const WavelengthGrid grid = joinedGrid(pointers(arms));
  CHECK(grid.size() == 14536);
  CHECK(grid[1000] == arms[0][1000]);
  CHECK(grid[10736] == arms[1][0]);
}

TEST_CASE("arms: without a common lattice they keep their own pixels if they do not overlap") {
  const std::vector<WavelengthGrid> arms = {WavelengthGrid::linear(471.0, 0.05, 100),
                                            WavelengthGrid({480.0, 480.07, 480.13})};
  const WavelengthGrid grid = joinedGrid(pointers(arms));
  // The gap from 475.95 to 480 nm in steps of 0.05 nm has 80 pixels between the arms.
  REQUIRE(grid.size() == 100 + 80 + 3);
  CHECK(grid[99] == arms[0][99]);
  CHECK(grid[180] == 480.0);
  CHECK(grid[182] == 480.13);
  CHECK(grid[100] == Approx(476.0));
  std::vector<float> flux(grid.size());
  const std::vector<float> blue(100, 2.0F), red = {7, 8, 9};
  joinArms(std::vector<ArmSpectrum>{{&arms[0], blue, {}}, {&arms[1], red, {}}}, grid, flux, {});
  CHECK(flux[99] == 2.0F);
  CHECK(std::isnan(flux[100]));
  CHECK(flux[181] == 8.0F);
}

TEST_CASE("arms: overlapping arms of different steps are rebinned to the finest") {
  const std::vector<WavelengthGrid> arms = {WavelengthGrid::linear(500.0, 0.1, 101),
                                            WavelengthGrid::linear(509.0, 0.17, 50)};
  const WavelengthGrid grid = joinedGrid(pointers(arms));
  CHECK(grid[1] - grid[0] == Approx(0.1));
  CHECK(grid.first() == 500.0);
  CHECK(grid.last() == Approx(517.3));
  std::vector<float> flux(grid.size());
  const std::vector<float> blue(101, 2.0F), red(50, 4.0F);
  joinArms(std::vector<ArmSpectrum>{{&arms[0], blue, {}}, {&arms[1], red, {}}}, grid, flux, {});
  CHECK(flux[10] == 2.0F);
  CHECK(flux[95] == 3.0F);
  CHECK(flux[150] == 4.0F);
}

TEST_CASE("arms: spectra that cover the same wavelengths are no arms, and arms that are far apart are refused") {
  CHECK(coverTheSame(400.0, 500.0, 400.1, 500.2));
  CHECK(coverTheSame(400.0, 500.0, 420.0, 440.0));
  CHECK_FALSE(coverTheSame(576.0, 762.0, 360.0, 580.0));  // DESI's R and B
  CHECK_FALSE(coverTheSame(400.0, 500.0, 600.0, 700.0));
  const std::vector<WavelengthGrid> arms = {WavelengthGrid::linear(100.0, 0.001, 10),
                                            WavelengthGrid::linear(9000.0, 0.001, 10)};
  CHECK(test::errorOf([&] { (void)joinedGrid(pointers(arms)); }).says("at most 1000000 can be joined"));
}
