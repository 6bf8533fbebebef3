// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <clocale>
#include <cmath>
#include <limits>

#include "io/ReadText.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

/// Returns the error message for a file with this text, without the file's name.
std::string refusal(const std::string& text) {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "t.csv", text);
  const auto error = test::errorOf([&] { io::readTable(path); });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Format);
  REQUIRE(error->message.starts_with(path.string()));
  return error->message.substr(path.string().size());
}

template <typename Values>
const Values& valuesOf(const io::Table& table, std::string_view name) {
  const io::Column& column = table.at(name);
  REQUIRE(std::holds_alternative<Values>(column.values));
  return std::get<Values>(column.values);
}

double sumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return sum;
}

}  // namespace

TEST_CASE("csv: columns are integer, real or text according to their cells") {
  const io::Table table = test::readText("id,x,name,mixed\n1,2.5,a,1\n-2,1e3,b,1.5\n+3,+4,c,2\n");
  REQUIRE(valuesOf<Integers>(table, "id") == Integers{1, -2, 3});
  REQUIRE(valuesOf<Reals>(table, "x") == Reals{2.5, 1000, 4});
  REQUIRE(valuesOf<Texts>(table, "name") == Texts{"a", "b", "c"});
  REQUIRE(valuesOf<Reals>(table, "mixed") == Reals{1, 1.5, 2});
}

TEST_CASE("csv: 64-bit ids survive, whether or not some are missing") {
  const io::Table table = test::readText(
      "full,gaps,small,huge\n5937083312263887616,5937083312263887617,7,99999999999999999999\n1,,null,1\n");
  REQUIRE(valuesOf<Integers>(table, "full") == Integers{5937083312263887616, 1});
  REQUIRE(valuesOf<Texts>(table, "gaps") == Texts{"5937083312263887617", ""});
  REQUIRE(valuesOf<Reals>(table, "small")[0] == 7);
  REQUIRE(std::isnan(valuesOf<Reals>(table, "small")[1]));
  REQUIRE(valuesOf<Texts>(table, "huge") == Texts{"99999999999999999999", "1"});
}

TEST_CASE("csv: every form of a missing value is NaN in numbers and empty in text") {
  const io::Table table = test::readText("x,t\n1.5,a\n,null\nnull,NaN\nnan,--\nNaN,-\n-,\n--,b\n");
  const Reals& reals = valuesOf<Reals>(table, "x");
  REQUIRE(reals[0] == 1.5);
  for (std::size_t i = 1; i < reals.size(); ++i)
    REQUIRE(std::isnan(reals[i]));
  REQUIRE(valuesOf<Texts>(table, "t") == Texts{"a", "", "", "", "", "", "b"});
  REQUIRE(std::isnan(valuesOf<Reals>(test::readText("a,b\n,1\n"), "a")[0]));
}

TEST_CASE("csv: numbers outside the range of double are infinite or zero, and leading zeros are allowed") {
  const Reals values = valuesOf<Reals>(test::readText("x\n1e400\n-1e400\n1e-400\ninf\n022.\n.5\n"), "x");
  const double infinity = std::numeric_limits<double>::infinity();
  REQUIRE(values == Reals{infinity, -infinity, 0, infinity, 22, 0.5});
  REQUIRE(test::readText("x\n1.5.2\n").at("x").isText());
  REQUIRE(test::readText("x\n1 2\n").at("x").isText());
  REQUIRE(test::readText("x\n+-2\n").at("x").isText());
}

TEST_CASE("csv: padding, quotes, comments, BOM, Windows line ends, blank lines, no last newline") {
  const io::Table table = test::readText(
      "\xEF\xBB\xBF# made by hand\r\n\r\n id , \"the name\" ,note\r\n  1 ,\"a, \"\"b\"\"\nc\", x \r\n\r\n2,d,\" y \"");
  REQUIRE(valuesOf<Integers>(table, "id") == Integers{1, 2});
  REQUIRE(valuesOf<Texts>(table, "the name") == Texts{"a, \"b\"\nc", "d"});
  REQUIRE(valuesOf<Texts>(table, "note") == Texts{"x", " y "});
}

