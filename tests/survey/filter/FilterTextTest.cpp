// SPDX-License-Identifier: GPL-3.0-or-later
// Filters on text, and expressions as numeric columns.
#include <cmath>

#include "support/Catch.h"
#include "survey/Helpers.h"
#include "survey/filter/Filter.h"
#include "survey/filter/Glob.h"

using namespace maury::survey;
using namespace maury::test;

namespace {

using Rows = std::vector<std::size_t>;
using Names = std::vector<std::string>;

/// Returns the five stars of smallSurvey() (field 0, 1, 0, 1, 0) with a column `survey`, which is missing for the last.
Dataset mixedSurvey() {
  Dataset dataset = smallSurvey();
  dataset.columns.push_back({"survey", "", Names{"rvs", "RVS", "apogee", "größe*", ""}});
  return dataset;
}

Rows rowsWhere(const std::string& text) {
  return filterRows(mixedSurvey(), text);
}

}  // namespace

TEST_CASE("filter text: text columns and ids can be compared") {
  CHECK(rowsWhere("survey == \"rvs\"") == Rows{0});
  CHECK(rowsWhere("'rvs' == survey") == Rows{0});
  CHECK(rowsWhere("survey == 'rvs' || `survey` == \"apogee\"") == Rows{0, 2});
  CHECK(rowsWhere("field == \"field 1\" && teff > 4200") == Rows{3});
  CHECK(rowsWhere("id == \"star-3\"") == Rows{3});
  CHECK(rowsWhere("id != \"star-3\" && id != 'star-0'") == Rows{1, 2, 4});
  CHECK(rowsWhere("survey == survey") == Rows{0, 1, 2, 3});
  CHECK(rowsWhere("(survey == \"rvs\") + (teff > 4000) == 1") == Rows{0, 1, 2, 3, 4});
}

TEST_CASE("filter text: comparisons with a missing text are false, and isnan finds it") {
  CHECK(rowsWhere("survey != \"rvs\"") == Rows{1, 2, 3});
  CHECK(rowsWhere("survey !~ \"r*\"") == Rows{1, 2, 3});
  CHECK(rowsWhere("survey ~ \"*\"") == Rows{0, 1, 2, 3});
  CHECK(rowsWhere("isnan(survey)") == Rows{4});
  CHECK(rowsWhere("!isnan(survey) && !isnan(mh)") == Rows{0, 2, 3});
  CHECK(rowsWhere("isnan(mh) || isnan(snr)") == Rows{1});
  CHECK(rowsWhere("isnan(mh + teff)") == Rows{1});
  CHECK(rowsWhere("isnan(1)").empty());
}

TEST_CASE("filter text: patterns") {
  CHECK(rowsWhere("survey ~ \"r*\"") == Rows{0});
  CHECK(rowsWhere("survey ~ \"*o*e*\"") == Rows{2});
  CHECK(rowsWhere("survey ~ \"gr??e?\"") == Rows{3});
  CHECK(rowsWhere("id ~ \"star-?\" && id !~ \"*2\"") == Rows{0, 1, 3, 4});
  CHECK(rowsWhere("teff > 4250 && survey ~ \"g*\"") == Rows{3});
}

TEST_CASE("filter text: a glob must match the whole text") {
  CHECK(matchesGlob("", ""));
  CHECK(matchesGlob("", "**"));
  CHECK_FALSE(matchesGlob("", "?"));
  CHECK(matchesGlob("abcabd", "*abd"));
  CHECK(matchesGlob("aXbXc", "a*b*c"));
  CHECK_FALSE(matchesGlob("aXbXcd", "a*b*c"));
  CHECK_FALSE(matchesGlob("abc", "ab"));
  CHECK_FALSE(matchesGlob("ab", "abc"));
  CHECK(matchesGlob("αβγ", "?β?"));
  CHECK_FALSE(matchesGlob("αβ", "???"));
  CHECK(matchesGlob("[a]", "[a]"));
  CHECK_FALSE(matchesGlob(std::string(20000, 'a'), std::string("*a*a*a*a*a*a*b")));
}

TEST_CASE("filter text: a numeric column called id hides the ids") {
  Dataset dataset = mixedSurvey();
  dataset.columns.push_back({"id", "", std::vector<double>{1, 2, 3, 4, 5}});
  CHECK(filterRows(dataset, "id > 4") == Rows{4});
  CHECK(filterableNames(dataset) ==
        Names{"teff", "mh", "e_teff", "parallax", "snr", "visit_id", "id", "field", "survey"});
  CHECK(filterableNames(smallSurvey()) == Names{"teff", "mh", "e_teff", "parallax", "snr", "visit_id", "field", "id"});
}

TEST_CASE("filter names: each column once, including those of cuts and texts, but no ids or constants") {
  const auto names = [](const std::string& text) { return filterNames(mixedSurvey(), text); };
  CHECK(names("snr > 1 && abs(mh) < snr && `survey` ~ \"a*\" && id == \"a\"") == Names{"snr", "mh", "survey"});
  CHECK(names("@fgk && (-parallax < _pi ? snr : max(1, mh))") == Names{"teff", "parallax", "snr", "mh"});
  CHECK(names(" ").empty());
  CHECK_THROWS_AS(names("snrr > 1"), FilterError);
  CHECK_THROWS_AS(names("@solar"), FilterError);
}

