// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/CatalogueJoin.h"

#include <cmath>

#include "Stars.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;

TEST_CASE("catalogue join: rows follow the survey's ids, and absent stars are missing") {
  const survey::Dataset survey = test::starsOf({"a", "b", "c", "d"});
  const JoinedCatalogue joined = joinCatalogue(survey, test::catalogueOf({"d", "b"}));
  CHECK(joined.matched == 2);
  CHECK(joined.stars.ids == survey.ids);
  const auto& teff = joined.stars.labels[0];
  CHECK(teff.values[1] == 5010.0F);
  CHECK(teff.values[3] == 5000.0F);
  CHECK(std::isnan(teff.values[0]));
  CHECK(std::isnan(teff.errors[2]));
  // Integers have no missing value: the column becomes real.
  CHECK(std::isnan(joined.stars.numeric("epoch")[0]));
  CHECK(joined.stars.numeric("epoch")[3] == 1.0);
}

TEST_CASE("catalogue join: the k-th row with an id matches the k-th star with that id") {
  const survey::Dataset survey = test::starsOf({"a", "b", "a", "a"});
  const JoinedCatalogue joined = joinCatalogue(survey, test::catalogueOf({"a", "x", "a"}));
  CHECK(joined.matched == 2);
  CHECK(joined.stars.labels[0].values[0] == 5000.0F);
  CHECK(joined.stars.labels[0].values[2] == 5020.0F);
  CHECK(std::isnan(joined.stars.labels[0].values[3]));
}

TEST_CASE("catalogue join: stars of another survey have no match") {
  const JoinedCatalogue joined = joinCatalogue(test::starsOf({"a"}), test::catalogueOf({"x", "y"}));
  CHECK(joined.matched == 0);
  CHECK(joined.stars.starCount() == 0);
}

TEST_CASE("catalogue join: a table of predictions is recognised by its columns") {
  CHECK(isCatalogue(test::catalogueOf({"a"})));
  CHECK_FALSE(isCatalogue(test::starsOf({"a"})));
}
