// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/Filter.h"

#include <chrono>
#include <iostream>

#include "support/Catch.h"
#include "survey/Helpers.h"
#include "survey/filter/FilterPresets.h"

using namespace maury::survey;
using namespace maury::test;

namespace {

using Rows = std::vector<std::size_t>;

/// Filters five stars: teff 4000 … 4400; mh 0, NaN, −0.2, −0.3, −0.4; snr 10.1, NaN, 30.1, 40.1, 50.1; parallax 1 … 5.
Rows rowsWhere(const std::string& text) {
  return filterRows(smallSurvey(), text);
}

}  // namespace

TEST_CASE("filter: a blank filter selects all rows") {
  CHECK(rowsWhere("") == Rows{0, 1, 2, 3, 4});
  CHECK(rowsWhere("  \t\n") == Rows{0, 1, 2, 3, 4});
}

TEST_CASE("filter: comparisons of labels, errors, inputs and columns") {
  CHECK(rowsWhere("teff > 4100") == Rows{2, 3, 4});
  CHECK(rowsWhere("e_teff<=51") == Rows{0, 1});
  CHECK(rowsWhere("parallax == 3") == Rows{2});
  CHECK(rowsWhere("teff >= 4100 && teff < 4300") == Rows{1, 2});
  CHECK(rowsWhere("teff < 4050 || teff > 4350") == Rows{0, 4});
  CHECK(rowsWhere("Teff > 4350") == Rows{4});
}

TEST_CASE("filter: every comparison with a missing value is false") {
  CHECK(rowsWhere("mh != 5") == Rows{0, 2, 3, 4});
  CHECK(rowsWhere("mh == mh") == Rows{0, 2, 3, 4});
  CHECK(rowsWhere("mh < 10 || mh >= 10") == Rows{0, 2, 3, 4});
  CHECK(rowsWhere("snr > 0") == Rows{0, 2, 3, 4});
  CHECK(rowsWhere("!(snr > 35)") == Rows{0, 1, 2});
  CHECK(rowsWhere("snr") == Rows{0, 2, 3, 4});
  CHECK(rowsWhere("snr && teff > 0") == Rows{0, 2, 3, 4});
}

TEST_CASE("filter: arithmetic has the usual precedence") {
  CHECK(rowsWhere("teff / 1000 - 4 > 0.15") == Rows{2, 3, 4});
  CHECK(rowsWhere("2 + 3 * 4 == 14 && parallax > 4") == Rows{4});
  CHECK(rowsWhere("2 ^ 3 ^ 2 == 512") == Rows{0, 1, 2, 3, 4});
  CHECK(rowsWhere("-parallax < -4") == Rows{4});
  CHECK(rowsWhere("-2^2 == -4") == Rows{0, 1, 2, 3, 4});
  CHECK(rowsWhere("parallax>-1&&parallax<.5e1") == Rows{0, 1, 2, 3});
  CHECK(rowsWhere("parallax > 1 || parallax > 1 && parallax < 0") == Rows{1, 2, 3, 4});
}

TEST_CASE("filter: functions") {
  CHECK(rowsWhere("abs(mh) > 0.25") == Rows{3, 4});
  CHECK(rowsWhere("sqrt(parallax) >= 2") == Rows{3, 4});
  CHECK(rowsWhere("log10(parallax * 20) == 2") == Rows{4});
  CHECK(rowsWhere("min(parallax, 2) == 2 && max (parallax, 3) == 3") == Rows{1, 2});
}

TEST_CASE("filter: any name can be used, in backquotes if necessary") {
  Dataset dataset = smallSurvey();
  dataset.columns[0].name = "bp-rp";
  dataset.columns[1].name = "e5";
  dataset.columns[1].values = std::vector<double>{1, 2, 3, 4, 5};
  dataset.columns.push_back({"größe", "", std::vector<double>{5, 4, 3, 2, 1}});
  dataset.columns.push_back({"v0", "", std::vector<double>{0, 0, 1, 0, 0}});
  CHECK(filterRows(dataset, "`bp-rp` > 35") == Rows{3, 4});
  CHECK(filterRows(dataset, "`[M/H]` < -0.25") == Rows{3, 4});
  CHECK(filterRows(dataset, "e5 > 3 && größe < 2") == Rows{4});
  CHECK(filterRows(dataset, "teff > 0 && v0") == Rows{2});
}

