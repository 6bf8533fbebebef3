// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables without a header line, with comments, units, words for missing values, and columns at fixed positions.
// Values of real files were read with Python's astropy.io.ascii, independently of this program.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "io/ReadText.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "io/tables/text/TextTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/FitsFile.h"
#include "support/RealData.h"

using namespace maury;

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

Texts namesOf(const io::Table& table) {
  Texts names;
  for (const io::Column& column : table.columns)
    names.push_back(column.name);
  return names;
}

bool hasWarning(const io::Table& table, const std::string& part) {
  return std::any_of(table.warnings.begin(), table.warnings.end(),
                     [&](const std::string& warning) { return warning.find(part) != std::string::npos; });
}

std::filesystem::path caseFile(const std::string& name) {
  return test::realData("../cases/files/" + name);
}

std::string refusal(const std::string& text) {
  const auto error = test::errorOf([&] { io::readTable(text, "t.txt"); });
  REQUIRE(error);
  return error->message;
}

const std::string kMrt =
    "Title: Ages\nAuthors: A. Nonymous\nTable: 1\n"
    "================================================================================\n"
    "Byte-by-byte Description of file: t1.dat\n"
    "--------------------------------------------------------------------------------\n"
    "   Bytes Format Units   Label  Explanations\n"
    "--------------------------------------------------------------------------------\n"
    "   1-  4  A4    ---     Name   Name of the star (1)\n"
    "   6- 24  I19   ---     Gaia   ? Gaia DR3\n"
    "                               identifier\n"
    "  26- 31  F6.1  K       Teff   [3000/9000]?=-9999 Effective temperature\n"
    "      33  A1    ---     l_Age  Limit flag\n"
    "  34- 38  F5.2  [Gyr]   Age    ? Age\n"
    "--------------------------------------------------------------------------------\n"
    "Note (1): as in 2 papers\n"
    "--------------------------------------------------------------------------------\n";

const std::string kMrtRows =
    "0012 5937083312263888001 5000.1 <12.50\n"
    "b                        -9999.\n"
    "c    5937083312263888003 5200.5   3.25\n";

}  // namespace

TEST_CASE("text: a table without a header line keeps its first row and gets names by position") {
  for (const std::string text : {"8460 1.0 0.01\n8461 0.9 0.02\n", "8460,1.0,0.01\n8461,0.9,0.02\n",
                                 "# one comment\n8460\t1.0\t0.01\n8461\t0.9\t0.02\n"}) {
    const io::Table table = test::readText(text);
    REQUIRE(namesOf(table) == Texts{"col1", "col2", "col3"});
    CHECK(std::get<Integers>(table.columns[0].values) == Integers{8460, 8461});
    CHECK(table.real("col3") == Reals{0.01, 0.02});
    CHECK(hasWarning(table, "no line names the columns; they are called col1 … col3"));
  }
  const io::Table stars = test::readText("2M0000,4567,2.3\n2M0001,4821,2.9\n");
  CHECK(stars.at("col1").asText() == Texts{"2M0000", "2M0001"});
  CHECK(stars.real("col2") == Reals{4567, 4821});
  CHECK(test::readText("846,1;0,9\n846,2;0,8\n").real("col1") == Reals{846.1, 846.2});
  CHECK(test::readText("846,1 0,9\n846,2 0,8\n").real("col2") == Reals{0.9, 0.8});
}

TEST_CASE("text: numbers in a header line are names if they stand above numbers and text alike, or rise") {
  std::string header = "star", row = "a";
  for (int i = 0; i < 10; ++i) {
    header += "," + std::to_string(8460 + i) + ".5";
    row += ",0." + std::to_string(i % 2 + 8);
  }
  const io::Table matrix = test::readText(header + "\n" + row + "\n" + row + "\n");
  CHECK(matrix.rowCount() == 2);
  CHECK(matrix.columns[1].name == "8460.5");
  CHECK(matrix.warnings.empty());
  CHECK(namesOf(test::readText("0,1\n846.0,1.5\n846.1,1.25\n")) == Texts{"0", "1"});
  CHECK(namesOf(test::readText("id,2010\n1,5\n2,6\n")) == Texts{"id", "2010"});
  CHECK(namesOf(test::readText("name,class\na,1\nb,2\n")) == Texts{"name", "class"});
}

