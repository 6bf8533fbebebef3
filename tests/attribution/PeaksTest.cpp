// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "attribution/physics/Peaks.h"
#include "attribution/physics/Windows.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using maury::attribution::AttributionMap;
using maury::attribution::shareInWindows;
using maury::attribution::strongestPeaks;

namespace {

const float kMasked = std::numeric_limits<float>::quiet_NaN();

/// Returns a map of one label with pixels at 850.0, 850.1 … nm; the spread is a tenth of the magnitude.
AttributionMap mapOf(const std::vector<float>& values) {
  AttributionMap map;
  map.labels = {{"teff", "K", 0.0, 1.0}};
  map.grid = maury::spectra::WavelengthGrid::linear(850.0, 0.1, values.size());
  map.mean = map.memberMean = values;
  map.members = 1;
  for (const float value : values)
    map.spread.push_back(0.1F * std::abs(value));
  return map;
}

}  // namespace

TEST_CASE("peaks: the maxima of the magnitude, highest first, with their sign") {
  //                                 0   1   2   3   4    5   6   7   8
  const auto peaks = strongestPeaks(mapOf({0, 1, 3, 1, 0, -2, -5, -2, 0}), 0, {}, 0.1, 10);
  REQUIRE(peaks.size() == 2);
  CHECK(peaks[0].wavelengthNm == Approx(850.6));
  CHECK(peaks[0].height == Approx(-5.0));
  CHECK(peaks[0].heightError == Approx(0.5));
  CHECK(peaks[0].share == Approx(9.0 / 14.0));
  CHECK(peaks[0].line == nullptr);
  CHECK(peaks[1].wavelengthNm == Approx(850.2));
  CHECK(peaks[1].share == Approx(5.0 / 14.0));
}

TEST_CASE("peaks: a peak reaches from its minimum to the next, and all shares add up to 1") {
  // Peaks: 4 6 2 | 1 3 2 | 1 5, each starting at the minimum that ends the previous one.
  const auto peaks = strongestPeaks(mapOf({4, 6, 2, 1, 3, 2, 1, 5}), 0, {}, 0.1, 10);
  REQUIRE(peaks.size() == 3);
  CHECK(peaks[0].share == Approx(12.0 / 24.0));
  CHECK(peaks[1].share == Approx(6.0 / 24.0));
  CHECK(peaks[2].share == Approx(6.0 / 24.0));
}

TEST_CASE("peaks: a shoulder is not a peak of its own") {
  const auto peaks = strongestPeaks(mapOf({0, 2, 2, 4, 3, 3, 1, 0}), 0, {}, 0.1, 10);
  REQUIRE(peaks.size() == 1);
  CHECK(peaks[0].height == Approx(4.0));
  CHECK(peaks[0].share == Approx(1.0));
}

TEST_CASE("peaks: masked pixels end a peak and do not count") {
  const auto peaks = strongestPeaks(mapOf({1, 2, kMasked, kMasked, 4, 1, kMasked}), 0, {}, 0.1, 10);
  REQUIRE(peaks.size() == 2);
  CHECK(peaks[0].wavelengthNm == Approx(850.4));
  CHECK(peaks[0].share == Approx(5.0 / 8.0));
  CHECK(peaks[1].share == Approx(3.0 / 8.0));
}

TEST_CASE("peaks: at most the requested number is returned, and none for a flat map") {
  CHECK(strongestPeaks(mapOf({0, 1, 0, 3, 0, 2, 0}), 0, {}, 0.1, 2).size() == 2);
  CHECK(strongestPeaks(mapOf({0, 0, 0}), 0, {}, 0.1, 2).empty());
}

TEST_CASE("peaks: a peak gets the nearest line within the tolerance") {
  const maury::spectra::LineList lines{{850.03, "Ca II", 0.5}, {850.17, "Fe I", 0.2}, {850.24, "Ti I", 0.1}};
  const auto map = mapOf({0, 1, 5, 1, 0});
  const auto near = strongestPeaks(map, 0, lines, 0.05, 1);
  REQUIRE(near[0].line != nullptr);
  CHECK(near[0].line->species == "Fe I");
  CHECK(strongestPeaks(map, 0, lines, 0.01, 1)[0].line == nullptr);
}

TEST_CASE("peaks: shares in windows are those of the requested elements") {
  const maury::spectra::LineList lines{{850.1, "Fe I", 0.5}, {850.3, "Ca II", 0.5}, {850.7, "Fe II", 0.5}};
  const auto map = mapOf({0, -4, 0, 2, 1, 1, kMasked, 2});
  const std::vector<std::string> iron{"Fe"};
  const auto share = shareInWindows(map, 0, lines, iron, 0.05);
  CHECK(share.share == Approx(6.0 / 10.0));
  CHECK(share.chance == Approx(2.0 / 7.0));
  const std::vector<std::string> both{"Ca", "Fe"};
  CHECK(shareInWindows(map, 0, lines, both, 0.05).share == Approx(8.0 / 10.0));
  CHECK(shareInWindows(map, 0, lines, both, 10.0).chance == Approx(1.0));
  const std::vector<std::string> absent{"Zr"};
  CHECK(shareInWindows(map, 0, lines, absent, 0.05).share == 0.0);
}

TEST_CASE("peaks: a label that the map does not have is refused") {
  const auto map = mapOf({0, 1, 0});
  const auto error = maury::test::errorOf([&] { strongestPeaks(map, 1, {}, 0.1, 1); });
  REQUIRE(error);
  CHECK(error->kind == maury::ErrorKind::Usage);
}
