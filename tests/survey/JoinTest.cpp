// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ErrorOf.h"
#include "survey/file/SurveyFile.h"
#include "survey/joining/Join.h"

#include <cmath>

#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/joining/JoinSource.h"

using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Rows = std::vector<std::size_t>;

namespace {

Dataset starsNamed(std::vector<std::string> ids) {
  Dataset dataset;
  dataset.ids = std::move(ids);
  return dataset;
}

Dataset starsAt(const std::vector<double>& ra, const std::vector<double>& dec) {
  Dataset dataset;
  for (std::size_t i = 0; i < ra.size(); ++i)
    dataset.ids.push_back(std::to_string(i));
  dataset.columns = {{"ra", "deg", ra}, {"dec", "deg", dec}};
  return dataset;
}

}  // namespace

TEST_CASE("join: ids of 19 digits are matched exactly in any order, and matches are counted") {
  const Dataset stars = starsNamed({"4268620287278693120", "4268620287278693121", "7"});
  const Dataset catalogue = starsNamed({"7", "4268620287278693121", "99", "7"});
  const Matches matches = matchStars(stars, catalogue, {});
  CHECK(matches.rows == Rows{4, 1, 0});
  CHECK(matches.matched == 2);
  CHECK(matches.unmatched == 1);
  CHECK(matches.unusedRows == 2);
  CHECK(matches.duplicates == 1);
  CHECK(matches.summary() == "2 matched, 1 without a match; 2 rows unused, 1 duplicate");
  REQUIRE(matches.warnings.size() == 1);
  CHECK_THAT(matches.warnings[0], Catch::Contains("repeat an id"));
}

TEST_CASE(
    "join: ids that went through a double are compared after rounding, with a warning, and ambiguous ones get no row") {
  const Dataset stars = starsNamed({"5937083312263887616", "4268620287278693120", "12"});
  // 5937083312263887616 after a spreadsheet, and two ids that are equal as doubles.
  const Dataset catalogue =
      starsNamed({"5.937083312263888e+18", "4.268620287278693e+18", "4.2686202872786931e+18", "12"});
  const Matches matches = matchStars(stars, catalogue, {});
  CHECK(matches.rows[0] == 0);
  CHECK(matches.rows[2] == 3);
  REQUIRE_FALSE(matches.warnings.empty());
  CHECK_THAT(matches.warnings[0], Catch::Contains("real numbers"));
}

TEST_CASE("join: designations match in any spelling") {
  CHECK(plainDesignation("2MASS J06161093-7539541") == "06161093-7539541");
  CHECK(plainDesignation("2M06161093-7539541") == "06161093-7539541");
  CHECK(plainDesignation("AP06161093-7539541") == "06161093-7539541");
  CHECK(plainDesignation("Gaia DR3 5937083312263887616") == "5937083312263887616");
  CHECK(plainDesignation("Apple") == "APPLE");
  CHECK(plainDesignation("2M") == "2M");
  Dataset stars = starsNamed({"a", "b"});
  stars.columns.push_back({"APOGEE_ID", "", std::vector<std::string>{"2M06161093-7539541", "2M00000032+5737103"}});
  JoinOptions options;
  options.by = JoinBy::Name;
  options.ownColumn = "APOGEE_ID";
  CHECK(matchStars(stars, starsNamed({"J00000032+5737103", "x"}), options).rows == Rows{2, 0});
}

TEST_CASE("join: positions match the nearest within the radius, across the meridian and near the pole") {
  JoinOptions options;
  options.by = JoinBy::Position;
  const double arcsec = 1.0 / 3600.0;
  // At dec 60, 1.6 arcsec of right ascension are 0.8 arcsec on the sky.
  const Dataset stars = starsAt({359.9999, 10.0, 200.0, 50.0, NAN}, {0.0, 60.0, 89.9999, -30.0, 0.0});
  const Dataset catalogue = starsAt({359.9999 + 0.5 * arcsec - 360.0, 10.0 + 1.6 * arcsec, 20.0, 50.0, 50.0, 300.0},
                                    {0.0, 60.0, 89.9999, -30.0 + 0.9 * arcsec, -30.0 - 0.4 * arcsec, 5.0});
  Matches matches = matchStars(stars, catalogue, options);
  CHECK(matches.rows == Rows{0, 1, 2, 4, 6});  // the pair at the pole is 0.72 arcsec apart
  CHECK(matches.duplicates == 1);
  CHECK(matches.matched == 4);
  options.radiusArcsec = 0.6;
  CHECK(matchStars(stars, catalogue, options).rows == Rows{0, 6, 6, 4, 6});
}

TEST_CASE("join: an invalid join is refused") {
  JoinOptions options;
  options.by = JoinBy::Position;
  CHECK_THROWS_WITH(matchStars(starsNamed({"a"}), starsAt({1.0}, {1.0}), options),
                    Catch::Contains("The survey has no positions"));
  options.radiusArcsec = 0.0;
  CHECK_THROWS_WITH(matchStars(starsAt({1.0}, {1.0}), starsAt({1.0}, {1.0}), options),
                    Catch::Contains("radius of 0 arcsec"));
  options.by = JoinBy::Name;
  options.ownColumn = "APOGEE_ID";
  CHECK_THROWS_WITH(matchStars(starsNamed({"a"}), starsNamed({"a"}), options),
                    Catch::Contains("no column 'APOGEE_ID'"));
}