TEST_CASE("csv: tabs or semicolons separate cells if the header has no comma, and keep a row of missing values") {
  const io::Table table = test::readText("a\tb\n1\t2\n\t\n");
  REQUIRE(table.rowCount() == 2);
  REQUIRE(valuesOf<Reals>(table, "b")[0] == 2);
  REQUIRE(test::readText("a;b\n1;2\n").at("b").asReal() == Reals{2});
}

TEST_CASE("csv: any number of blanks separates cells if the header has no other delimiter") {
  const io::Table table = test::readText("  id   teff  \"a name\"\r\n a1  5000\t \"x  y\"\n\n b22  4000   z  \n");
  REQUIRE(valuesOf<Texts>(table, "id") == Texts{"a1", "b22"});
  REQUIRE(valuesOf<Integers>(table, "teff") == Integers{5000, 4000});
  REQUIRE(valuesOf<Texts>(table, "a name") == Texts{"x  y", "z"});
  REQUIRE(refusal("a b\n1 2\n1 2 3\n") == ", line 3: 3 fields, but the header names 2 columns");
}

TEST_CASE("csv: a comment names the columns if numbers follow it") {
  for (const std::string text :
       {"# by numpy\n# wave flux\n500.0 0.9\n500.1 1.1\n", "#wave,flux\n500,0.9\n500.1,1.1\n"}) {
    const io::Table table = test::readText(text);
    REQUIRE(table.rowCount() == 2);
    REQUIRE(table.real("flux") == Reals{0.9, 1.1});
  }
  REQUIRE(test::readText("# one two three\n1 2\n3 4\n").columns[0].name == "col1");
}

TEST_CASE("csv: an unnamed column is named by its position, and names are found in any case") {
  const io::Table table = test::readText(",Teff,teff\n0,5000,1\n");
  REQUIRE(table.columns[0].name == "col1");
  REQUIRE(table.at("teff").asReal() == Reals{1});
  REQUIRE(table.at("TEFF").asReal() == Reals{5000});
  REQUIRE(table.find("logg") == nullptr);
  const auto error = test::errorOf([&] { table.at("logg"); });
  REQUIRE(error);
  REQUIRE(error->says("t.csv: there is no column 'logg'; the table has col1, Teff, teff"));
}

TEST_CASE("csv: invalid tables are refused with the line") {
  REQUIRE(refusal("a,b\n1,2\n\n1,2,3\n") == ", line 4: 3 fields, but the header names 2 columns");
  REQUIRE(refusal("a,b\n1,\"x\ny\"\n1\n") == ", line 4: 1 field, but the header names 2 columns");
  REQUIRE(refusal("a,b\n1,\"2\n3,4\n") == ", line 2: an opening quote (\") is never closed");
  REQUIRE(refusal("a,b\n\"1\"2,3\n") == ", line 2: there is text after the closing quote of field 1");
  REQUIRE(refusal("") == ": the file is empty");
  REQUIRE(refusal("# only\n# comments\n") == ": has no header line that names its columns");
  REQUIRE(refusal(std::string("a,b\n\0\1", 6)) ==
          ": is neither FITS nor VOTable nor HDF5 nor CSV: it contains binary data");
  REQUIRE(refusal("\x1f\x8bxxxxxxxxxxxxxxxx").starts_with(": damaged: the gzip stream"));
  REQUIRE(refusal("<?xml version='1.0'?><html/>").starts_with(": is XML, but not a VOTable"));
}

TEST_CASE("csv: a missing file and a folder are refused as files") {
  const test::TemporaryFolder folder;
  const auto missing = test::errorOf([&] { io::readTable(folder / "no.csv"); });
  REQUIRE(missing);
  REQUIRE(missing->kind == ErrorKind::File);
  REQUIRE(missing->says((folder / "no.csv").string() + ": there is no such file"));
  const auto isFolder = test::errorOf([&] { io::readTable(folder.path()); });
  REQUIRE(isFolder);
  REQUIRE(isFolder->says("is a folder"));
}

