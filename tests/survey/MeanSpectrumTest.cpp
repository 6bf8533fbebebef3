// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/MeanSpectrum.h"

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "base/Random.h"
#include "support/Catch.h"
#include "support/SameBits.h"

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

TEST_CASE("mean spectrum: spectra in blocks have the mean and spread of all of them at once, to the last bit") {
  survey::Dataset dataset;
  dataset.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 300);
  Random random(3);
  std::vector<std::size_t> stars;
  for (std::size_t star = 0; star < 90; ++star) {
    dataset.ids.push_back(std::to_string(star));
    for (int pixel = 0; pixel < 300; ++pixel)
      dataset.flux.push_back(random.uniform(0.0, 1.0) < 0.1 ? NAN : static_cast<float>(random.uniform(0.2, 1.1)));
    if (star % 3 != 0) stars.push_back(star);
  }
  survey::MeanSpectrumSum sum;
  sum.add(dataset, std::span(stars).first(7));
  sum.add(dataset, std::span(stars).subspan(7));
  const survey::MeanSpectrum whole = survey::meanSpectrum(dataset, stars), blocks = sum.mean();
  CHECK(test::sameBits(blocks.mean, whole.mean));
  CHECK(test::sameBits(blocks.spread, whole.spread));
}