TEST_CASE("join: joining a survey file chunk by chunk equals joining it in memory") {
  const TemporaryFolder folder;
  Dataset catalogue = smallSurvey(50);
  std::vector<std::int64_t> small, large;
  for (std::size_t i = 0; i < 50; ++i) {
    catalogue.ids[i] = std::to_string(49 - i);
    small.push_back(static_cast<std::int64_t>(i));
    large.push_back(i == 7 ? std::int64_t{5937083312263887616} : 3);
  }
  catalogue.columns.push_back({"small", "", small});
  catalogue.columns.push_back({"large", "", large});
  Job job;
  writeSurvey(folder / "catalogue.fits", catalogue, job);
  ImportReport report;
  const Dataset whole = importCatalogue(folder / "catalogue.fits", {}, report, job);
  const JoinSource source(folder / "catalogue.fits", {}, report, job);
  CHECK(source.keys().columns.empty());
  CHECK(source.textWidth() >= 20);

  for (const bool allMatch : {false, true}) {
    const Dataset stars = starsNamed(allMatch ? std::vector<std::string>{"3", "44", "45", "3", "0", "1"}
                                              : std::vector<std::string>{"3", "none", "nobody", "no", "0", "1"});
    const Matches matches = matchStars(stars, source.keys(), source.options());
    REQUIRE(matches.matched == (allMatch ? 6 : 3));
    for (std::size_t first = 0; first < 6; first += 2) {
      const Rows rows = {first, first + 1};
      Dataset streamed = stars.select(rows), held = streamed;
      source.add(streamed, matches, first);
      addMatched(held, whole, matches, first);
      streamed.validate();
      requireSameParts(held, streamed);
      REQUIRE(streamed.labels.size() == 2);
      for (const std::string& name : held.numericNames())
        CHECK(same(streamed.numeric(name), held.numeric(name)));
      for (std::size_t i = 0; i < held.columns.size(); ++i)
        CHECK(streamed.columns[i].asText() == held.columns[i].asText());
      CHECK(streamed.findColumn("large")->isText() == !allMatch);
      CHECK(std::holds_alternative<std::vector<double>>(streamed.findColumn("small")->values) == !allMatch);
    }
  }
  JoinOptions byColumn;
  byColumn.otherColumn = "field";
  const JoinSource named(folder / "catalogue.fits", byColumn, report, job);
  CHECK(named.keys().columns.size() == 1);
  CHECK(matchStars(starsNamed({whole.findColumn("field")->asText()[4]}), named.keys(), named.options()).matched == 1);
  byColumn.otherColumn = "nothing";
  CHECK(errorOf([&] { JoinSource(folder / "catalogue.fits", byColumn, report, job); }).says("no column 'nothing'"));
}

TEST_CASE("join: added values are missing where unmatched, and every chunk gets the same types") {
  Dataset stars = starsNamed({"a", "b", "c"});
  stars.labels.push_back({"teff", "K", {1, 2, 3}, {}});
  Dataset catalogue = starsNamed({"c", "a"});
  catalogue.labels = {{"teff", "K", {5000, 6000}, {50, 60}}, {"logg", "dex", {2, 4}, {}}};
  catalogue.inputs = {{"bp_coefficients", "", 2, {1, 2, 3, 4}}};
  catalogue.columns = {{"visits", "", std::vector<std::int64_t>{3, 4}},
                       {"gaia", "", std::vector<std::int64_t>{2052747119115620352, 1}},
                       {"field", "", std::vector<std::string>{"N", "S"}}};
  const Matches matches = matchStars(stars, catalogue, {});
  Dataset whole = stars;
  addMatched(whole, catalogue, matches);
  whole.validate();
  CHECK(whole.findLabel("teff")->values == std::vector<float>{1, 2, 3});
  CHECK(whole.numeric("teff_2")[2] == 5000.0);
  CHECK(whole.numeric("e_teff_2")[0] == 60.0);
  CHECK(std::isnan(whole.numeric("logg")[1]));
  CHECK(whole.findInput("bp_coefficients")->values[5] == 2.0F);
  CHECK(std::isnan(whole.findInput("bp_coefficients")->values[2]));
  CHECK(std::isnan(whole.numeric("visits")[1]));
  CHECK(std::get<std::vector<std::string>>(whole.findColumn("gaia")->values)[2] == "2052747119115620352");
  CHECK(std::get<std::vector<std::string>>(whole.findColumn("field")->values) ==
        std::vector<std::string>{"S", "", "N"});

  const Rows one{0}, others{1, 2};
  Dataset first = stars.select(one);
  Dataset second = stars.select(others);
  addMatched(first, catalogue, matches, 0);
  addMatched(second, catalogue, matches, 1);
  append(first, second);
  CHECK(first.numeric("visits")[2] == 3.0);
}
