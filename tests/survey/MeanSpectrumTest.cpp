// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/MeanSpectrum.h"

#include <cmath>

#include "support/Catch.h"

using namespace maury;

TEST_CASE("mean spectrum: missing pixels are skipped, and pixels without any data are NaN") {
  survey::Dataset dataset;
  dataset.ids = {"a", "b", "c"};
  dataset.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 3);
  dataset.flux = {1.0F, 0.5F, NAN, 0.8F, NAN, NAN, 9.0F, 9.0F, 9.0F};
  const std::vector<std::size_t> stars{0, 1};
  const auto result = survey::meanSpectrum(dataset, stars);
  CHECK(result.mean[0] == Approx(0.9));
  CHECK(result.spread[0] == Approx(0.1));
  CHECK(result.mean[1] == Approx(0.5));
  CHECK(result.spread[1] == Approx(0.0).margin(1e-7));
  CHECK(std::isnan(result.mean[2]));
}
