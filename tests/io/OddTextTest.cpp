// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables in unusual forms that other programs and spreadsheets write.
#include <cmath>

#include "io/ReadText.h"
#include "io/tables/Table.h"
#include "io/tables/text/TextForm.h"
#include "io/tables/text/TextTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

Reals realsOf(const io::Table& table, std::string_view name) {
  const io::Column& column = table.at(name);
  REQUIRE(std::holds_alternative<Reals>(column.values));
  return std::get<Reals>(column.values);
}

/// Converts ASCII to UTF-16.
std::string utf16(std::string_view text, bool isLittle) {
  std::string bytes;
  for (const char c : text) {
    if (!isLittle) bytes += '\0';
    bytes += c;
    if (isLittle) bytes += '\0';
  }
  return bytes;
}

}  // namespace

TEST_CASE("ecsv: masks that astropy wrote as columns of their own are applied") {
  // Table.write(..., serialize_method="data_mask")
  const io::Table table = test::readText(
      "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: id, datatype: int64}\n# - {name: id.mask, datatype: bool}\n"
      "# - {name: teff, datatype: float64}\n# - {name: teff.mask, datatype: bool}\n# - {name: field, datatype: "
      "string}\n"
      "# - {name: field.mask, datatype: bool}\n# - {name: good.mask, datatype: bool}\n# schema: astropy-2.0\n"
      "id id.mask teff teff.mask field field.mask good.mask\n"
      "5937083312263887616 False 5000.5 True a False True\n5937083312263887617 True 5100.5 False b True False\n");
  REQUIRE(table.columns.size() == 4);
  REQUIRE(table.at("id").asText() == std::vector<std::string>{"5937083312263887616", ""});
  REQUIRE(std::isnan(table.real("teff")[0]));
  REQUIRE(table.real("teff")[1] == 5100.5);
  REQUIRE(table.at("field").asText() == std::vector<std::string>{"a", ""});
  REQUIRE(table.find("good.mask") != nullptr);  // a column of its own
  REQUIRE(io::textColumnNames("# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: float64}\n"
                              "# - {name: a.mask, datatype: bool}\na a.mask\n1.0 False\n",
                              "t.ecsv") == std::vector<std::string>{"a"});
}

TEST_CASE("odd text: decimal commas are read if one of them is unambiguous") {
  const io::Table table =
      test::readText("id;teff;logg;n;name\n1;5772,1;4,438;1;\"a,b\"\n2;-,5;;2;c\n3;1,5e3;1,234;3;d\n");
  CHECK(table.warnings.empty());
  CHECK(std::get<Integers>(table.at("id").values) == Integers{1, 2, 3});
  CHECK(realsOf(table, "teff") == Reals{5772.1, -0.5, 1500});
  CHECK(realsOf(table, "logg")[0] == 4.438);
  CHECK(std::isnan(realsOf(table, "logg")[1]));
  CHECK(realsOf(table, "logg")[2] == 1.234);
  CHECK(std::get<Integers>(table.at("n").values) == Integers{1, 2, 3});
  CHECK(table.at("name").isText());
  CHECK(realsOf(test::readText("wave\tflux\n846,1\t1,0\n846,2\t0,9\n"), "wave") == Reals{846.1, 846.2});
  CHECK(realsOf(test::readText("wave flux\n 846,1  1,0\n 846,2  0,9\n"), "flux") == Reals{1.0, 0.9});
}

