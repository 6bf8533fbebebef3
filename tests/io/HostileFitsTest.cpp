// SPDX-License-Identifier: GPL-3.0-or-later
// Headers that overflow CFITSIO's arrays or arithmetic, checksums, and tables that FITS cannot hold.
#include <chrono>
#include <filesystem>

#include "base/Job.h"
#include "io/fits/FitsChecksum.h"
#include "io/fits/FitsReader.h"
#include "io/fits/FitsWriter.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

using Cards = std::vector<std::string>;

std::string integerCard(const std::string& key, const std::string& value) {
  return key + std::string(8 - key.size(), ' ') + "= " +
         std::string(20 - std::min<std::size_t>(20, value.size()), ' ') + value;
}

std::string integerCard(const std::string& key, std::int64_t value) {
  return integerCard(key, std::to_string(value));
}

/// Returns a header with these cards and END, padded to a whole block.
std::string headerOf(Cards cards) {
  cards.emplace_back("END");
  std::string header;
  for (const std::string& card : cards)
    header += card + std::string(80 - card.size(), ' ');
  return header + std::string((2880 - header.size() % 2880) % 2880, ' ');
}

std::string padded(std::string data, char fill = '\0') {
  data.resize((data.size() + 2879) / 2880 * 2880, fill);
  return data;
}

Cards imageCards(const std::vector<std::int64_t>& axes, std::int64_t bits = 8) {
  Cards cards = {integerCard("SIMPLE", "T"), integerCard("BITPIX", bits),
                 integerCard("NAXIS", static_cast<std::int64_t>(axes.size()))};
  for (std::size_t i = 0; i < axes.size(); ++i)
    cards.push_back(integerCard("NAXIS" + std::to_string(i + 1), axes[i]));
  return cards;
}

/// Returns a primary HDU and a table of 2 rows of `rowBytes` bytes, with 2880 bytes of data.
std::string tableFile(const Cards& more, std::int64_t fields, std::int64_t rowBytes = 8,
                      const std::string& type = "BINTABLE", std::int64_t heap = 0, std::int64_t rows = 2) {
  Cards cards = {"XTENSION= '" + type + "'",      integerCard("BITPIX", 8),      integerCard("NAXIS", 2),
                 integerCard("NAXIS1", rowBytes), integerCard("NAXIS2", rows),   integerCard("PCOUNT", heap),
                 integerCard("GCOUNT", 1),        integerCard("TFIELDS", fields)};
  cards.insert(cards.end(), more.begin(), more.end());
  return headerOf(imageCards({})) + headerOf(cards) + std::string(2880, '\0');
}

/// Opens the file from memory and from disk, and returns the refusal, which must be the same apart from the path;
/// "accepted" if there is none.
std::string refusalOf(const std::string& bytes) {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.fits", bytes);
  const std::string onDisk = test::refusalOf([&] { io::FitsReader reader(path); });
  const std::string inMemory = test::refusalOf([&] { io::FitsReader reader(bytes, path); });
  CHECK(onDisk == inMemory);
  return onDisk;
}

bool isRefused(const std::string& bytes, const std::string& words) {
  const std::string refusal = refusalOf(bytes);
  INFO(refusal);
  CHECK(test::contains(refusal, words));
  return test::contains(refusal, words);
}

/// Returns a compressed image of 4 × 4 pixels with these cards in place of the ones of the same key.
std::string compressedImage(const Cards& changed, const std::string& method = "RICE_1") {
  Cards cards = {"TTYPE1  = 'COMPRESSED_DATA'", "TFORM1  = '1PB'",          integerCard("ZIMAGE", "T"),
                 "ZCMPTYPE= '" + method + "'",  integerCard("ZBITPIX", 16), integerCard("ZNAXIS", 2),
                 integerCard("ZNAXIS1", 4),     integerCard("ZNAXIS2", 4),  integerCard("ZTILE1", 4),
                 integerCard("ZTILE2", 2),      "ZNAME1  = 'BLOCKSIZE'",    integerCard("ZVAL1", 32),
                 "ZNAME2  = 'BYTEPIX '",        integerCard("ZVAL2", 2)};
  for (const std::string& card : changed)
    for (std::string& old : cards)
      if (old.substr(0, 8) == card.substr(0, 8)) old = card;
  return tableFile(cards, 1);
}