TEST_CASE("csv: a header alone is a table without rows") {
  const io::Table table = test::readText("a,b\n");
  REQUIRE(table.columns.size() == 2);
  REQUIRE(table.rowCount() == 0);
}

TEST_CASE("csv: text in a column that should have numbers is reported with its row and file") {
  const io::Table table = test::readText("teff\n5000\nhot\n");
  const auto error = test::errorOf([&] { table.real("teff"); });
  REQUIRE(error);
  REQUIRE(error->says("t.csv: column 'teff', row 2: 'hot' is not a number"));
}

TEST_CASE("csv: a table written reads back the same") {
  const test::TemporaryFolder folder;
  io::Table table;
  table.columns = {{"#id", "", Integers{5937083312263887616, -1}},
                   {"x, y", "", Reals{0.1, std::nan("")}},
                   {"name", "", Texts{" \"quoted\"\nline", ""}},
                   {"third", "", Reals{1.0 / 3.0, 1e-310}}};
  io::writeTable(folder / "t.csv", table);
  const io::Table back = io::readTable(folder / "t.csv");
  REQUIRE(valuesOf<Integers>(back, "#id") == Integers{5937083312263887616, -1});
  REQUIRE(valuesOf<Reals>(back, "x, y")[0] == 0.1);
  REQUIRE(std::isnan(valuesOf<Reals>(back, "x, y")[1]));
  REQUIRE(valuesOf<Texts>(back, "name") == Texts{" \"quoted\"\nline", ""});
  REQUIRE(valuesOf<Reals>(back, "third") == Reals{1.0 / 3.0, 1e-310});
  REQUIRE(back.at("#id").asText()[0] == "5937083312263887616");
  REQUIRE(back.at("x, y").asText() == Texts{"0.1", ""});
}

TEST_CASE("csv: a missing value is kept in a table of one column") {
  const test::TemporaryFolder folder;
  io::Table table;
  table.columns = {{"x", "", Reals{1.5, std::nan(""), 2.5}}};
  io::writeTable(folder / "t.csv", table);
  REQUIRE(io::readTable(folder / "t.csv").rowCount() == 3);
}

TEST_CASE("csv: the decimal point does not follow the locale") {
  const char* german = std::setlocale(LC_ALL, "de_DE.UTF-8");
  if (german == nullptr) WARN("no German locale is installed: checked in the C locale only");
  const io::Table table = test::readText("x\n1.5\n1e400\n");
  REQUIRE(table.at("x").asReal()[0] == 1.5);
  REQUIRE(table.at("x").asText()[0] == "1.5");
  std::setlocale(LC_ALL, "C");
}

TEST_CASE("csv: two hundred thousand rows of ten columns read in seconds") {
  std::string text = "a,b,c,d,e,f,g,h,i,id\n";
  for (int row = 0; row < 200000; ++row) {
    text += "4873.01,2.487092,-0.10708155,-0.12106155,0.0039049983,0.029025003,0.046495497,-0.0106723,12.5,";
    text += std::to_string(5937083312263880000 + row) + '\n';
  }
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "t.csv", text);
  const auto start = std::chrono::steady_clock::now();
  const io::Table table = io::readTable(path);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  REQUIRE(table.rowCount() == 200000);
  REQUIRE(valuesOf<Integers>(table, "id").back() == 5937083312263880000 + 199999);
  INFO(seconds.count() << " s");
  // A million rows took 1.6 s on one core in an optimised build. The limit allows for a busy machine and a sanitizer,
  // but not for a reader whose time grows with the square of the number of rows.
  REQUIRE(seconds.count() < 60);
}

// The expected numbers for the real files below are from Python's csv module; sums are over float(row[name]).
TEST_CASE("csv: Guiglion's padded parameters are numbers", "[real]") {
  const fs::path path = test::realData("guiglion2020/training_sample_parameters.csv");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  REQUIRE(table.rowCount() == 3904);
  for (const io::Column& column : table.columns)
    REQUIRE_FALSE(column.isText());
  REQUIRE(table.real("parallax")[0] == 0.98635642);
  REQUIRE(sumOf(table.real("wise1")) == Approx(34504.277).epsilon(1e-12));
}