TEST_CASE("text: comments may begin with other marks, name and number the columns, and state units") {
  for (const std::string mark : {"#", "!", "%", ";"}) {
    const io::Table table =
        test::readText(mark + " made by hand\n" + mark + " wave flux\n500.0 0.9\n" + mark + " a gap\n500.1 1.1\n");
    REQUIRE(namesOf(table) == Texts{"wave", "flux"});
    CHECK(table.real("flux") == Reals{0.9, 1.1});
  }
  CHECK(namesOf(test::readText("# POLLUX\n# 1: wavelength\n# 2: norm flux\n8460 1\n8461 1\n")) ==
        Texts{"wavelength", "norm flux"});
  CHECK(namesOf(test::readText("#   1 NUMBER   Running number\n#   2 FLUX_AUTO   Flux  [adu]\n1 5.5\n2 6.5\n")) ==
        Texts{"NUMBER", "FLUX_AUTO"});
  const io::Table units = test::readText("# wave flux\n# nm -\n500.0 0.9\n500.1 1.1\n");
  CHECK(namesOf(units) == Texts{"wave", "flux"});
  CHECK(units.at("wave").unit == "nm");
  const io::Table below = test::readText("teff\tlogg\n(K)\t(dex)\n5000\t2.5\n5100\t2.6\n");
  CHECK(below.real("teff") == Reals{5000, 5100});
  CHECK(below.at("teff").unit == "K");
  CHECK(namesOf(test::readText("Wavelength (A)   Flux\n8460 1\n8461 1\n")) == Texts{"Wavelength (A)", "Flux"});
  CHECK(namesOf(test::readText(";a;b\n1;2;3\n")) == Texts{"col1", "a", "b"});
}

TEST_CASE("text: comments among the rows are passed over, ids with a number sign are not") {
  CHECK(test::readText("a,b\n1,2\n# 3,4,5\n6,7\n").real("b") == Reals{2, 7});
  CHECK(test::readText("id,b\n#1,2\n#2,7\n").at("id").asText() == Texts{"#1", "#2"});
}

TEST_CASE("text: words for missing values are missing among numbers, and text elsewhere") {
  const io::Table table =
      test::readText("id,x,n,word\n1,N/A,NA,NA\n2,INDEF,None,?\n3,1.5,7,*\n4,*,...,N/A\n5,?,<NA>,x\n6,******,--,y\n");
  const Reals x = table.real("x"), n = table.real("n");
  CHECK(x[2] == 1.5);
  CHECK(n[2] == 7);
  CHECK(std::count_if(x.begin(), x.end(), [](double value) { return std::isnan(value); }) == 5);
  CHECK(std::count_if(n.begin(), n.end(), [](double value) { return std::isnan(value); }) == 5);
  CHECK(std::get<Texts>(table.at("word").values) == Texts{"NA", "?", "*", "N/A", "x", "y"});
  CHECK(std::get<Texts>(test::readText("id,flag\n1,*\n2,\n").at("flag").values) == Texts{"*", ""});
  CHECK(table.warnings.empty());
}

TEST_CASE("text: one odd cell makes a column text, with a warning, and a repeated name gets a number") {
  const io::Table table = test::readText("a,b,a\n1,2,3\n4,5,6\n7,hot,9\n10,11,12\n13,14,15\n");
  CHECK(table.at("b").isText());
  CHECK(hasWarning(table, "column 'b' is kept as text, because 'hot' in line 4 is not a number"));
  CHECK(namesOf(table) == Texts{"a", "b", "a_2"});
  CHECK(hasWarning(table, "two columns are called 'a'; the second was renamed to 'a_2'"));
  CHECK(test::readText("id\nHD 1\n2\nHD 3\n").warnings.empty());
}

TEST_CASE("text: a line of dashes below the names is no row") {
  const io::Table table = test::readText("   nm flux\n----- ----\n846.5  1.5\n847.5  2.5\n");
  REQUIRE(table.real("nm") == std::vector<double>{846.5, 847.5});
  REQUIRE(table.real("flux") == std::vector<double>{1.5, 2.5});
}

