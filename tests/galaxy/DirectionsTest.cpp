// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/Directions.h"

#include <cmath>

#include "base/Error.h"
#include "galaxy/panels/PanelGrid.h"
#include "galaxy/positions/Distances.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;
using survey::Directions;
using survey::directionsOf;
using survey::sexagesimalDegrees;

namespace {

survey::Dataset oneStar(std::vector<io::Column> columns) {
  survey::Dataset dataset;
  dataset.ids = {"star"};
  dataset.columns = std::move(columns);
  return dataset;
}

Directions readDirections(const survey::Dataset& dataset) {
  return directionsOf(dataset, survey::directionNames(dataset));
}

}  // namespace

TEST_CASE("directions: sexagesimal text is read, right ascension in hours unless marked as degrees") {
  CHECK(*sexagesimalDegrees("05:34:31.94", true) == Approx(83.6330833));
  CHECK(*sexagesimalDegrees(" 5 34 31.94 ", true) == Approx(83.6330833));
  CHECK(*sexagesimalDegrees("05h34m31.94s", true) == Approx(83.6330833));
  CHECK(*sexagesimalDegrees("+22:00:52.2", false) == Approx(22.0145));
  CHECK(*sexagesimalDegrees("-00:30:00", false) == Approx(-0.5));
  CHECK(*sexagesimalDegrees("22d00m52.2s", true) == Approx(22.0145));
  CHECK(*sexagesimalDegrees("83.633", true) == Approx(83.633));
  for (const char* text : {"", "  ", "north", "1:2:3:4", "1:75:00", "05:34:x"})
    CHECK_FALSE(sexagesimalDegrees(text, true));
}

TEST_CASE("directions: found under the names of other surveys, in degrees or hours") {
  for (const auto& [ra, dec] : {std::pair{"RA", "DEC"},
                                {"ra_dr2", "dec_dr2"},
                                {"RA_ICRS", "DE_ICRS"},
                                {"_RAJ2000", "_DEJ2000"},
                                {"ra_apogee", "dec_apogee"},
                                {"RAdeg", "DEdeg"}}) {
    CAPTURE(ra, dec);
    const auto dataset = oneStar({{ra, "deg", std::vector{83.633}}, {dec, "deg", std::vector{22.0145}}});
    CHECK(readDirections(dataset).raDeg[0] == 83.633);
    CHECK(readDirections(dataset).decDeg[0] == 22.0145);
  }
  const auto hours = oneStar({{"RAJ2000", "h", std::vector{83.633 / 15.0}}, {"DEJ2000", "deg", std::vector{22.0145}}});
  CHECK(readDirections(hours).raDeg[0] == Approx(83.633));
  CHECK(readDirections(hours).decDeg[0] == 22.0145);
  const auto text = oneStar(
      {{"RA", "", std::vector<std::string>{"05:34:31.94"}}, {"DEC", "", std::vector<std::string>{"+22:00:52.2"}}});
  CHECK(readDirections(text).raDeg[0] == Approx(83.6330833));
  CHECK(readDirections(text).decDeg[0] == Approx(22.0145));
  const auto missing = oneStar({{"RA", "", std::vector<std::string>{""}}, {"DEC", "", std::vector<std::string>{"x"}}});
  CHECK(std::isnan(readDirections(missing).raDeg[0]));
  CHECK(std::isnan(readDirections(missing).decDeg[0]));
  CHECK_THROWS_AS(readDirections(oneStar({{"ra", "deg", std::vector{1.0}}})), Error);
}

TEST_CASE("distances: found under the names of other surveys, in the unit of the survey or of the column") {
  const auto kpcOf = [](const char* name, const char* unit, double value) {
    const Distances distances = distancesOf(oneStar({{name, unit, std::vector{value}}}));
    return distances.source.empty() ? std::nan("") : distances.kpc[0];
  };
  CHECK(kpcOf("weighted_dist", "", 1500.0) == 1.5);
  CHECK(kpcOf("r_est", "pc", 1500.0) == 1.5);
  CHECK(kpcOf("rpgeo", "", 1500.0) == 1.5);
  CHECK(kpcOf("d_kpc", "", 1.5) == 1.5);
  CHECK(kpcOf("r_est", "kpc", 1.5) == 1.5);
  CHECK(kpcOf("dist", "kpc", 1.5) == 1.5);
  CHECK(kpcOf("distance", "pc", 1500.0) == 1.5);
  CHECK(std::isnan(kpcOf("distance", "", 1.5)));  // could be kpc or pc
  CHECK(std::isnan(kpcOf("d", "mm", 1.5)));
  CHECK(kpcOf("plx", "mas", 2.0) == Approx(0.5));
}

TEST_CASE("labels: the default labels of the axes") {
  survey::Dataset dataset = oneStar({});
  const auto add = [&dataset](const char* name) { dataset.labels.push_back({name, "", {0.0F}, {}}); };
  CHECK(defaultPanelLabels(dataset).x == "mh");
  CHECK(defaultPanelLabels(dataset).y == "alpham");
  add("teff");
  add("feh");
  add("mgfe");
  CHECK(defaultPanelLabels(dataset).x == "feh");
  CHECK(defaultPanelLabels(dataset).y == "mgfe");
  add("alphafe");
  CHECK(defaultPanelLabels(dataset).y == "alphafe");
  add("mh");
  add("alpham");
  CHECK(defaultPanelLabels(dataset).x == "mh");
  CHECK(defaultPanelLabels(dataset).y == "alpham");
}
