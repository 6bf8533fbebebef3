// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/FilterError.h"

#include <chrono>

#include "support/Catch.h"
#include "survey/Helpers.h"
#include "survey/filter/Filter.h"
#include "survey/filter/FilterTerms.h"
#include "survey/filter/FilterTree.h"

using namespace maury::survey;
using namespace maury::test;

namespace {

FilterError errorOf(const std::string& text) {
  try {
    (void)filterRows(smallSurvey(), text);
  } catch (const FilterError& error) {
    return error;
  }
  return {"no error", 9999};
}

std::string messageOf(const std::string& text) {
  return errorOf(text).what();
}

std::string repeat(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += part;
  return text;
}

}  // namespace

TEST_CASE("filter errors: an unknown name is located, and similar names are suggested") {
  const FilterError error = errorOf("teff > 4000 && snrr > 15");
  CHECK(error.position == 15);
  CHECK(std::string(error.what()) == "Character 16: there is no column 'snrr'; similar names: snr.");
  CHECK(error.kind() == maury::ErrorKind::Usage);
  CHECK(std::string(errorOf("absolute(teff) > 1").what()).find("no function 'absolute'") != std::string::npos);
  CHECK(std::string(errorOf("fiel == \"a\"").what()) ==
        "Character 1: there is no column 'fiel'; similar names: field.");
}

TEST_CASE("filter errors: an operator that means something else is explained") {
  CHECK(errorOf("teff = 4000").position == 5);
  CHECK(std::string(errorOf("teff = 4000").what()).find("write '=='") != std::string::npos);
  CHECK(errorOf("teff > 1 & mh < 0").position == 9);
  CHECK(std::string(errorOf("teff > 1 & mh < 0").what()).find("write '&&'") != std::string::npos);
  CHECK(errorOf("teff > 1; mh").position == 8);
  CHECK(errorOf("snr > 1 ? 2").position == 8);
  CHECK(errorOf("snr > 1 : 3").position == 8);
}

TEST_CASE("filter errors: an incomplete filter is reported at the right position") {
  CHECK(std::string(errorOf("teff >").what()) == "The text ends where a value is needed.");
  CHECK(errorOf("teff >").position == 6);
  CHECK(std::string(errorOf("(teff > 1").what()).find("'('") != std::string::npos);
  CHECK(std::string(errorOf("teff > 1)").what()).find("parenthesis") != std::string::npos);
  CHECK(errorOf("teff > 1)").position == 8);
  CHECK(errorOf("teff mh").position == 5);
  CHECK(errorOf("teff > > 1").position == 7);
  CHECK(errorOf("sqrt(teff, 2) > 1").position <= 16);
  CHECK_THAT(messageOf("sqrt(teff, 2) > 1"), Catch::Contains("too many arguments; sqrt takes 1"));
  CHECK_THAT(messageOf("atan2(teff) > 1"), Catch::Contains("too few arguments; atan2 takes 2"));
  CHECK(std::string(errorOf("`teff > 1").what()).find("is not closed") != std::string::npos);
}

TEST_CASE("filter errors: errors are found without stars, and messages name no internal variable") {
  CHECK_THROWS_AS(filterRows(smallSurvey(0), "teff >"), FilterError);
  CHECK(filterRows(smallSurvey(0), "teff > 1").empty());
  for (const char* text :
       {"teff mh", "teff > > 1", "teff (1)", "1 teff", "teff , mh", "(teff, mh) > 1", "teff > (1, 2)", "teff ~= 1",
        "teff ~& 1", "() > 1", "teff > 1 mh", "*teff", ",", "!", "sqrt()"}) {
    CAPTURE(text);
    const FilterError error = errorOf(text);
    CHECK(std::string(error.what()) != "no error");
    CHECK(std::string(error.what()).find("v0") == std::string::npos);
    CHECK(error.position <= std::string(text).size());
  }
}

