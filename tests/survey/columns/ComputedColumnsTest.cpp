// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/columns/ComputedColumns.h"

#include <cmath>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "survey/Helpers.h"

using maury::ErrorKind;
using namespace maury::survey;
using namespace maury::test;

TEST_CASE("named expressions: name, unit and expression are separated at the first equals sign") {
  const NamedExpression plain = parseNamedExpression("vtot=sqrt(u^2+v^2)");
  CHECK(plain.name == "vtot");
  CHECK(plain.unit.empty());
  CHECK(plain.expression == "sqrt(u^2+v^2)");
  const NamedExpression spaced = parseNamedExpression("  total speed [ km/s ] = a == b ? 1 : 0 ");
  CHECK(spaced.name == "total speed");
  CHECK(spaced.unit == "km/s");
  CHECK(spaced.expression == "a == b ? 1 : 0");
  CHECK(parseNamedExpression("Geschwindigkeit-für_1.5=1").name == "Geschwindigkeit-für_1.5");
}

TEST_CASE("named expressions: other texts are refused with the reason") {
  const auto refusal = [](const char* text) {
    const CaughtError error = errorOf([&] { parseNamedExpression(text); });
    CHECK(error.kind == ErrorKind::Usage);
    return error.message;
  };
  CHECK(refusal("teff") == "'teff' does not have the form NAME=EXPRESSION or NAME [UNIT]=EXPRESSION: there is no '='.");
  CHECK(contains(refusal(""), "there is no '='"));
  CHECK(contains(refusal(" =1"), "the name is empty"));
  CHECK(contains(refusal("[km/s]=1"), "the name is empty"));
  CHECK(contains(refusal("a= "), "the expression is empty"));
  CHECK(contains(refusal("mh>=-1"), "a name cannot contain '>'"));
  CHECK(contains(refusal("mh==1"), "'==' compares two values"));
  CHECK(contains(refusal("a [km/s] b=1"), "a name cannot contain '['"));
  CHECK(contains(refusal("a`=1"), "a name cannot contain '`'"));
}

TEST_CASE("computed columns: each has its values, unit and origin, and can use those before it") {
  Dataset stars = smallSurvey(5);  // the parallax is 1, 2 … 5 mas
  addComputedColumns(stars, {"root [mas]=sqrt(parallax^2 + 3)", "twice=2*root", "metals=10*mh", "is_hot=teff > 4150"});
  REQUIRE(stars.columns.size() == 7);
  CHECK_NOTHROW(stars.validate());
  const std::vector<double> root = stars.numeric("root"), twice = stars.numeric("twice");
  CHECK(root[0] == 2.0);
  CHECK(root[4] == Approx(5.291502622129181));  // √28
  CHECK(twice[0] == 4.0);
  CHECK(twice[4] == 2.0 * root[4]);
  CHECK(stars.findColumn("root")->unit == "mas");
  CHECK(stars.findColumn("root")->description == "computed as sqrt(parallax^2 + 3)");
  CHECK(stars.findColumn("twice")->unit.empty());
  const std::vector<double> metals = stars.numeric("metals");
  CHECK(std::isnan(metals[1]));  // its mh is missing
  CHECK(metals[4] == Approx(-4.0));
  CHECK(stars.numeric("is_hot") == std::vector<double>{0, 0, 1, 1, 1});  // 4000, 4100 … 4400 K
}

TEST_CASE("computed columns: taken names and wrong expressions are refused, and name the column") {
  const auto refusal = [](const std::string& column) {
    Dataset stars = smallSurvey(5);
    const CaughtError error = errorOf([&] { addComputedColumns(stars, {"first=1", column}); });
    CHECK(error.kind == ErrorKind::Usage);
    return error.message;
  };
  for (const char* taken : {"teff", "Teff", "e_teff", "parallax", "bp_coefficients", "field", "id", "first"})
    CHECK(refusal(std::string(taken) + "=1") ==
          "The stars have '" + std::string(taken) + "' already. Choose another name.");
  CHECK(contains(refusal("half=tef/2"), "The column 'half' cannot be computed as 'tef/2'. Character 1: "));
  CHECK(
      contains(refusal("half=teff/"), "The column 'half' cannot be computed as 'teff/'. The text ends where a value"));
  CHECK(contains(refusal("word=field"), "field contains text"));
}