TEST_CASE("filter: each form of condition selects the same rows as its double negation") {
  // "!(!(…))" is evaluated on separate flags, whereas the plain condition narrows the flags of the rows in place.
  for (const char* text : {"teff > 4100",
                           "teff >= 4100",
                           "4100 < teff",
                           "4.1e3 <= teff",
                           "mh < -0.25",
                           "mh <= -.3",
                           "mh > -0.35 && snr < 45",
                           "snr",
                           "mh && snr > 5",
                           "mh && !snr",
                           "mh + 1 > 0.75 && snr > 5 && parallax < 4.5",
                           "snr > 20 || mh < 0",
                           "snr > 20 && mh < 0 || parallax < 2",
                           "(snr > 20 || parallax < 2) && teff < 4400",
                           "mh > -1e-3 && e_teff > 0",
                           "mh > snr",
                           "mh < - 0.25",
                           "!mh",
                           "2 < 3",
                           "-teff < -4100",
                           "snr > 45 && abs(mh) > 0.3",
                           "abs(mh) > 0.25 || parallax < 2"}) {
    CAPTURE(text);
    CHECK(rowsWhere(text) == rowsWhere("!(!(" + std::string(text) + "))"));
  }
  CHECK(rowsWhere("mh > -0.35 && snr < 45") == Rows{0, 2, 3});
}

TEST_CASE("filter: rows beyond the first thread's chunk are correct") {
  Dataset dataset;
  std::vector<double> numbers;
  for (std::size_t i = 0; i < 120001; ++i) {
    dataset.ids.push_back(std::to_string(i));
    numbers.push_back(static_cast<double>(i));
  }
  dataset.columns.push_back({"n", "", numbers});
  CHECK(filterRows(dataset, "n == 49999 || n == 50000 || n >= 120000") == Rows{49999, 50000, 120000});
  CHECK(filterRows(dataset, "n > 49998 && n <= 50001") == Rows{49999, 50000, 50001});
  CHECK(filterRows(dataset, "n >= 0").size() == 120001);
  CHECK(filterRows(dataset, "n < 0").empty());
}

TEST_CASE("filter: a million rows are filtered within seconds, even under sanitizers") {
  Dataset dataset;
  constexpr std::size_t kRows = 1000000;
  dataset.ids.resize(kRows);
  std::vector<double> snr(kRows);
  std::vector<double> logg(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    snr[i] = static_cast<double>(i % 100);
    logg[i] = static_cast<double>(i % 7);
  }
  dataset.columns = {{"snr", "", snr}, {"logg", "", logg}};
  const auto start = std::chrono::steady_clock::now();
  const auto rows = filterRows(dataset, "snr > 15 && snr < 25 && logg < 2.2");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << "filter: " << kRows / 1e6 / seconds << " million rows/s\n";
  std::size_t expected = 0;
  for (std::size_t i = 0; i < kRows; ++i)
    if (snr[i] > 15 && snr[i] < 25 && logg[i] < 2.2) ++expected;
  CHECK(rows.size() == expected);
  CHECK(seconds < 5.0);
}

TEST_CASE("filter: a named cut stands for its text, alone or among other conditions") {
  Dataset dataset;
  dataset.ids = {"a", "b", "c", "d"};
  dataset.columns = {{"snr", "", std::vector<double>{20, 20, 30, 20}},
                     {"logg", "dex", std::vector<double>{2.0, 3.0, 2.0, 1.0}},
                     {"in_limits", "", std::vector<std::int64_t>{1, 1, 1, 0}}};
  CHECK(filterRows(dataset, "@bimodality") == Rows{0});
  CHECK(filterRows(dataset, "@giants && !@limits") == Rows{3});
  CHECK(filterRows(dataset, "snr > 25 || @bimodality") == Rows{0, 2});
}

TEST_CASE("filter: an unknown named cut, or one that lacks a column, is an error at its '@'") {
  Dataset dataset;
  dataset.ids = {"a"};
  dataset.columns = {{"snr", "", std::vector<double>{20}}};
  try {
    filterRows(dataset, "snr > 1 && @bimodalty");
    FAIL("no error");
  } catch (const FilterError& error) {
    CHECK(error.position == 11);
    CHECK(error.text == "snr > 1 && @bimodalty");
    CHECK_THAT(error.what(), Catch::Contains("no cut '@bimodalty'") && Catch::Contains("bimodality"));
  }
  CHECK_THROWS_WITH(filterRows(dataset, "@giants"), Catch::Contains("'logg < 2.2'") && Catch::Contains("no column"));
}

TEST_CASE("filter: every named cut is valid if its columns exist") {
  Dataset dataset;
  dataset.ids = {"a"};
  for (const char* name :
       {"snr", "logg", "in_limits", "STARFLAG", "ASPCAPFLAG", "teff", "feh", "VSCATTER", "mh", "R_kpc", "Z_kpc"})
    dataset.columns.push_back({name, "", std::vector<double>{1.0}});
  for (const FilterPreset& preset : filterPresets())
    CHECK_NOTHROW(filterRows(dataset, "@" + std::string(preset.name)));
}
