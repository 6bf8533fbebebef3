// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "io/fits/FitsWriter.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

using Integers = std::vector<std::int64_t>;

void writeTable(const fs::path& path, bool withNull) {
  test::FitsFile fits(path);
  io::FitsWriter& writer = fits.writer;
  writer.createTable("VECTORS", {{"flux", "", 'E', 3}}, 1);
  writer.createTable("LABELS",
                     {{"id", "", 'K', 1},
                      {"visits", "", 'J', 1},
                      {"teff", "K", 'E', 1},
                      {"name", "", 'A', 5},
                      {"flag", "", 'L', 1},
                      {"xp", "", 'E', 55}},
                     2);
  if (withNull) {
    writer.setKey("TNULL1", std::int64_t{-1}, "");
    writer.setKey("TNULL2", std::int64_t{-1}, "");
  }
  writer.write(0, 0, Integers{5937083312263887616, -1});
  writer.write(1, 0, Integers{4, -1});
  writer.write(2, 0, std::vector<float>{4873.5f, std::nanf("")});
  writer.write(3, 0, std::vector<std::string>{"ab", ""});
  writer.write(4, 0, Integers{1, 0});
  fits.close();
}

}  // namespace

TEST_CASE("fits table: the first table with scalar columns is read, with units") {
  const test::TemporaryFolder folder;
  writeTable(folder / "t.fits", false);
  const io::Table table = io::readTable(folder / "t.fits");
  REQUIRE(table.source == (folder / "t.fits").string() + ", HDU 3 (LABELS)");
  REQUIRE(table.columns.size() == 5);
  REQUIRE(std::get<Integers>(table.at("id").values) == Integers{5937083312263887616, -1});
  REQUIRE(table.at("teff").unit == "K");
  REQUIRE(table.real("teff")[0] == 4873.5);
  REQUIRE(std::isnan(table.real("teff")[1]));
  REQUIRE(std::get<std::vector<std::string>>(table.at("name").values) == std::vector<std::string>{"ab", ""});
  REQUIRE(std::get<Integers>(table.at("flag").values) == Integers{1, 0});
}

TEST_CASE("fits table: a missing integer is NaN, but a column of large ids becomes text") {
  const test::TemporaryFolder folder;
  writeTable(folder / "t.fits", true);
  const io::Table table = io::readTable(folder / "t.fits");
  REQUIRE(table.real("visits")[0] == 4);
  REQUIRE(std::isnan(table.real("visits")[1]));
  REQUIRE(std::get<std::vector<std::string>>(table.at("id").values) ==
          std::vector<std::string>{"5937083312263887616", ""});
}

TEST_CASE("fits table: more rows than one chunk keep their order") {
  const test::TemporaryFolder folder;
  Integers ids(10001);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ids[i] = static_cast<std::int64_t>(i * i);
    names.push_back("s" + std::to_string(i));
  }
  test::FitsFile fits(folder / "t.fits");
  io::FitsWriter& writer = fits.writer;
  writer.createTable("T", {{"id", "", 'K', 1}, {"name", "", 'A', 8}}, 0);
  writer.write(0, 0, ids);
  writer.write(1, 0, names);
  fits.close();
  const io::Table table = io::readTable(folder / "t.fits");
  REQUIRE(std::get<Integers>(table.at("id").values) == ids);
  REQUIRE(std::get<std::vector<std::string>>(table.at("name").values) == names);
}

TEST_CASE("fits table: a file without a readable table is refused with its contents") {
  const test::TemporaryFolder folder;
  test::FitsFile(folder / "image.fits").close();
  const auto image = test::errorOf([&] { io::readTable(folder / "image.fits"); });
  REQUIRE(image);
  REQUIRE(image->says((folder / "image.fits").string() + ": it contains only images, no table"));
  test::FitsFile fits(folder / "vectors.fits");
  io::FitsWriter& writer = fits.writer;
  writer.createTable("V", {}, 1);
  fits.close();
  const auto vectors = test::errorOf([&] { io::readTable(folder / "vectors.fits"); });
  REQUIRE(vectors);
  REQUIRE(vectors->says("none of its tables has a column of numbers or text"));
}

TEST_CASE("fits table: Gaia's XP table", "[real]") {
  const fs::path path = test::realData("gaia_xp/XP_CONTINUOUS_RAW.fits");
  if (path.empty()) return;
  // Expected values from Python: t = astropy.table.Table.read(path); t['source_id'][0], t['bp_chi_squared'][0]
  const io::Table table = io::readTable(path);
  REQUIRE(std::get<Integers>(table.at("source_id").values)[0] == 5853498713190525696);
  REQUIRE(table.real("bp_chi_squared")[0] == Approx(5853.6416).epsilon(1e-7));
}
