// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "io/Units.h"
#include "io/tables/ReadTable.h"
#include "io/tables/WriteTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

const double kNone = std::nan("");

/// Returns a table of three rows with all contents that are difficult for some format.
io::Table sample() {
  io::Table table;
  table.notes = {"Stars: a \"mock\", α < β & γ", "Spectra: as they are"};
  table.columns = {
      {"source_id", "", Integers{5937083312263887616, -1, 9007199254740993}, "Gaia's \"id\" <1>", "meta.id;meta.main"},
      {"teff", "K", Reals{4873.01f, kNone, 5000}, "Effective temperature", "phys.temperature.effective", true},
      {"x", "mas.yr**-1", Reals{0.1, 1e-300, kNone}},
      {"name", "", Texts{"plain", "", "a, \"b\" é <&>"}},
      {"mh", "dex", Reals{-0.5, 0.25, 0}}};
  table.arrays = {{"fixed", "nm", {846.01, kNone, 3, 4, 5, 6}, {0, 2, 4, 6}, "Two a row", "em.wl"},
                  {"vary", "", {1.5, 2.5, 0.1f}, {0, 2, 2, 3}, "", "", true}};
  return table;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

void requireSame(const io::ArrayColumn* found, const io::ArrayColumn& expected) {
  REQUIRE(found != nullptr);
  REQUIRE(found->starts == expected.starts);
  for (std::size_t i = 0; i < expected.values.size(); ++i)
    REQUIRE(same(found->values[i], expected.isFloat32 ? static_cast<double>(static_cast<float>(expected.values[i]))
                                                      : expected.values[i]));
}

}  // namespace

TEST_CASE("write table: a table reads back from every format") {
  const test::TemporaryFolder folder;
  const io::Table table = sample();
  for (const std::string suffix : {"fits", "vot", "csv", "ecsv"}) {
    CAPTURE(suffix);
    const fs::path path = folder / ("t." + suffix);
    io::writeTable(path, table);
    REQUIRE(test::fileCount(folder.path()) == 1);
    const io::Table back = io::readTable(path);
    fs::remove(path);
    REQUIRE(back.rowCount() == 3);
    REQUIRE(std::get<Integers>(back.at("source_id").values) == std::get<Integers>(table.columns[0].values));
    REQUIRE(static_cast<float>(back.real("teff")[0]) == 4873.01f);
    REQUIRE(std::isnan(back.real("teff")[1]));
    REQUIRE(back.real("x")[0] == 0.1);
    REQUIRE(back.real("x")[1] == 1e-300);
    REQUIRE(std::isnan(back.real("x")[2]));
    const Texts names = back.at("name").asText();
    REQUIRE(names[1].empty());
    REQUIRE(names[2] == (suffix == "fits" ? "a, \"b\" ? <&>" : "a, \"b\" é <&>"));
    requireSame(back.findArray("fixed"), table.arrays[0]);
    if (suffix != "csv") {
      requireSame(back.findArray("vary"), table.arrays[1]);
      REQUIRE(back.at("source_id").description == "Gaia's \"id\" <1>");
      REQUIRE(back.at("source_id").ucd == "meta.id;meta.main");
      REQUIRE(back.at("teff").unit == "K");
      REQUIRE(back.at("teff").isFloat32);
      REQUIRE(back.at("x").unit == "mas/yr");
      REQUIRE(back.findArray("fixed")->ucd == "em.wl");
      REQUIRE(back.at("mh").unit == (suffix == "ecsv" ? "dex" : ""));
      REQUIRE(back.at("mh").description == (suffix == "ecsv" ? "" : "[dex]"));
    }
  }
}

TEST_CASE("write table: writing in pieces results in the same bytes") {
  const test::TemporaryFolder folder;
  const io::Table whole = sample();
  // The first piece alone has a shorter longest string, and arrays that all have the same length.
  const auto piece = [&](std::size_t first, std::size_t count) {
    io::Table some = whole;
    const auto cut = [&](auto& values) {
      values = {values.begin() + static_cast<std::ptrdiff_t>(first),
                values.begin() + static_cast<std::ptrdiff_t>(first + count)};
    };
    for (io::Column& column : some.columns)
      std::visit(cut, column.values);
    for (io::ArrayColumn& column : some.arrays) {
      const io::ArrayColumn all = column;
      column.values.clear();
      column.starts = {0};
      for (std::size_t row = first; row < first + count; ++row) {
        column.values.insert(column.values.end(), all.row(row).begin(), all.row(row).end());
        column.starts.push_back(column.values.size());
      }
    }
    return some;
  };
  for (const std::string suffix : {"fits", "vot", "csv", "ecsv"}) {
    CAPTURE(suffix);
    const fs::path one = folder / ("one." + suffix), many = folder / ("many." + suffix);
    io::writeTable(one, whole);
    io::writeTable(many, [&](const auto& use) {
      use(piece(0, 0));
      use(piece(0, 1));
      use(piece(1, 2));
    });
    REQUIRE(test::bytesOf(many) == test::bytesOf(one));
  }
}

