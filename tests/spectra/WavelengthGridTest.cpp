// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/WavelengthGrid.h"

#include <cmath>
#include <limits>

#include "base/Error.h"
#include "io/tables/ReadTable.h"
#include "support/Catch.h"
#include "support/RealData.h"

using namespace maury;
using spectra::WavelengthGrid;

TEST_CASE("wavelengths: the Ca II triplet is converted from air to the vacuum wavelengths of Gaia RVS") {
  CHECK(spectra::airToVacuumNm(849.802) == Approx(850.035).margin(6e-4));
  CHECK(spectra::airToVacuumNm(854.209) == Approx(854.444).margin(6e-4));
  CHECK(spectra::airToVacuumNm(866.214) == Approx(866.452).margin(6e-4));
}

TEST_CASE("wavelengths: air to vacuum agrees with the solution that VALD publishes") {
  // VALD's fit of the inverse (Piskunov, VALD wiki "Air-to-vacuum conversion") is an independent formula.
  for (const double air : {250.0, 393.3663, 500.0, 656.279, 866.214, 1600.0}) {
    const double square = std::pow(1e3 / air, 2);
    const double index = 1.0 + 8.336624212083e-5 + 2.408926869968e-2 / (130.1065924522 - square) +
                         1.599740894897e-4 / (38.92568793293 - square);
    CHECK(spectra::airToVacuumNm(air) == Approx(air * index).epsilon(0).margin(1e-6));
  }
}

TEST_CASE("wavelengths: the conversions between air and vacuum are inverse to 1e-9 nm") {
  for (double nm = 210.0; nm < 2500.0; nm *= 1.1) {
    CHECK(std::abs(spectra::vacuumToAirNm(spectra::airToVacuumNm(nm)) - nm) < 1e-9);
  }
}

TEST_CASE("wavelengths: the 127 pairs of the Arcturus list agree to 1e-4 nm", "[real]") {
  const auto path = test::realData("lines/rvs_atomic_lines_846_870nm_vac.csv");
  if (path.empty()) return;
  const auto table = io::readTable(path);
  const auto air = table.at("air_angstrom").asReal();
  const auto vacuum = table.at("vac_nm").asReal();
  REQUIRE(air.size() == 127);
  for (std::size_t i = 0; i < air.size(); ++i)
    CHECK(std::abs(spectra::airToVacuumNm(air[i] / 10.0) - vacuum[i]) < 1e-4);
}

TEST_CASE("wavelengths: a velocity shifts a line by λ v/c") {
  // One RVS pixel of 0.01 nm at 858 nm is 3.5 km/s.
  CHECK(spectra::dopplerShiftNm(858.0, 3.494) - 858.0 == Approx(0.01).epsilon(1e-3));
  CHECK(spectra::dopplerShiftNm(858.0, -3.494) < 858.0);
}

TEST_CASE("grid: wavelengths that do not increase or are not finite are refused") {
  CHECK_THROWS_AS(WavelengthGrid({500.0, 500.0}), Error);
  CHECK_THROWS_AS(WavelengthGrid({500.0, 499.0}), Error);
  CHECK_THROWS_AS(WavelengthGrid({-1.0, 499.0}), Error);
  CHECK_THROWS_AS(WavelengthGrid({500.0, std::numeric_limits<double>::quiet_NaN()}), Error);
}

TEST_CASE("grid: the nearest pixel is found and clamped to the ends") {
  const auto grid = WavelengthGrid::linear(846.015, 0.03, 800);
  CHECK(grid.last() == Approx(869.985).epsilon(1e-12));
  CHECK(grid.nearest(846.029) == 0);
  CHECK(grid.nearest(846.031) == 1);
  CHECK(grid.nearest(0.0) == 0);
  CHECK(grid.nearest(1e6) == 799);
}

TEST_CASE("grid: grids match within 1 % of a pixel, whatever the pixel's width") {
  const auto grid = WavelengthGrid::linear(846.0, 0.01, 2401);
  CHECK(grid.matches(WavelengthGrid::linear(846.00009, 0.01, 2401)));
  CHECK_FALSE(grid.matches(WavelengthGrid::linear(846.00011, 0.01, 2401)));
  CHECK_FALSE(grid.matches(WavelengthGrid::linear(846.0, 0.01, 2400)));
  CHECK(WavelengthGrid().matches(WavelengthGrid()));
}

TEST_CASE("grid: the mean step is that of neighbouring pixels, 0 without two of them") {
  CHECK(WavelengthGrid({500.0, 500.1, 500.4}).meanStepNm() == Approx(0.2));
  CHECK(WavelengthGrid({500.0}).meanStepNm() == 0.0);
  CHECK(WavelengthGrid().meanStepNm() == 0.0);
}

TEST_CASE("grid: its description states pixels, range and medium") {
  CHECK(WavelengthGrid::linear(846.015, 0.03, 800).describe() == "800 px, 846.01–869.99 nm (vacuum)");
  CHECK(WavelengthGrid().describe() == "no spectra");
}
