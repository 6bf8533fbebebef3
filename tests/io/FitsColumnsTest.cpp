// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of columns and images of FITS that CFITSIO reads only on request or not at all. The files are written byte by
// byte from the standard; the expected values are those that astropy 5.2 reads from such files.
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "io/fits/FitsReader.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;
using Cards = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

namespace {

std::string header(const Cards& cards) {
  std::string text;
  for (std::string card : cards) {
    card.resize(80, ' ');
    text += card;
  }
  std::string end = "END";
  end.resize(80, ' ');
  text += end;
  text.resize((text.size() + 2879) / 2880 * 2880, ' ');
  return text;
}

std::string card(const std::string& key, const std::string& value) {
  std::string text = key;
  text.resize(8, ' ');
  return text + "= " + std::string(value.size() < 20 ? 20 - value.size() : 0, ' ') + value;
}

/// Returns a FITS file of an empty primary HDU and an extension with these data.
std::string fileOf(Cards cards, std::string data) {
  data.resize((data.size() + 2879) / 2880 * 2880, cards.front().find("'TABLE") == std::string::npos ? '\0' : ' ');
  return header({card("SIMPLE", "T"), card("BITPIX", "8"), card("NAXIS", "0")}) + header(cards) + data;
}

/// Returns a binary table of `rows` rows with a heap of `heap` bytes. `fields` has a name and a TFORM for each column.
std::string binaryTable(const std::vector<std::pair<std::string, std::string>>& fields, std::size_t rows,
                        const std::string& data, std::size_t heap = 0, const Cards& more = {}) {
  Cards cards = {"XTENSION= 'BINTABLE'",
                 card("BITPIX", "8"),
                 card("NAXIS", "2"),
                 card("NAXIS1", std::to_string((data.size() - heap) / rows)),
                 card("NAXIS2", std::to_string(rows)),
                 card("PCOUNT", std::to_string(heap)),
                 card("GCOUNT", "1"),
                 card("TFIELDS", std::to_string(fields.size()))};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    cards.push_back(card("TTYPE" + std::to_string(i + 1), "'" + fields[i].first + "'"));
    cards.push_back(card("TFORM" + std::to_string(i + 1), "'" + fields[i].second + "'"));
  }
  cards.insert(cards.end(), more.begin(), more.end());
  return fileOf(cards, data);
}

std::string bigEndian(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    text += static_cast<char>((value >> shift) & 0xFFu);
  return text;
}

io::Table read(const std::string& bytes) {
  return io::readTable(bytes, "t.fits");
}

}  // namespace

TEST_CASE("fits columns: bits are read as 0 and 1, the first bit first") {
  // 10 bits: 1000000001 and 0100000000; a single bit: 1 and 0.
  const std::string rows = std::string("\x80\x40", 2) + "\x80" + std::string("\x40\x00\x00", 3);
  const io::Table table = read(binaryTable({{"mask", "10X"}, {"good", "1X"}}, 2, rows));
  const io::ArrayColumn* mask = table.findArray("mask");
  REQUIRE(mask != nullptr);
  REQUIRE(mask->values == std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});
  REQUIRE(std::get<Integers>(table.at("good").values) == Integers{1, 0});
}

TEST_CASE("fits columns: texts and logicals of varying length are read from the heap") {
  const std::string heap = "HD 12TF";
  const std::string rows = bigEndian(5, 4) + bigEndian(0, 4) + bigEndian(2, 4) + bigEndian(5, 4) +  // "HD 12", TF
                           bigEndian(0, 4) + bigEndian(0, 4) + bigEndian(0, 4) + bigEndian(0, 4);   // nothing
  const io::Table table = read(binaryTable({{"id", "1PA(5)"}, {"mask", "1PL(2)"}}, 2, rows + heap, heap.size()));
  REQUIRE(std::get<Texts>(table.at("id").values) == Texts{"HD 12", ""});
  REQUIRE(table.findArray("mask")->values == std::vector<double>{1, 0});
  const std::string lie = bigEndian(500, 4) + bigEndian(0, 4) + bigEndian(0, 4) + bigEndian(0, 4);
  const auto error = test::errorOf([&] {
    read(binaryTable({{"id", "1PA(5)"}, {"mask", "1PL(2)"}}, 1, lie + heap, heap.size()));
  });
  REQUIRE(error);
  REQUIRE(error->says("row 1 of column 1 'id' states 500 values"));
}