TEST_CASE("evaluate: an expression becomes a column, missing where a value is missing") {
  const Dataset dataset = mixedSurvey();
  CHECK(evaluate(dataset, "teff / 1000 + parallax") == std::vector<double>{5, 6.1, 7.2, 8.3, 9.4});
  const auto doubled = evaluate(dataset, "2 * mh");
  CHECK(std::isnan(doubled[1]));
  CHECK(doubled[2] == 2.0 * static_cast<double>(-0.2F));
  CHECK(evaluate(dataset, "survey == \"rvs\"") == std::vector<double>{1, 0, 0, 0, 0});
  CHECK(evaluate(dataset, "snr > 35 ? 1 : -1") == std::vector<double>{-1, -1, -1, 1, 1});
  CHECK(evaluate(dataset, "7") == std::vector<double>(5, 7.0));
  CHECK_THROWS_WITH(evaluate(dataset, "survey"), Catch::Contains("survey contains text"));
  CHECK_THROWS_AS(evaluate(dataset, " "), FilterError);
  CHECK(evaluate(smallSurvey(0), "teff").empty());
}

TEST_CASE("evaluate: every function and constant") {
  const Dataset one = smallSurvey(1);  // parallax 1
  const auto value = [&](const std::string& text) { return evaluate(one, text).front(); };
  const double x = 0.5;
  for (const auto& [name, expected] : std::vector<std::pair<std::string, double>>{{"sin", std::sin(x)},
                                                                                  {"cos", std::cos(x)},
                                                                                  {"tan", std::tan(x)},
                                                                                  {"asin", std::asin(x)},
                                                                                  {"acos", std::acos(x)},
                                                                                  {"atan", std::atan(x)},
                                                                                  {"sinh", std::sinh(x)},
                                                                                  {"cosh", std::cosh(x)},
                                                                                  {"tanh", std::tanh(x)},
                                                                                  {"asinh", std::asinh(x)},
                                                                                  {"atanh", std::atanh(x)},
                                                                                  {"log2", -1.0},
                                                                                  {"log10", std::log10(x)},
                                                                                  {"log", std::log(x)},
                                                                                  {"ln", std::log(x)},
                                                                                  {"exp", std::exp(x)},
                                                                                  {"sqrt", std::sqrt(x)},
                                                                                  {"sign", 1.0},
                                                                                  {"rint", 1.0},
                                                                                  {"abs", x}}) {
    CAPTURE(name);
    CHECK(value(name + "(0.5)") == Approx(expected).epsilon(1e-14));
    CHECK(value(name + "(0.5 * parallax)") == Approx(expected).epsilon(1e-14));
  }
  CHECK(value("acosh(2 * parallax)") == Approx(std::acosh(2.0)).epsilon(1e-14));
  CHECK(value("atan2(parallax, -2)") == Approx(std::atan2(1.0, -2.0)).epsilon(1e-14));
  CHECK(value("min(3, parallax, 2) + 10 * max(3, parallax) + 100 * sum(parallax, 2, 3)") == 631.0);
  CHECK(value("avg(parallax, 2, 6)") == 3.0);
  CHECK(value("sum(parallax) + avg(4)") == 5.0);
  CHECK(value("abs(-2 * parallax) + sign(-parallax) + rint(2.5)") == 4.0);
  CHECK(value("_pi") == Approx(std::acos(-1.0)).epsilon(1e-14));
  CHECK(value("ln(_e)") == Approx(1.0).epsilon(1e-14));
}

TEST_CASE("evaluate: precedence and order of signs") {
  const Dataset one = smallSurvey(1);  // parallax 1, teff 4000
  const auto value = [&](const std::string& text) { return evaluate(one, text).front(); };
  CHECK(value("-2^2") == -4.0);
  CHECK(value("2^-3^2") == 1.0 / 512.0);
  CHECK(value("2^3^2") == 512.0);
  CHECK(value("(2 * parallax)^2 + (2 * parallax)^3 + (2 * parallax)^4 + (4 * parallax)^0.5") == 30.0);
  CHECK(value("8 / 4 / 2 - 1 - 1") == -1.0);
  CHECK(value("-parallax * 3 ^ 2") == -9.0);
  CHECK(value("!parallax + 1") == 1.0);
  CHECK(value("!!teff + - -1") == 2.0);
  CHECK(value("3 > 2 > 1") == 0.0);
  CHECK(value("1 == 1 < 2") == 1.0);
  CHECK(value("0 ? 1 : parallax ? 2 : 3") == 2.0);
  CHECK(value("1 || 0 ? 4 : 5") == 4.0);
  CHECK(value("1 || 1 && 0") == 1.0);
  CHECK(value("teff < 4000 || teff >= 4000 && 1") == 1.0);
}
