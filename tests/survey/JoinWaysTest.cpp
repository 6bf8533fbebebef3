// SPDX-License-Identifier: GPL-3.0-or-later
// Joins by ids of catalogues, through a third table, and by positions in any unit and at any epoch.
#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/dataset/Directions.h"
#include "survey/importing/Import.h"
#include "survey/joining/Join.h"
#include "survey/joining/JoinSource.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Rows = std::vector<std::size_t>;
using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;

namespace {

Dataset starsNamed(std::vector<std::string> ids) {
  Dataset dataset;
  dataset.ids = std::move(ids);
  return dataset;
}

Dataset starsAt(const Reals& ra, const Reals& dec, const std::string& raUnit = "deg",
                const std::string& decUnit = "deg") {
  Dataset dataset;
  for (std::size_t i = 0; i < ra.size(); ++i)
    dataset.ids.push_back(std::to_string(i));
  dataset.columns = {{"ra", raUnit, ra}, {"dec", decUnit, dec}};
  return dataset;
}

Dataset import(const std::filesystem::path& path) {
  Job job;
  ImportReport report;
  ImportOptions options;
  options.textIsEnough = true;
  return importSurvey({path}, options, report, job);
}

JoinOptions byPosition(double radiusArcsec) {
  JoinOptions options;
  options.by = JoinBy::Position;
  options.radiusArcsec = radiusArcsec;
  return options;
}

}  // namespace

TEST_CASE("join: ids match with Gaia's prefix, blanks and the suffix of a file on either side") {
  const Dataset stars = starsNamed({"5937083312263888001", "Gaia DR3 2", "m0002V", "Gaia DR2 4"});
  const Dataset catalogue = starsNamed({" 2", "spectra/m0002V.fits", "Gaia EDR3 5937083312263888001", "4"});
  CHECK(matchStars(stars, catalogue, {}).rows == Rows{2, 0, 1, 4});  // the ids of DR2 may be those of other stars
}

TEST_CASE("join: without a match, three ids of each side are shown, or the nearest separation") {
  const Matches matches = matchStars(starsNamed({"a", "b", "c", "d"}), starsNamed({"x", "y"}), {});
  CHECK(matches.matched == 0);
  CHECK(matches.noMatchReason ==
        "The ids of the survey begin with 'a', 'b', 'c' …, those of the catalogue with 'x', 'y'.");
  CHECK(matchStars(starsNamed({"a"}), starsNamed({"a"}), {}).noMatchReason.empty());
  const Matches far = matchStars(starsAt({10.0, 50.0}, {0.0, 0.0}), starsAt({10.0}, {5.0 / 3600.0}), byPosition(1.0));
  CHECK(far.matched == 0);
  CHECK(far.noMatchReason == "The nearest star of the catalogue is 5 arcsec away.");
}

TEST_CASE("join: columns of Gaia's ids are tried if the ids have nothing in common") {
  Dataset stars = starsNamed({"131216001101001", "131216001101002"});
  stars.columns.push_back({"gaiadr3_source_id", "", Integers{5937083312263888001, 5937083312263888002}});
  const Matches matches = matchStars(stars, starsNamed({"Gaia DR3 5937083312263888002"}), {});
  CHECK(matches.rows == Rows{1, 0});
  REQUIRE(matches.warnings.size() == 1);
  CHECK(contains(matches.warnings[0], "matched by gaiadr3_source_id of the survey and ids of the catalogue"));
  CHECK(surveyMatchColumns(stars, {}) == std::vector<std::string>{"gaiadr3_source_id"});
  JoinOptions chosen;
  chosen.ownColumn = "gaiadr3_source_id";
  chosen.otherColumn = "";
  CHECK(matchStars(stars, starsNamed({"5937083312263888002"}), chosen).rows == Rows{1, 0});
}

TEST_CASE("join: ids are translated by a third table, in either direction") {
  const TemporaryFolder folder;
  // A twin of Gaia DR4's dr3_neighbourhood: one DR4 source has two neighbours in DR3.
  writeBytes(folder / "dr3_neighbourhood.csv",
             "source_id,dr3_source_id,angular_distance\n"
             "5937083312263888101,5937083312263888001,0.1\n5937083312263888102,5937083312263888003,90.0\n"
             "5937083312263888102,5937083312263888002,0.2\n5937083312263888104,5937083312263888004,0.1\n");
  const Dataset dr4 = starsNamed({"5937083312263888101", "5937083312263888102", "5937083312263888999"});
  const Dataset dr3 = starsNamed({"5937083312263888003", "Gaia DR3 5937083312263888002", "5937083312263888001"});
  JoinOptions options;
  options.via = folder / "dr3_neighbourhood.csv";
  const Matches matches = matchStars(dr4, dr3, options);
  CHECK(matches.rows == Rows{2, 1, 3});
  REQUIRE(matches.warnings.size() == 2);
  CHECK(contains(matches.warnings[0], "lacks 1 of the 3 ids of the survey"));
  CHECK(contains(matches.warnings[1], "several rows for 1 of the survey's ids; the nearest was taken"));
  CHECK(matchStars(dr3, dr4, options).rows == Rows{1, 1, 0});
  options.viaColumns = {"dr3_source_id", "source_id"};
  CHECK(matchStars(dr3, dr4, options).rows == Rows{1, 1, 0});
  CHECK(matchStars(dr4, dr3, options).matched == 0);  // the columns are those of the other direction
  options.viaColumns = {"source_id"};
  CHECK(errorOf([&] { (void)matchStars(dr4, dr3, options); }).kind == ErrorKind::Usage);
  options.viaColumns = {"source_id", "nothing"};
  CHECK(errorOf([&] { (void)matchStars(dr4, dr3, options); }).says("no column 'nothing'"));
  options.viaColumns.clear();
  options.by = JoinBy::Position;
  CHECK(errorOf([&] { (void)matchStars(dr4, dr3, options); }).kind == ErrorKind::Usage);
}