TEST_CASE("text: a machine-readable table of the AAS is read by its byte-by-byte description") {
  const io::Table table = test::readText(kMrt + kMrtRows);
  REQUIRE(namesOf(table) == Texts{"Name", "Gaia", "Teff", "l_Age", "Age"});
  CHECK(table.at("Name").asText() == Texts{"0012", "b", "c"});
  CHECK(table.at("Gaia").asText() == Texts{"5937083312263888001", "", "5937083312263888003"});
  CHECK(table.at("Gaia").description == "? Gaia DR3 identifier");
  CHECK(table.real("Teff")[0] == 5000.1);
  CHECK(std::isnan(table.real("Teff")[1]));
  CHECK(table.at("Teff").unit == "K");
  CHECK(table.at("l_Age").asText() == Texts{"<", "", ""});
  CHECK(table.real("Age")[2] == 3.25);
  CHECK(table.warnings.empty());
  CHECK(refusal(kMrt.substr(0, kMrt.find("Note"))).find("describes a table in another file") != std::string::npos);
  CHECK(refusal(kMrt.substr(0, kMrt.find("  26-"))).find("does not end with a line of dashes") != std::string::npos);
}

TEST_CASE("text: a catalogue of the CDS is read with the ReadMe in its folder") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "ReadMe", "J/A+A/1/1  Ages\n====\n" + kMrt.substr(kMrt.find("Byte")));
  test::writeBytes(folder / "t1.dat", kMrtRows);
  test::writeBytes(folder / "other.dat", "1 2\n3 4\n");
  CHECK(io::readTable(folder / "t1.dat").at("Teff").unit == "K");
  CHECK(io::readTable(folder / "t1.dat").at("Gaia").asText()[2] == "5937083312263888003");
  CHECK(namesOf(io::readTable(folder / "other.dat")) == Texts{"col1", "col2"});
}

TEST_CASE("text: an IPAC table is read by its bars, types, units and null values") {
  const io::Table table = test::readText(
      "\\fixlen = T\n\\ a comment\n"
      "|          source_id|  teff| name |\n|               long|double|  char|\n|                   |     K|      |\n"
      "|               null| -999.|      |\n"
      " 5937083312263888001 5000.0  a b   \n"
      "                null  -999.   c    \n");
  CHECK(table.at("source_id").asText() == Texts{"5937083312263888001", ""});
  CHECK(table.real("teff")[0] == 5000.0);
  CHECK(std::isnan(table.real("teff")[1]));
  CHECK(table.at("teff").unit == "K");
  CHECK(table.at("name").asText() == Texts{"a b", "c"});
  CHECK(refusal("|a|\n|i|\n||\n||\n|1|\n").find("at most 4 header lines") != std::string::npos);
}