void writeStars(const fs::path& path) {
  test::FitsFile fits(path);
  io::FitsWriter& writer = fits.writer;
  writer.createTable("STARS", {{"id", "", 'K', 1}, {"teff", "K", 'D', 1}}, 0);
  std::vector<std::int64_t> ids(5000);
  std::vector<double> temperatures(ids.size(), 5777.0);
  writer.write(0, 0, ids);
  writer.write(1, 0, temperatures);
  writer.createImage("WAVE", {3}, std::vector<float>{1, 2, 3});
  fits.close();
}

std::string checksumRefusal(const fs::path& path) {
  Job job;
  const io::FitsReader reader(path);
  return test::refusalOf([&] { reader.verifyChecksums(job); });
}

}  // namespace

// CFITSIO 4.2 keeps the axes in an array of 99, but accepts 999.
TEST_CASE("hostile fits: an image with more than 99 axes is refused") {
  CHECK(isRefused(headerOf(imageCards(std::vector<std::int64_t>(104, 1))) + padded("x"),
                  "HDU 1: the image has 104 axes (NAXIS), but at most 99 can be read"));
  CHECK(isRefused(headerOf(imageCards(std::vector<std::int64_t>(100, 1))) + padded("x"), "the image has 100 axes"));
  CHECK(refusalOf(headerOf(imageCards(std::vector<std::int64_t>(99, 1))) + padded("x")) == "accepted");
  Cards extension = imageCards(std::vector<std::int64_t>(150, 1));
  for (const char* type : {"IMAGE", "FOREIGN"}) {
    extension[0] = std::string("XTENSION= '") + type + "'";
    CHECK(isRefused(headerOf(imageCards({})) + headerOf(extension) + padded("x"), "HDU 2: the image has 150 axes"));
  }
  Cards hidden = imageCards(std::vector<std::int64_t>(104, 1));
  hidden[2] = integerCard("NAXIS", "104") + " axes";  // CFITSIO reads up to the blank
  CHECK(isRefused(headerOf(hidden) + padded("x"), "104 axes"));
}

TEST_CASE("hostile fits: sizes that overflow or exceed the file are refused") {
  const std::int64_t large = std::int64_t{1} << 32;
  CHECK(isRefused(headerOf(imageCards({large, large})) + padded("x"), "more data than any file can hold"));
  CHECK(isRefused(headerOf(imageCards({large, large, 0x7FFFFFFFFFFFFFFF})) + padded("x"), "more data than any file"));
  CHECK(isRefused(headerOf(imageCards({4, 4}, -64)), "truncated: its header states 5760 bytes, the file has 2880"));
  CHECK(isRefused(headerOf(imageCards({-4, 4})) + padded("x"), "card 4 of an HDU must be NAXIS1 with a whole number"));
  CHECK(isRefused(headerOf(imageCards({4}, 12)) + padded("x"), "BITPIX is 12"));
  Cards groups = imageCards({4});
  groups.push_back(integerCard("PCOUNT", -2880));
  CHECK(isRefused(headerOf(groups) + padded("x"), "PCOUNT or GCOUNT is negative"));
  groups.back() = integerCard("GCOUNT", std::int64_t{1} << 62);
  CHECK(isRefused(headerOf(groups) + padded("x"), "more data than any file can hold"));
  CHECK(isRefused(tableFile({"TFORM1  = '1D'"}, 1, large, "BINTABLE", 0, large), "more data than any file"));
}