TEST_CASE("fits columns: a column that cannot be read is named, and a table packed with fpack is refused") {
  const std::string rows = bigEndian(7, 8) + bigEndian(std::bit_cast<std::uint32_t>(1.0f), 4) + bigEndian(0, 4);
  const io::Table table = read(binaryTable({{"id", "K"}, {"phase", "C"}}, 1, rows));
  REQUIRE(table.columns.size() == 1);
  REQUIRE(table.warnings.size() == 1);
  REQUIRE(
      table.warnings[0].ends_with("1 column with complex numbers or bits of varying length was left out: 'phase'."));
  const auto error = test::errorOf([&] {
    read(binaryTable({{"id", "K"}, {"phase", "C"}}, 1, rows, 0, {card("ZTABLE", "T")}));
  });
  REQUIRE(error);
  REQUIRE(error->says("it is a compressed table; unpack the file with funpack first"));
}

TEST_CASE("fits columns: the null value of unsigned 64-bit integers is that of the stored integers") {
  const std::string rows = bigEndian(0x8000000000000001u, 8) + bigEndian(5, 8) + bigEndian(0x8000000000000007u, 8);
  const Cards cards = {card("TZERO1", "9223372036854775808"), card("TNULL1", "-9223372036854775801")};
  const io::Table table = read(binaryTable({{"big", "K"}}, 3, rows, 0, cards));
  REQUIRE(std::get<Texts>(table.at("big").values) == Texts{"1", "9223372036854775813", ""});
  const std::string small = bigEndian(0x8000000000000001u, 8) + bigEndian(0x8000000000000007u, 8);
  const io::Table numbers = read(binaryTable({{"big", "K"}}, 2, small, 0, cards));
  REQUIRE(numbers.real("big")[0] == 1.0);
  REQUIRE(std::isnan(numbers.real("big")[1]));
}

TEST_CASE("fits columns: null values of an ASCII table are found wherever they stand in the field") {
  const Cards cards = {
      "XTENSION= 'TABLE   '",     card("BITPIX", "8"),  card("NAXIS", "2"),        card("NAXIS1", "16"),
      card("NAXIS2", "3"),        card("PCOUNT", "0"),  card("GCOUNT", "1"),       card("TFIELDS", "2"),
      card("TTYPE1", "'teff'"),   card("TBCOL1", "1"),  card("TFORM1", "'F10.3'"), card("TNULL1", "'-1.000'"),
      card("TTYPE2", "'visits'"), card("TBCOL2", "11"), card("TFORM2", "'I6'"),    card("TNULL2", "'-99'")};
  const io::Table table = read(fileOf(cards, "  5000.250     3    -1.000   -99  4321.500     5"));
  const std::vector<double> teff = table.real("teff"), visits = table.real("visits");
  REQUIRE(teff[0] == 5000.25);
  REQUIRE(std::isnan(teff[1]));
  REQUIRE(teff[2] == 4321.5);
  REQUIRE(visits[0] == 3.0);
  REQUIRE(std::isnan(visits[1]));
}

TEST_CASE("fits columns: integers of an ASCII table are exact from 2^53 on") {
  const Cards cards = {"XTENSION= 'TABLE   '", card("BITPIX", "8"), card("NAXIS", "2"),     card("NAXIS1", "20"),
                       card("NAXIS2", "2"),    card("PCOUNT", "0"), card("GCOUNT", "1"),    card("TFIELDS", "1"),
                       card("TTYPE1", "'id'"), card("TBCOL1", "1"), card("TFORM1", "'I20'")};
  const io::Table table = read(fileOf(cards, "    9007199254740993   -9007199254740993"));
  REQUIRE(std::get<Integers>(table.at("id").values) == Integers{9007199254740993, -9007199254740993});
}

TEST_CASE("fits images: numbers beyond the range of floats are read as doubles") {
  const test::TemporaryFolder folder;
  std::string data;
  for (const double value : {1e-40, 1e40, 1099511627777.0})
    data += bigEndian(std::bit_cast<std::uint64_t>(value), 8);
  const Cards cards = {"XTENSION= 'IMAGE   '", card("BITPIX", "-64"), card("NAXIS", "1"),
                       card("NAXIS1", "3"),    card("PCOUNT", "0"),   card("GCOUNT", "1")};
  io::FitsReader reader(test::writeBytes(folder / "t.fits", fileOf(cards, data)));
  reader.moveTo(2);
  std::vector<double> values(2);
  reader.readImage(1, std::span(values));
  REQUIRE(values == std::vector<double>{1e40, 1099511627777.0});
  std::vector<double> first(1);
  reader.readImage(0, std::span(first));
  REQUIRE(first[0] == 1e-40);
}