TEST_CASE("csv: APOKASC's surface gravities", "[real]") {
  const fs::path path = test::realData("apokasc/logg_cal.csv");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  REQUIRE(table.rowCount() == 11059);
  REQUIRE(valuesOf<Integers>(table, "KIC_ID").back() == 10088136);
  REQUIRE(table.at("2MASS_ID").isText());
  REQUIRE(sumOf(table.real("LOGG_SEIS")) == Approx(26348.13071985999).epsilon(1e-12));
}

TEST_CASE("csv: Gaia RVS spectra keep their ids and missing pixels at the ends", "[real]") {
  const fs::path path = test::realData("gaia_rvs/KOI-001.csv");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  REQUIRE(table.rowCount() == 2401);
  REQUIRE(valuesOf<Integers>(table, "source_id").front() == 2131314401800665344);
  const Reals flux = table.real("flux");
  REQUIRE(flux.front() == 0.98698866);
  REQUIRE(std::isnan(flux.back()));
  REQUIRE(std::count_if(flux.begin(), flux.end(), [](double f) { return std::isfinite(f); }) == 2397);
}

TEST_CASE("csv: Gaia's XP coefficients are arrays", "[real]") {
  const fs::path path = test::realData("gaia_xp/XP_CONTINUOUS_RAW.csv");
  if (path.empty()) return;
  const io::Table table = io::readTable(path);
  REQUIRE(valuesOf<Integers>(table, "source_id") == Integers{5853498713190525696, 5762406957886626816});
  const io::ArrayColumn* coefficients = table.findArray("bp_coefficients");
  REQUIRE(coefficients != nullptr);
  REQUIRE(coefficients->row(0).size() == 55);
  REQUIRE(coefficients->row(0)[0] == 56947.03696840172);
  REQUIRE(coefficients->row(1)[0] == 7685.987865952477);
  REQUIRE(table.arrays.size() == 6);
}

TEST_CASE("csv: the units in the Gaia archive's ECSV are read", "[real]") {
  const fs::path path = test::realData("gaia_archive/1712337806100O-result.ecsv");
  if (path.empty()) return;
  // Expected values from Python: t = astropy.table.Table.read(path); len(t.colnames), t['source_id'][0], t['ra'].unit,
  // t['parallax'][2]
  const io::Table table = io::readTable(path);
  REQUIRE(table.columns.size() == 153);
  REQUIRE(valuesOf<Integers>(table, "source_id")[0] == 6636090334814214528);
  REQUIRE(table.at("ra").unit == "deg");
  REQUIRE(table.real("parallax")[2] == 2.096927412106962);
}

TEST_CASE("csv: an ECSV header that nests deeply, or whose aliases multiply, does no harm") {
  const auto ecsv = [](const std::string& meta) {
    return "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: x, datatype: int64}\n# meta: " + meta + "\nx\n1\n";
  };
  const std::string deep = ", line 5: the ECSV header is not valid YAML (lists nested more than 64 deep)";
  REQUIRE(refusal(ecsv(std::string(100, '[') + std::string(100, ']'))) == deep);
  REQUIRE(refusal(ecsv(std::string(200'000, '['))) == deep);
  std::string maps;
  for (int i = 0; i < 100'000; ++i)
    maps += "{a: ";
  REQUIRE(refusal(ecsv(maps)) == deep);
  REQUIRE(valuesOf<Integers>(test::readText(ecsv(std::string(20, '[') + std::string(20, ']'))), "x") == Integers{1});
  std::string bomb = "{a0: &a0 [x, x]";
  for (int i = 1; i < 60; ++i)
    bomb += ", a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + ", *a" +
            std::to_string(i - 1) + "]";
  REQUIRE(valuesOf<Integers>(test::readText(ecsv(bomb + "}")), "x") == Integers{1});
}