// The end of the heap decides where CFITSIO looks for the next HDU: a small THEAP makes it read the same HDU for ever.
TEST_CASE("hostile fits: a heap outside the data of its table is refused") {
  const auto withHeap = [](const std::string& card) {
    return tableFile({"TFORM1  = '1D'", card}, 1, 8, "BINTABLE", 32);
  };
  CHECK(refusalOf(withHeap(integerCard("THEAP", 16))) == "accepted");
  for (const std::string value : {"-5760", "0", "15", "49", "9223372036854775807", "1E3"})
    CHECK(isRefused(withHeap(integerCard("THEAP", value)), "must be THEAP with an offset"));
  CHECK(isRefused(withHeap("HIERARCH THEAP = -5760"), "must be THEAP with an offset"));
}

TEST_CASE("hostile fits: columns that CFITSIO cannot hold are refused") {
  CHECK(isRefused(tableFile({"TFORM1  = '1D'"}, 1000), "HDU 2: the table states 1000 columns, but FITS allows 999"));
  CHECK(isRefused(tableFile({"TFORM1  = '1D'"}, 1000, 8, "A3DTABLE"), "the table states 1000 columns"));
  // The sizes of these columns add up to 8 bytes in 64-bit arithmetic.
  CHECK(
      isRefused(tableFile({"TFORM1  = '4611686018427387904J'", "TFORM2  = '1D'"}, 2), "larger than a row of 8 bytes"));
  CHECK(isRefused(tableFile({"TFORM1  = '99999999999999999999X'"}, 1), "larger than a row of 8 bytes"));
  CHECK(isRefused(tableFile({"TFORM1  = '8A-5'"}, 1), "negative length"));
  CHECK(isRefused(tableFile({"TDIM1   = '(-5)'", "TFORM1  = '8A'"}, 1), "strings that do not fit"));
  CHECK(isRefused(tableFile({"TFORM1  = '8A'", "TDIM1   = '(9,1)'"}, 1), "strings that do not fit"));
  CHECK(isRefused(tableFile({"TFORM1  = '1A'", "TDIM1   = '(4000)'"}, 1, 1), "strings that do not fit"));
  CHECK(refusalOf(tableFile({"TFORM1  = '8A'", "TDIM1   = '(4,2)'"}, 1)) == "accepted");
  CHECK(isRefused(tableFile({"HIERARCH TTYPE1 = " + std::string(62, 'x'), "TFORM1  = '1D'"}, 1), "a name in quotes"));
  CHECK(isRefused(tableFile({"TTYPE1=" + std::string(73, 'x'), "TFORM1  = '1D'"}, 1), "a name in quotes"));
  CHECK(isRefused(tableFile({"A='" + std::string(67, 'x') + "''yyyyyyyy", "TFORM1  = '1D'"}, 1), "too long"));
  CHECK(isRefused(tableFile({"TFORM1  = 'A10'", "TBCOL1  =                    1"}, 1, 0, "TABLE", 0, 1'000'000'000),
                  "its rows have 0 bytes"));
  Cards overlapping;
  for (int column = 1; column <= 100; ++column) {
    overlapping.push_back(integerCard("TBCOL" + std::to_string(column), 1));
    overlapping.push_back("TFORM" + std::to_string(column) + (column < 10 ? "  " : column < 100 ? " " : "") + "= 'A8'");
  }
  CHECK(isRefused(tableFile(overlapping, 100, 8, "TABLE"), "its columns overlap"));
}

// CFITSIO divides by ZTILEn and ZVAL1.
TEST_CASE("hostile fits: the tiles of a compressed image are checked") {
  CHECK(refusalOf(compressedImage({})) == "accepted");
  CHECK(isRefused(compressedImage({integerCard("ZTILE1", std::int64_t{0})}),
                  "ZTILE1 of a compressed image must be from 1"));
  CHECK(isRefused(compressedImage({integerCard("ZTILE2", -1)}), "ZTILE2 of a compressed image"));
  CHECK(isRefused(compressedImage({integerCard("ZNAXIS", 7)}), "ZNAXIS of a compressed image must be from 1 to 6"));
  CHECK(isRefused(compressedImage({integerCard("ZVAL1", std::int64_t{0})}), "ZVAL1"));
  CHECK(isRefused(compressedImage({integerCard("ZBITPIX", 7)}), "ZBITPIX"));
  CHECK(isRefused(compressedImage({integerCard("ZTILE1", 2'000'000'000)}), "the tiles of a compressed image"));
  CHECK(isRefused(compressedImage({integerCard("ZNAXIS1", 2'000'000'000)}), "too large for a file of this size"));
  const auto pixels = [](std::string bytes) {
    return test::refusalOf([&] {
      io::FitsReader reader(std::move(bytes), "a.fits");
      reader.moveTo(2);
      reader.readImage();
    });
  };
  CHECK(test::contains(pixels(compressedImage({}, "HCOMPRESS_1")),
                       "compressed with HCOMPRESS_1, which is not supported"));
  std::string tiles = compressedImage({});
  tiles.replace(tiles.size() - 2880, 4, std::string("\x7F\0\0\0", 4));  // the number of bytes of the first tile
  CHECK(test::contains(pixels(tiles), "tile 1 of the compressed image states 2130706432 elements"));
}

TEST_CASE("hostile fits: a header without end is refused without reading the whole file") {
  const test::TemporaryFolder folder;
  const auto secondsOf = [&](const std::string& start, const std::string& words) {
    const fs::path path = test::writeBytes(folder / "endless.fits", start);
    fs::resize_file(path, std::uintmax_t{200} << 30);  // sparse
    const auto begin = std::chrono::steady_clock::now();
    const std::string refusal = test::refusalOf([&] { io::FitsReader reader(path); });
    INFO(refusal);
    CHECK(test::contains(refusal, words));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const std::string first = integerCard("SIMPLE", "T") + std::string(50, ' ');
  CHECK(secondsOf(first, "has no end") < 1.0);
  std::string blank = first;
  blank.resize(5 << 20, ' ');
  CHECK(secondsOf(blank, "its header has no end within") < 1.0);
  CHECK(secondsOf(headerOf(imageCards({})), "accepted") < 1.0);
  Cards chain = imageCards({});
  chain.emplace_back("LONG    = 'x&'");
  chain.resize(20'000, "CONTINUE  'x&'");
  CHECK(isRefused(headerOf(chain), "continued on more than 10000 cards"));
}

TEST_CASE("checksums: files that this program writes carry both keys and pass") {
  const test::TemporaryFolder folder;
  writeStars(folder / "a.fits");
  io::FitsReader reader(folder / "a.fits");
  for (int hdu = 1; hdu <= reader.hduCount(); ++hdu) {
    reader.moveTo(hdu);
    CHECK(reader.keyText("CHECKSUM").value_or("").size() == 16);
    CHECK_FALSE(reader.keyText("DATASUM").value_or("").empty());
  }
  Job job;
  reader.verifyChecksums(job);
  CHECK(reader.hduLabel() == "HDU 3 (WAVE)");  // still the current HDU
}

TEST_CASE("checksums: a change in data or header is refused, and the message names the HDU") {
  const test::TemporaryFolder folder;
  writeStars(folder / "a.fits");
  const std::string whole = test::bytesOf(folder / "a.fits");
  const auto changed = [&](std::size_t offset) {
    std::string bytes = whole;
    bytes[offset] = static_cast<char>(bytes[offset] ^ 1);
    return test::writeBytes(folder / "changed.fits", bytes);
  };
  const std::size_t wave = whole.find("XTENSION", whole.find("XTENSION") + 1);
  CHECK(test::contains(checksumRefusal(changed(wave - 60'000)),
                       "changed.fits, HDU 2 (STARS): damaged: its data do not match their checksum (DATASUM)"));
  CHECK(test::contains(checksumRefusal(changed(whole.find("data unit checksum", wave))),
                       "HDU 3 (WAVE): its header does not"));
  const std::string refusal = test::refusalOf([&] { io::readTable(changed(wave - 60'000)); });
  CHECK(test::contains(refusal, "HDU 2 (STARS): damaged"));
  // In memory, as from a zip archive.
  std::string bytes = test::bytesOf(changed(wave - 60'000));
  CHECK(test::contains(test::refusalOf([&] { io::readTable(bytes, "a.zip/a.fits"); }), "HDU 2 (STARS): damaged"));

  io::setChecksumVerification(false);
  const std::string withoutChecks = checksumRefusal(changed(wave - 60'000));
  io::setChecksumVerification(true);
  CHECK(withoutChecks == "accepted");
}

TEST_CASE("checksums: an empty value states none, a changed file is verified again, and the job can stop it") {
  const test::TemporaryFolder folder;
  writeStars(folder / "a.fits");
  std::string bytes = test::bytesOf(folder / "a.fits");
  CHECK(checksumRefusal(folder / "a.fits") == "accepted");
  bytes[bytes.find("XTENSION") + 2 * 2880] ^= 1;
  test::writeBytes(folder / "a.fits", bytes);
  // The clock of the file system may not have moved since the file was written.
  fs::last_write_time(folder / "a.fits", fs::last_write_time(folder / "a.fits") + std::chrono::seconds(1));
  CHECK(test::contains(checksumRefusal(folder / "a.fits"), "HDU 2"));
  for (const std::string key : {"CHECKSUM= ", "DATASUM = "})
    for (std::size_t card = bytes.find(key); card != std::string::npos; card = bytes.find(key, card + 80))
      bytes.replace(card + 10, 20, "''" + std::string(18, ' '));
  CHECK(checksumRefusal(test::writeBytes(folder / "empty.fits", bytes)) == "accepted");

  writeStars(folder / "b.fits");
  Job job;
  job.requestStop();
  const io::FitsReader reader(folder / "b.fits");
  const auto error = test::errorOf([&] { reader.verifyChecksums(job); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Cancelled);
}

TEST_CASE("tables: a text that continues with zeros, or is larger than memory, is refused without reading all of it") {
  const test::TemporaryFolder folder;
  std::string rows = "id,teff\n";
  for (int row = 0; row < 1000; ++row)
    rows += "1,5000\n";
  const fs::path path = test::writeBytes(folder / "a.csv", rows);
  fs::resize_file(path, std::uintmax_t{1} << 30);  // sparse
  CHECK(test::contains(test::refusalOf([&] { io::readTable(path); }),
                       "a.csv: damaged: the text ends at byte " + std::to_string(rows.size())));
  fs::resize_file(path, std::uintmax_t{8} << 40);
  CHECK(test::contains(test::refusalOf([&] { io::readTable(path); }), "more than the memory of this computer"));
}

TEST_CASE("columns: more than 999 are refused for FITS in words, and written to CSV") {
  const test::TemporaryFolder folder;
  io::Table table;
  for (int column = 0; column < 1000; ++column)
    table.columns.push_back({"c" + std::to_string(column), "", std::vector<double>{1.0}});
  CHECK(test::contains(test::refusalOf([&] { io::writeTable(folder / "wide.fits", table); }),
                       "wide.fits: table TABLE: it has 1000 columns, but FITS allows at most 999"));
  CHECK(test::fileCount(folder.path()) == 0);
  io::writeTable(folder / "wide.csv", table);
  CHECK(io::readTable(folder / "wide.csv").columns.size() == 1000);
}

TEST_CASE("columns: many fields of the same name take linear time") {
  std::string text = "<VOTABLE><RESOURCE><TABLE>";
  constexpr int kFields = 50'000;  // 30 s if each search began at 2
  for (int field = 0; field < kFields; ++field)
    text += "<FIELD name='x' datatype='int'/>";
  text += "<DATA><TABLEDATA/></DATA></TABLE></RESOURCE></VOTABLE>";
  const auto begin = std::chrono::steady_clock::now();
  const io::Table table = io::readTable(text, "x.vot");
  REQUIRE(table.columns.size() == kFields);
  CHECK(table.columns.back().name == "x_50000");
  CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() < 8.0);
}