TEST_CASE("odd text: a column with ambiguous commas stays text, with a warning") {
  const io::Table thousands = test::readText("id;n\n1;1,234\n2;12,345\n");
  CHECK(thousands.at("n").isText());
  REQUIRE(thousands.warnings.size() == 1);
  CHECK(thousands.warnings[0].find("t.csv: column 'n' is kept as text, because the comma in 1,234 may not be") !=
        std::string::npos);
  CHECK(thousands.warnings[0].find("thousands") != std::string::npos);

  const io::Table mixed = test::readText("x;y\n1.5;2,25\n2.5;3,25\n");
  CHECK(realsOf(mixed, "x") == Reals{1.5, 2.5});
  CHECK(mixed.at("y").isText());
  REQUIRE(mixed.warnings.size() == 1);
  CHECK(mixed.warnings[0].find("other numbers have points") != std::string::npos);
  const auto error = test::errorOf([&] { mixed.real("y"); });
  REQUIRE(error);
  CHECK(error->says("column 'y', row 1: '2,25' is not a number (use a decimal point)"));

  // Commas separate the columns, so those inside quotes may also separate the elements of a list.
  const io::Table quoted = test::readText("id,near\n1,\"12,13\"\n2,\"14,5\"\n");
  CHECK(quoted.at("near").isText());
  CHECK(quoted.warnings.empty());
  const io::Table names = test::readText("id;near\n1;12,13\n2;alone\n");
  CHECK(names.at("near").isText());
  CHECK(names.warnings.empty());
}

TEST_CASE("odd text: decimal commas among commas are refused with the next step") {
  const auto refusal = [](const std::string& text) {
    const auto error = test::errorOf([&] { test::readText(text); });
    REQUIRE(error);
    return error->message;
  };
  CHECK(refusal("a,b\n5,3,4,1\n")
            .find("line 2: 4 fields, but the header names 2 columns; if these are decimal commas, "
                  "use decimal points, or semicolons between the columns") != std::string::npos);
  CHECK(refusal("a,b\n5,3,4\n").ends_with("the header names 2 columns"));
}

TEST_CASE("odd text: Fortran's exponents are numbers, and without a point they are names") {
  const io::Table table = test::readText("x,y,plate\n5.0D3,0.1D+01,2D10\n-1.5d-2,NaN,3D11\n");
  CHECK(realsOf(table, "x") == Reals{5000, -0.015});
  CHECK(realsOf(table, "y")[0] == 1);
  CHECK(table.at("plate").isText());
  CHECK(test::readText("x\n1.0D\n").at("x").isText());
  CHECK(test::readText("x\n1.0D+\n").at("x").isText());
  CHECK(test::readText("x\n1.0e2D3\n").at("x").isText());
  CHECK(test::readText("v\n\"(1.0D0, 2.5D1)\"\n").arrays.at(0).values == Reals{1, 25});
  CHECK(realsOf(test::readText("x;y\n5,0D3;1,5\n"), "x") == Reals{5000});
}

TEST_CASE("odd text: lines may end in carriage returns alone") {
  const io::Table table = test::readText("# by hand\ra,b\r1,2\r3,4\r");
  CHECK(table.rowCount() == 2);
  CHECK(table.at("b").asReal() == Reals{2, 4});
  const auto error = test::errorOf([&] { test::readText("a,b\r1,2\r3\r"); });
  REQUIRE(error);
  CHECK(error->says("line 3: 1 field, but the header names 2 columns"));
}

TEST_CASE("odd text: UTF-16 is read in both byte orders, with and without a mark") {
  const std::string text = "id\tteff\r\n1\t5772,5\r\n2\t4000\r\n";
  for (const bool isLittle : {true, false}) {
    const std::string mark = isLittle ? "\xFF\xFE" : "\xFE\xFF";
    for (const std::string& bytes : {mark + utf16(text, isLittle), utf16(text, isLittle)}) {
      const io::Table table = test::readText(bytes);
      CHECK(std::get<Integers>(table.at("id").values) == Integers{1, 2});
      CHECK(realsOf(table, "teff") == Reals{5772.5, 4000});
    }
  }
  // α, an emoji that needs a surrogate pair, a lone surrogate, and half a unit.
  const std::string other(
      "\xFF\xFE"
      "a\0\xB1\x03\x3D\xD8\x00\xDE\x3D\xD8\n\0x",
      15);
  CHECK(io::normaliseText(other) ==
        "\xEF\xBB\xBF"
        "a\xCE\xB1\xF0\x9F\x98\x80\xEF\xBF\xBD\n\xEF\xBF\xBD");
  const std::string small("\1\0\2\0\3\0\4\0", 8);  // 16-bit numbers
  CHECK_FALSE(io::isUtf16(small));
  CHECK_FALSE(io::isUtf16("a,b\n1,2\n"));
  CHECK_FALSE(io::isUtf16(""));
}
