// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/BinEdges.h"

#include <cmath>

#include "base/Error.h"
#include "support/Catch.h"

using namespace maury;

TEST_CASE("bin edges: the whole disc for a wide sample and for an empty one") {
  std::vector<double> radii;
  for (int i = 0; i <= 140; ++i)
    radii.push_back(0.1 * i);
  CHECK(galaxy::suggestEdges(radii).radiusKpc == std::vector<double>{0, 2, 4, 6, 8, 10, 12, 14});
  CHECK(galaxy::suggestEdges({}).heightKpc == std::vector<double>{0, 0.5, 1, 2});
}

TEST_CASE("bin edges: round steps over a local sample, ignoring missing radii") {
  std::vector<double> radii{NAN};
  for (int i = 0; i <= 200; ++i)
    radii.push_back(6.6 + 0.0105 * i);
  CHECK(galaxy::suggestEdges(radii).radiusKpc == std::vector<double>{6.5, 7, 7.5, 8, 8.5, 9});
}

TEST_CASE("bin edges: presets of published figures are found by name") {
  CHECK(galaxy::edgePreset("hayden2015").radiusKpc == std::vector<double>{3, 5, 7, 9, 11, 13, 15});
  CHECK(galaxy::edgePreset("hayden2015").heightKpc == std::vector<double>{0, 0.5, 1, 2});
  CHECK(galaxy::edgePreset("disc").radiusKpc.back() == 14);
  CHECK_THROWS_AS(galaxy::edgePreset("moon"), Error);
}
