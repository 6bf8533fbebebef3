// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/ChangeSurvey.h"

#include <cmath>

#include "Stars.h"
#include "base/Error.h"
#include "support/Catch.h"
#include "support/ToyModel.h"

using namespace maury;
using namespace maury::workbench;

namespace {
survey::Dataset withDirections(survey::Dataset stars) {
  const std::size_t count = stars.starCount();
  stars.columns.push_back({"ra", "deg", std::vector<double>(count, 180.0)});
  stars.columns.push_back({"dec", "deg", std::vector<double>(count, 10.0)});
  stars.columns.push_back({"parallax", "mas", std::vector<double>(count, 1.0)});
  return stars;
}
}  // namespace

TEST_CASE("changing a survey: preprocessing returns new spectra and keeps the old ones") {
  const survey::Dataset survey = test::toySurvey(3);
  Job job;
  const std::vector<std::string> steps{"mask ranges=850-851"};
  const PreparedSurvey prepared = prepareSurvey(survey, survey::Recipe::parse(steps), job);
  CHECK(prepared.warnings.empty());
  CHECK(std::isnan(prepared.survey->flux[0]));
  CHECK_FALSE(std::isnan(survey.flux[0]));
  CHECK(prepared.survey->provenance.preprocessing.size() == survey.provenance.preprocessing.size() + 1);
}

TEST_CASE("changing a survey: joining a table adds its columns, and can drop stars without a match") {
  const survey::Dataset survey = test::starsOf({"a", "b", "c"});
  survey::Dataset table;
  table.ids = {"c", "a"};
  table.columns = {{"mass", "", std::vector<double>{3.0, 1.0}}};
  const JoinedSurvey all = joinSurvey(survey, table, {});
  CHECK(all.survey->starCount() == 3);
  CHECK(all.survey->numeric("mass")[0] == 1.0);
  CHECK(std::isnan(all.survey->numeric("mass")[1]));
  CHECK(all.summary.substr(0, 9) == "2 matched");
  const std::vector<std::string>& reading = all.survey->provenance.reading;
  REQUIRE(reading.size() >= 3);
  CHECK(reading[reading.size() - 3] == "the catalogue: joined to the stars by id");
  CHECK(reading.back() == "  added columns: mass");
  survey::JoinOptions options;
  options.onlyMatched = true;
  const JoinedSurvey matched = joinSurvey(survey, table, options);
  CHECK(matched.survey->ids == std::vector<std::string>{"a", "c"});
}

TEST_CASE("changing a survey: the Sun moves for survey and predictions alike") {
  const survey::Dataset survey = withDirections(test::starsOf({"a"}));
  const survey::Dataset catalogue = withDirections(test::catalogueOf({"a"}));
  galaxy::SolarPosition near, far;
  far.distanceToCentreKpc = near.distanceToCentreKpc + 1.0;
  const double before = placeSun(survey, nullptr, near).survey->numeric("R_kpc")[0];
  const ChangedStars placed = placeSun(survey, &catalogue, far);
  CHECK(placed.survey->numeric("R_kpc")[0] - before == Approx(1.0).margin(0.05));
  REQUIRE(placed.catalogue);
  CHECK(placed.catalogue->numeric("R_kpc")[0] == placed.survey->numeric("R_kpc")[0]);
  CHECK(placed.summary.find("with the Sun") != std::string::npos);
  CHECK_FALSE(placeSun(survey, nullptr, near).catalogue);
  CHECK_THROWS_AS(placeSun(test::starsOf({"a"}), nullptr, near), Error);
}

TEST_CASE("changing a survey: a computed column is added to survey and predictions, and can use predicted labels") {
  const survey::Dataset survey = test::starsOf({"a", "b", "c"});  // teff 5000, 5010, 5020 K
  survey::Dataset catalogue = test::catalogueOf({"a", "b", "c"});
  catalogue.labels[0].values = {5003.0F, std::nanf(""), 5016.0F};
  catalogue.columns.push_back({"teff", "K", survey.numeric("teff")});
  const ChangedStars changed = addColumn(survey, &catalogue, "residual [K]=teff_cnn-teff");
  REQUIRE(changed.catalogue);
  for (const auto& stars : {changed.survey, changed.catalogue}) {
    const std::vector<double> residual = stars->numeric("residual");
    CHECK(residual[0] == 3.0);
    CHECK(std::isnan(residual[1]));
    CHECK(residual[2] == -4.0);
    CHECK(stars->unitOf("residual") == "K");
  }
  CHECK(changed.summary == "residual: 2 of 3 stars have a value, from −4 to 3 K");
  CHECK(previewColumn(survey, &catalogue, "residual [K]=teff_cnn-teff") == changed.summary);
  CHECK_FALSE(survey.hasNumeric("residual"));

  const ChangedStars alone = addColumn(survey, nullptr, "next=epoch+1");
  CHECK_FALSE(alone.catalogue);
  CHECK(alone.survey->numeric("next") == std::vector<double>{2.0, 3.0, 4.0});
  CHECK(previewColumn(survey, nullptr, "none=sqrt(-epoch)") == "none: no star has a value");
  CHECK_THROWS_AS(addColumn(survey, nullptr, "residual=teff_cnn-teff"), Error);  // there are no predictions
  CHECK_THROWS_AS(addColumn(survey, &catalogue, "epoch=1"), Error);
}