TEST_CASE("write table: 32-bit reals are written with few digits in text formats") {
  const test::TemporaryFolder folder;
  io::writeTable(folder / "t.csv", sample());
  const std::string text = test::bytesOf(folder / "t.csv");
  REQUIRE(
      text.starts_with("source_id,teff,x,name,mh,fixed,vary\n5937083312263887616,4873.01,0.1,plain,-0.5,"
                       "\"[846.01,null]\",\"[1.5,2.5]\"\n-1,,1e-300,,0.25,"));
}

TEST_CASE("write table: a table without rows is a table in every format") {
  const test::TemporaryFolder folder;
  io::Table table;
  table.columns = {{"id", "", Integers{}}, {"x", "K", Reals{}}, {"t", "", Texts{}}};
  table.arrays = {{"a", "nm", {}, {0}}};
  for (const std::string suffix : {"fits", "vot", "csv", "ecsv"}) {
    io::writeTable(folder / ("t." + suffix), table);
    const io::Table back = io::readTable(folder / ("t." + suffix));
    REQUIRE(back.rowCount() == 0);
    REQUIRE(back.columns.size() + back.arrays.size() == 4);
  }
}

TEST_CASE("write table: FITS names are simple and unique, and the description has the original name") {
  const test::TemporaryFolder folder;
  io::Table table;
  table.columns = {{"bp-rp", "mag", Reals{1}}, {"BP_RP", "", Reals{2}}, {"[α/M]", "", Reals{3}, "abundance"}};
  io::writeTable(folder / "t.fits", table);
  const io::Table back = io::readTable(folder / "t.fits");
  REQUIRE(back.columns[0].name == "bp_rp");
  REQUIRE(back.columns[0].description == "bp-rp");
  REQUIRE(back.columns[1].name == "BP_RP_2");
  REQUIRE(back.columns[2].name == "___M_");
  REQUIRE(back.columns[2].description.ends_with("abundance"));
}

TEST_CASE("write table: the suffix selects the format, and an unknown one is refused before anything is written") {
  REQUIRE(io::tableFormatOf("a.FITS") == io::TableFormat::Fits);
  REQUIRE(io::tableFormatOf("a.fit") == io::TableFormat::Fits);
  REQUIRE(io::tableFormatOf("a.xml") == io::TableFormat::VoTable);
  REQUIRE(io::tableFormatOf("a.vot") == io::TableFormat::VoTable);
  REQUIRE(io::tableFormatOf("a.csv") == io::TableFormat::Csv);
  REQUIRE(io::tableFormatOf("a.ecsv") == io::TableFormat::Ecsv);
  const test::TemporaryFolder folder;
  const auto error = test::errorOf([&] { io::writeTable(folder / "t.txt", sample()); });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Usage);
  REQUIRE(error->says("t.txt: the suffix must be that of a table format: .fits, .vot (or .xml), .csv or .ecsv"));
  REQUIRE(test::fileCount(folder.path()) == 0);
}

// astropy.units 5.2.1 reads the expected units with both format="fits" and format="vounit" without a warning.
TEST_CASE("units: common spellings are converted to the standard's") {
  REQUIRE(io::standardUnit("K") == "K");
  REQUIRE(io::standardUnit("km/s") == "km/s");
  REQUIRE(io::standardUnit("km s-1") == "km/s");
  REQUIRE(io::standardUnit("mas.yr**-1") == "mas/yr");
  REQUIRE(io::standardUnit("W.m**-2.nm**-1") == "W.m**-2.nm**-1");
  REQUIRE(io::standardUnit("W m^-2 nm^-1") == "W.m**-2.nm**-1");
  REQUIRE(io::standardUnit("Å") == "Angstrom");
  REQUIRE(io::standardUnit("1/s").empty());
  REQUIRE(io::standardUnit("dex").empty());
  REQUIRE(io::standardUnit("parsec per fortnight").empty());
  REQUIRE(io::standardUnit("").empty());
}

TEST_CASE("ids: a large source_id stored as a real number causes a warning, smaller numbers do not") {
  const std::string csv = "source_id,solution_id,teff_id\n5.937083312263888e+18,1.5,3\n";
  const io::Table table = io::readTable(csv, "t.csv");
  REQUIRE(table.warnings.size() == 1);
  REQUIRE(table.warnings[0] ==
          "t.csv: column 'source_id' is stored as a real number: ids beyond 2^53 have lost digits; export the table "
          "again with integer ids");
  const test::TemporaryFolder folder;
  io::Table real;
  real.columns = {{"dr2_source_id", "", Reals{5937083312263887616.0}}};
  io::writeTable(folder / "t.fits", real);
  REQUIRE(io::readTable(folder / "t.fits").warnings.size() == 1);
}