TEST_CASE("filter errors: mixing text and numbers is an error at the offending operand") {
  const auto is = [](const std::string& text, std::size_t position, const std::string& part) {
    CAPTURE(text);
    const FilterError error = errorOf(text);
    CHECK(error.position == position);
    CHECK_THAT(error.what(), Catch::Contains(part));
  };
  is("snr > 1 && field", 11, "field contains text");
  is("abs(field) > 1", 4, "field contains text");
  is("field + 1 > 2", 0, "field contains text");
  is("field == 1", 9, "this is a number");
  is("snr == \"a\"", 0, "this is a number");
  is("field < \"a\"", 0, "== and !=");
  is("snr ~ \"a*\"", 0, "must be compared with text");
  is("field ~ field", 8, "pattern in quotes");
  is("field ~ 5", 8, "pattern in quotes");
  is("field == \"\"", 9, "isnan");
  is("\"a\"", 0, "but this is text");
  is("field == \"north", 9, "is not closed");
  is("snr > 1 && field == 'north", 20, "is not closed");
  is("snr > 1 ? field : 2", 10, "field contains text");
  is("field == \"a\" == field", 16, "field contains text");
}

TEST_CASE("filter errors: characters are counted, not bytes") {
  Dataset dataset = smallSurvey();
  dataset.columns.push_back({"größe", "", std::vector<double>(5, 1.0)});
  CHECK_THROWS_WITH(filterRows(dataset, "größe > 1 && snrr"), Catch::StartsWith("Character 14: there is no column"));
  try {
    filterRows(dataset, "größe > 1 && snrr");
  } catch (const FilterError& error) {
    CHECK(error.position == 15);
  }
}

TEST_CASE("filter errors: numbers too large for a double are refused, tiny ones are not") {
  CHECK(errorOf("teff > 1 && snr < 1e999").position == 18);
  CHECK_THAT(messageOf("snr < 1e999"), Catch::Contains("too large"));
  CHECK_THAT(messageOf("snr < " + repeat("9", 400)), Catch::Contains("too large"));
  CHECK_THAT(messageOf("snr < 1e" + repeat("9", 400)), Catch::Contains("too large"));
  const Dataset stars = smallSurvey(1);
  CHECK(evaluate(stars, "4e-320").front() == 4e-320);
  CHECK(evaluate(stars, "1e-999").front() == 0.0);
  CHECK(evaluate(stars, "0." + repeat("0", 400) + "1").front() == 0.0);
  CHECK(evaluate(stars, "0e999").front() == 0.0);
  CHECK(evaluate(stars, "1" + repeat("0", 300) + "e-300").front() == 1.0);
}

TEST_CASE("filter errors: deeply nested and long texts of any kind get a message") {
  for (const std::string part : {"(", "-", "!", "2^", "abs(", "1?2:", "1?", "min(1,"}) {
    CAPTURE(part);
    CHECK_THAT(messageOf(repeat(part, 300) + "1"), Catch::Contains("more than 200 levels"));
    CHECK(messageOf(repeat(part, 20000)) != "no error");
  }
  CHECK_NOTHROW(filterRows(smallSurvey(), repeat("(", 190) + "snr > 1" + repeat(")", 190)));
  CHECK_THAT(messageOf(repeat("a", 50000)), Catch::Contains("no column 'aaaa") && !Catch::Contains(repeat("a", 100)));
  CHECK_THAT(messageOf(repeat("a", 50000) + "(1)"), Catch::Contains("no function 'aaaa"));
  CHECK_THAT(messageOf("@" + repeat("a", 50000)), Catch::Contains("no cut '@aaaa"));
  CHECK_THAT(messageOf(repeat("snr > 1 && ", 10000)), Catch::Contains("at most 100000"));
}

TEST_CASE("filter errors: long chains do not count as deep nesting") {
  const Dataset stars = smallSurvey();
  CHECK(filterRows(stars, repeat("snr>1&&", 9000) + "snr>1").size() == 4);
  CHECK(filterRows(stars, repeat("snr>1||", 9000) + "snr>1").size() == 4);
  CHECK(evaluate(stars, repeat("1+", 40000) + "teff").front() == 44000.0);
  CHECK(evaluate(stars, "teff" + repeat("-1", 40000)).front() == -36000.0);
  CHECK(evaluate(stars, "max(" + repeat("1,", 40000) + "teff)").front() == 4000.0);
  CHECK(evaluate(stars, "teff" + repeat("<1", 40000)).front() == 1.0);
}

TEST_CASE("filter errors: hostile texts are rejected quickly") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string part :
       {"a", "(", ")", "&&", "a<&&", "@", "`", "\"", "1e", "$", "a<b&&", "@giants&&", "!", ",", "\xff"}) {
    const std::string text = repeat(part, 30000 / part.size());
    CHECK(messageOf(text) != "no error");
    FilterTerms terms(text);
    terms.setBounds("snr", {1.0, 2.0});
    CHECK(terms.boundsOf("a").low < 0.0);
  }
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < 20.0);
}
