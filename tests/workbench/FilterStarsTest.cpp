// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/FilterStars.h"

#include "Stars.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::workbench;

TEST_CASE("filter stars: returns the rows that pass, or the problem and its position") {
  const survey::Dataset stars = test::starsOf({"a", "b", "c"});
  const FilterResult passed = filterStars(stars, "teff > 5005");
  REQUIRE(passed.rows);
  CHECK(*passed.rows == std::vector<std::size_t>{1, 2});
  CHECK_FALSE(passed.problem);
  const FilterResult failed = filterStars(stars, "teff > 1 && frog > 2");
  CHECK_FALSE(failed.rows);
  REQUIRE(failed.problem);
  CHECK(failed.problem->position == 12);
  CHECK(failed.problem->message.find("frog") != std::string::npos);
}

TEST_CASE("filter stars: a result in use is never overwritten by later ones") {
  const survey::Dataset stars = test::starsOf({"a", "b", "c", "d"});
  const RowsPointer passing = filterStars(stars, "teff < 5015").rows;
  const RowsPointer later = filterStars(stars, "teff > 5025").rows;
  CHECK(*passing == std::vector<std::size_t>{0, 1});
  CHECK(*later == std::vector<std::size_t>{3});
  CHECK(*allRows(3) == std::vector<std::size_t>{0, 1, 2});
}