TEST_CASE("text: hostile descriptions and headers are refused quickly, without much memory") {
  const auto start = std::chrono::steady_clock::now();
  std::string wide = kMrt.substr(0, kMrt.find("   1-  4"));
  for (int i = 0; i < 50'000; ++i)
    wide += " 1-9 I9 --- c" + std::to_string(i) + "\n";
  wide += "------\n";
  for (int i = 0; i < 2'000'000; ++i)
    wide += "1\n";
  CHECK(refusal(wide).find("much shorter than the description") != std::string::npos);
  CHECK(refusal(kMrt.substr(0, kMrt.find("   1-  4")) + " 1-99999999999 I9 --- a\n------\n1\n")
            .find("names no columns") != std::string::npos);
  std::string comments;
  for (int i = 0; i < 1'000'000; ++i)
    comments += "# 1: a\n";
  CHECK(io::readTable(comments + "1 2\n3 4\n", "t.txt").rowCount() == 2);
  CHECK(io::readTable("|" + std::string(100'000, '|') + "\n1\n", "t.txt").columns.size() == 100'000);
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < 60.0);
}

TEST_CASE("text: the start of a table has the same names as the whole") {
  for (const std::string& text : {std::string("8460 1\n8461 1\n"), std::string("# a b\n1 2\n3 4\n"), kMrt + kMrtRows,
                                  std::string("|a|b|\n|i|i|\n 1 2\n"), std::string("x,\"y z\"\n1,2\n")})
    CHECK(io::textColumnNames(text, "t") == namesOf(test::readText(text)));
  CHECK(io::textColumnNames("a,\"b\n", "t").empty());
}

TEST_CASE("text: tables of journals and of IPAC keep 64-bit ids", "[real]") {
  for (const char* name : {"table.mrt", "table.ipac"}) {
    const auto path = caseFile(name);
    if (path.empty()) return;
    const io::Table table = io::readTable(path);
    CHECK(table.at("source_id").asText() ==
          Texts{"5937083312263888001", "5937083312263888002", "5937083312263888003", "5937083312263888004"});
    CHECK(std::holds_alternative<Integers>(table.at("source_id").values));
    CHECK(table.real("teff") == Reals{5000, 5100, 5200, 5300});
    CHECK(table.real("mh") == Reals{-0.1, -0.2, -0.3, -0.4});
    CHECK(table.warnings.empty());
  }
}

TEST_CASE("text: astropy's and pandas' words for missing values", "[real]") {
  const auto path = caseFile("missing-words.csv");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  const double expected[][5] = {
      {NAN, NAN, 5000, NAN, 5200}, {NAN, NAN, 2.5, NAN, 2.6}, {NAN, NAN, -0.1, NAN, -0.2}, {NAN, NAN, 0.1, NAN, 0.15}};
  for (std::size_t label = 0; label < 4; ++label) {
    const Reals values = table.columns[label + 1].asReal();
    for (std::size_t row = 0; row < 5; ++row)
      CHECK((values[row] == expected[label][row] || (std::isnan(values[row]) && std::isnan(expected[label][row]))));
  }
}

TEST_CASE("fits table: integers of an ASCII table are exact", "[real]") {
  const auto path = caseFile("ascii-table-64-bit-ids.fits");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  // astropy: 5937083312263888001, 5937083312263888003, 9223372036854775807 and a fourth row.
  const Texts ids = table.at("source_id").asText();
  REQUIRE(ids.size() == 4);
  CHECK(ids[0] == "5937083312263888001");
  CHECK(ids[1] == "5937083312263888003");
  CHECK(ids[2] == "9223372036854775807");
  CHECK(table.real("teff")[1] == 5100);
}

TEST_CASE("fits table: unsigned 64-bit integers beyond 2^63 become text with all digits", "[real]") {
  const auto path = caseFile("uint64-column.fits");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  CHECK(table.at("source_id").asText() == Texts{"9223372036854775813", "9223372036854775814"});
  CHECK(std::get<Integers>(table.at("teff").values) == Integers{5000, 5100});
}

TEST_CASE("votable: TABLEs with the same fields are one table, and what tells them apart is a column") {
  const auto tableOf = [](const std::string& name, const std::string& id, const std::string& rows,
                          const std::string& field = "flux") {
    return "<RESOURCE><TABLE name='" + name + "'><PARAM name='source_id' datatype='long' value='" + id +
           "'/><PARAM name='survey' datatype='char' arraysize='*' value='RVS'/><FIELD name='" + field +
           "' datatype='double'/><DATA><TABLEDATA>" + rows + "</TABLEDATA></DATA></TABLE></RESOURCE>";
  };
  const std::string row = "<TR><TD>1</TD></TR>";
  const io::Table table = io::readTable("<VOTABLE>" + tableOf("a", "5937083312263888001", row + row) +
                                            tableOf("b", "5937083312263888003", row) + tableOf("none", "5", "") +
                                            tableOf("c", "7", row, "mag") + "</VOTABLE>",
                                        "t.vot");
  CHECK(table.rowCount() == 3);
  CHECK(std::get<Integers>(table.at("source_id").values) ==
        Integers{5937083312263888001, 5937083312263888001, 5937083312263888003});
  CHECK(table.at("table").asText() == Texts{"a", "a", "b"});
  CHECK(table.find("survey") == nullptr);
  CHECK(hasWarning(table, "1 table with other columns was left out: c"));
  CHECK(io::readTable("<VOTABLE>" + tableOf("a", "1", row) + "</VOTABLE>", "t.vot").columns.size() == 1);
}