TEST_CASE("join: positions are compared in the units of their columns, also as text") {
  const Dataset stars = starsAt({10.0, 350.0}, {-5.0, 20.0});
  const double rad = 3.14159265358979323846 / 180.0;
  CHECK(matchStars(stars, starsAt({350.0 / 15, 10.0 / 15}, {20, -5}, "hourangle"), byPosition(0.1)).rows == Rows{1, 0});
  CHECK(
      matchStars(stars, starsAt({350.0 * rad, 10.0 * rad}, {20 * rad, -5 * rad}, "rad", "rad"), byPosition(0.1)).rows ==
      Rows{1, 0});
  CHECK(matchStars(stars, starsAt({-10.0, 10.0}, {20.0, -5.0}), byPosition(0.1)).rows == Rows{1, 0});
  Dataset text = starsNamed({"a"});
  text.columns = {{"RAJ2000", "", std::vector<std::string>{"23:20:00"}},
                  {"DEJ2000", "", std::vector<std::string>{"+20:00:00"}}};
  CHECK(matchStars(stars, text, byPosition(0.1)).rows == Rows{1, 0});
  CHECK(errorOf([&] { (void)matchStars(stars, starsAt({1}, {1}, "K"), byPosition(1)); }).says("the unit 'K'"));
  const Matches impossible = matchStars(starsAt({10.0, 10.0}, {-5.0, 95.0}), stars, byPosition(1.0));
  CHECK(impossible.rows == Rows{0, 2});
  REQUIRE(impossible.warnings.size() == 1);
  CHECK(contains(impossible.warnings[0], "1 position with a right ascension outside"));
}

TEST_CASE("join: positions are compared at one epoch if asked, along the proper motion of either side") {
  Dataset moving = starsAt({10.0, 40.0}, {60.0, 10.0});
  moving.columns.push_back({"pmra", "mas/yr", Reals{1000.0, std::nan("")}});
  moving.columns.push_back({"pmdec", "arcsec/yr", Reals{-0.5, 0.0}});
  // From astropy's apply_space_motion() without radial velocity, from J2016 to J2000: 17.9 arcsec.
  const Dataset fixed = starsAt({40.0, 9.991110514007}, {10.0, 60.002221923627});
  JoinOptions options = byPosition(0.01);
  CHECK(matchStars(moving, fixed, options).rows == Rows{2, 0});
  options.ownEpoch = 2016.0;
  options.otherEpoch = 2000.0;
  const Matches forward = matchStars(moving, fixed, options);
  CHECK(forward.rows == Rows{1, 0});
  REQUIRE(forward.warnings.size() == 1);
  CHECK(contains(forward.warnings[0], "1 of 2 stars have no proper motion"));
  std::swap(options.ownEpoch, options.otherEpoch);
  CHECK(matchStars(fixed, moving, options).rows == Rows{1, 0});
  options.otherEpoch = 0.0;
  CHECK(errorOf([&] { (void)matchStars(fixed, moving, options); }).kind == ErrorKind::Usage);
  moving.columns.push_back({"ref_epoch", "yr", Reals{2016.0, 2016.0}});
  CHECK(matchStars(fixed, moving, options).rows == Rows{1, 0});
  CHECK(catalogueMatchColumns(moving, options) == std::vector<std::string>{"ra", "dec", "pmra", "pmdec", "ref_epoch"});
  options.otherEpoch = 2016.0;
  CHECK(errorOf([&] { (void)matchStars(fixed, fixed, options); }).says("Neither side has proper motions"));
}

TEST_CASE("join: cases gaia-dr3-prefix.csv and plain-ids.csv", "[real]") {
  const auto prefixed = realData("../cases/files/gaia-dr3-prefix.csv");
  const auto plain = realData("../cases/files/plain-ids.csv");
  if (prefixed.empty() || plain.empty()) return;
  Dataset stars = import(plain);
  const Dataset catalogue = import(prefixed);
  const Matches matches = matchStars(stars, catalogue, {});
  CHECK(matches.rows == Rows{0, 1, 2, 2});
  CHECK(matchStars(catalogue, stars, {}).rows == Rows{0, 1});
  addMatched(stars, catalogue, matches);
  CHECK(stars.numeric("teff_2")[1] == 5100.0);
}

TEST_CASE("join: cases of columns of positions match by position", "[real]") {
  const Dataset stars = starsAt({10.0}, {-5.0});
  for (const char* name :
       {"positions-RAdeg.csv", "positions-_RAJ2000.csv", "positions-TARGET_RA.csv", "positions-in-hours.ecsv"}) {
    CAPTURE(name);
    const auto path = realData(std::string("../cases/files/") + name);
    if (path.empty()) return;
    const Dataset catalogue = import(path);
    const double hours = 0.666666733;  // in the file
    const double ra = contains(name, "hours") ? 15.0 * hours : 10.00001;
    CHECK(catalogue.unitOf(directionNames(catalogue).rightAscension) == (contains(name, "hours") ? "deg" : ""));
    CHECK(directionsOf(catalogue, directionNames(catalogue)).raDeg[0] == Approx(ra).epsilon(1e-12));
    CHECK(directionsOf(catalogue, directionNames(catalogue)).decDeg[0] == Approx(-5.00001).epsilon(1e-9));
    CHECK(matchStars(stars, catalogue, byPosition(0.1)).rows == Rows{0});  // 0.05 arcsec
    Job job;
    ImportReport report;
    const JoinSource source(path, byPosition(0.1), report, job);
    CHECK(matchStars(stars, source.keys(), source.options()).matched == 1);
  }
}
