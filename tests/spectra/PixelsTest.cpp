// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/Pixels.h"

#include <cmath>
#include <limits>
#include <vector>

#include "support/Catch.h"

using namespace maury;

namespace {
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
}

TEST_CASE("edge fill: only the ends without data are filled, and their errors become NaN") {
  std::vector<float> flux = {kNaN, kNaN, 0.9F, kNaN, 0.8F, kNaN};
  std::vector<float> error = {0.1F, kNaN, 0.1F, 0.1F, 0.1F, 0.1F};
  std::vector<float> nearest = flux;
  spectra::fillEdges(flux, error, 1.0F);
  CHECK(flux[0] == 1.0F);
  CHECK(flux[1] == 1.0F);
  CHECK(flux[2] == 0.9F);
  CHECK(std::isnan(flux[3]));
  CHECK(flux[5] == 1.0F);
  CHECK(std::isnan(error[0]));
  CHECK(error[2] == 0.1F);
  CHECK(error[4] == 0.1F);
  CHECK(std::isnan(error[5]));
  spectra::fillEdges(nearest, {}, std::nullopt);
  CHECK(nearest[0] == 0.9F);
  CHECK(nearest[5] == 0.8F);
  std::vector<float> blank(3, kNaN);
  spectra::fillEdges(blank, {}, 1.0F);
  CHECK(std::isnan(blank[1]));
}

TEST_CASE("mask: pixels whose centre lies in a closed range are missing, errors too") {
  const auto grid = spectra::WavelengthGrid::linear(650.0, 0.5, 6);
  std::vector<float> flux(6, 1.0F), error(6, 0.1F);
  const std::vector<spectra::WavelengthRange> ranges = {{650.5, 651.0}, {652.4, 700.0}, {100.0, 200.0}};
  spectra::maskRanges(grid, ranges, flux, error);
  for (std::size_t i = 0; i < 6; ++i) {
    const bool masked = i == 1 || i == 2 || i == 5;
    CHECK(std::isnan(flux[i]) == masked);
    CHECK(std::isnan(error[i]) == masked);
  }
}
