// SPDX-License-Identifier: GPL-3.0-or-later
// Files of NumPy arrays. The expected values are those of numpy.load.
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>

#include "base/Error.h"
#include "io/Packed.h"
#include "io/arrays/ArrayFile.h"
#include "io/tables/ReadTable.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/NpyBytes.h"
#include "support/TemporaryFolder.h"

using namespace maury::io;
using namespace maury::test;
using Values = std::vector<double>;

namespace {

std::vector<double> realsOf(const std::string& bytes) {
  const TemporaryFolder folder;
  const auto file = openArrayFile(writeBytes(folder / "a.npy", bytes));
  const ArrayInfo& info = file->arrays().at(0);
  std::vector<double> values(info.rows() * info.width());
  file->readReals(0, 0, values);
  return values;
}

CaughtError npyError(const std::string& bytes) {
  const TemporaryFolder folder;
  return errorOf([&] { (void)openArrayFile(writeBytes(folder / "a.npy", bytes)); });
}

}  // namespace

TEST_CASE("npy: every type of number is read, in either byte order") {
  CHECK(realsOf(npyBytes("'<f8'", "(2,)", rawBytes<double>({1.5, -2e300}))) == Values{1.5, -2e300});
  CHECK(realsOf(npyBytes("'<f4'", "(2,)", rawBytes<float>({0.1F, -3.0F}))) == Values{0.1F, -3.0});
  CHECK(realsOf(npyBytes("'>f4'", "(1,)", std::string("\x3F\xC0\0\0", 4))) == Values{1.5});
  CHECK(realsOf(npyBytes("'<f2'", "(3,)", std::string("\0\x3E\x01\x80\0\x7C", 6))) ==
        Values{1.5, -std::ldexp(1.0, -24), std::numeric_limits<double>::infinity()});
  CHECK(std::isnan(realsOf(npyBytes("'<f2'", "(1,)", std::string("\0\x7E", 2))).front()));
  CHECK(realsOf(npyBytes("'|i1'", "(2,)", "\xFF\x7F")) == Values{-1, 127});
  CHECK(realsOf(npyBytes("'|u1'", "(2,)", "\xFF\x7F")) == Values{255, 127});
  CHECK(realsOf(npyBytes("'>i2'", "(1,)", "\xFF\xFE")) == Values{-2});
  CHECK(realsOf(npyBytes("'<u2'", "(1,)", "\xFF\xFE")) == Values{65279});
  CHECK(realsOf(npyBytes("'<i4'", "(1,)", "\xFE\xFF\xFF\xFF")) == Values{-2});
  CHECK(realsOf(npyBytes("'|b1'", "(2,)", std::string("\1\0", 2))) == Values{1, 0});
  CHECK(realsOf(npyBytes("'<f8'", "()", rawBytes<double>({7.0}))) == Values{7.0});
}

TEST_CASE("npy: 64-bit integers are exact, and unsigned ones beyond 2^63 become text") {
  const TemporaryFolder folder;
  const auto table = readTable(writeBytes(
      folder / "source_id.npy", npyBytes("'<i8'", "(2,)", rawBytes<std::int64_t>({4268620287278693121, -1}))));
  REQUIRE(table.columns.size() == 1);
  CHECK(table.columns[0].name == "source_id");
  CHECK(std::get<std::vector<std::int64_t>>(table.columns[0].values) ==
        std::vector<std::int64_t>{4268620287278693121, -1});
  const auto large = readTable(
      writeBytes(folder / "u.npy", npyBytes("'<u8'", "(2,)", rawBytes<std::uint64_t>({18446744073709551615U, 5}))));
  CHECK(large.columns[0].asText() == std::vector<std::string>{"18446744073709551615", "5"});
}

TEST_CASE("npy: arrays in the order of Fortran are read by rows") {
  // numpy.asfortranarray([[1, 2, 3], [4, 5, 6]])
  const std::string bytes = npyBytes("'<f8'", "(2, 3)", rawBytes<double>({1, 4, 2, 5, 3, 6}), true);
  CHECK(realsOf(bytes) == Values{1, 2, 3, 4, 5, 6});
  const TemporaryFolder folder;
  const auto file = openArrayFile(writeBytes(folder / "a.npy", bytes));
  Values row(3);
  file->readReals(0, 1, row);
  CHECK(row == Values{4, 5, 6});
  // numpy.asfortranarray(numpy.arange(12).reshape(2, 3, 2))
  CHECK(realsOf(npyBytes("'<f8'", "(2, 3, 2)", rawBytes<double>({0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11}), true)) ==
        Values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("npy: a structured array is a table, with texts, vectors and padding") {
  std::string rows;
  for (int i = 0; i < 2; ++i)
    rows += rawBytes<std::int64_t>({10 + i}) + (i == 0 ? std::string("ab\0\0", 4) : std::string("wxyz", 4)) +
            std::string(4, '?') + rawBytes<float>({1.0F + static_cast<float>(i), 0.5F}) +
            (i == 0 ? rawBytes<char32_t>({U'\u00e9', U'\u661f'}) : rawBytes<char32_t>({U'a', U'\0'}));
  const TemporaryFolder folder;
  const auto table = readTable(
      writeBytes(folder / "stars.npy",
                 npyBytes("[('id', '<i8'), ('name', '|S4'), ('', '|V4'), ('v', '<f4', (2,)), (('title', 'u'), '<U2')]",
                          "(2,)", rows)));
  CHECK(table.rowCount() == 2);
  CHECK(table.at("id").asText() == std::vector<std::string>{"10", "11"});
  CHECK(table.at("name").asText() == std::vector<std::string>{"ab", "wxyz"});
  CHECK(table.at("u").asText() == std::vector<std::string>{"\u00e9\u661f", "a"});
  REQUIRE(table.findArray("v") != nullptr);
  CHECK(table.findArray("v")->values == Values{1.0, 0.5, 2.0, 0.5});
}

TEST_CASE("npy: damaged and hostile headers are refused in words") {
  CHECK(npyError(npyBytes("'<f8'", "(3,)", rawBytes<double>({1, 2}))).says("states 24 bytes of data, the file has 16"));
  CHECK(npyError(npyBytes("'<f8'", "(4294967296, 4294967296)", "x")).says("more than 2^63"));
  CHECK(npyError(npyBytes("'|O'", "(1,)", "pickle")).says("pickled Python objects, which may run code"));
  CHECK(npyError(npyBytes("'<c16'", "(1,)", std::string(16, '\0'))).says("complex numbers"));
  CHECK(npyError(npyBytes("'<M8[ns]'", "(1,)", std::string(8, '\0'))).says("dates or times"));
  CHECK(npyError(npyBytes("'<f8'", "(0,)", "")).says("it is empty"));
  CHECK(npyError(npyOfHeader("{'descr': " + std::string(100, '['), "")).says("nested deeper than 8"));
  CHECK(npyError(npyOfHeader("{'descr': '<f8'}", "")).says("lacks the type or the shape"));
  CHECK(npyError(std::string("\x93NUMPY\x09\0\x10\0{}  ", 14)).says("version 9 is unknown"));
  CHECK(npyError(std::string("\x93NUMPY\x02\0\xFF\xFF\xFF\x7F{}", 14)).says("bytes long"));
  CHECK(npyError("\x93NUMPY").says("truncated"));
}

TEST_CASE("npz: the arrays of an archive are read, and what cannot be read is named") {
  const TemporaryFolder folder;
  const std::string matrix = npyBytes("'<f8'", "(2, 3)", rawBytes<double>({1, 4, 2, 5, 3, 6}), true);
  writeBytes(folder / "a.npz", makeZip({{"flux.npy", matrix},
                                        {"teff.npy", npyBytes("'<f4'", "(2,)", rawBytes<float>({5000, 4000}))},
                                        {"objects.npy", npyBytes("'|O'", "(1,)", "pickle")},
                                        {"notes.txt", "text"}}));
  const auto file = openArrayFile(folder / "a.npz");
  REQUIRE(file->arrays().size() == 2);
  CHECK(file->arrays()[0].name == "flux");
  CHECK(file->arrays()[0].shape == std::vector<std::uint64_t>{2, 3});
  Values values(6), teff(2);
  file->readReals(0, 0, values);
  CHECK(values == Values{1, 2, 3, 4, 5, 6});
  file->readReals(1, 0, teff);
  CHECK(teff == Values{5000, 4000});
  Values again(1);
  file->readReals(1, 0, again);  // backwards in the stream
  CHECK(again == Values{5000});
  REQUIRE(file->leftOut().size() == 2);
  CHECK(contains(file->leftOut()[0], "objects: it holds pickled Python objects"));
  CHECK(file->leftOut()[1] == "notes.txt: it is no .npy file");
  CHECK(errorOf([&] { file->readReals(1, 1, teff); }).says("has no 2 rows from row 2 on"));
}

TEST_CASE("npz: a member whose checksum is wrong is refused when its last value is read") {
  const TemporaryFolder folder;
  std::string bytes = makeZip({{"teff.npy", npyBytes("'<f8'", "(2,)", rawBytes<double>({5000, 4000}))}});
  bytes[bytes.find("PK\1\2") - 1] ^= 1;  // last byte of the data
  const auto file = openArrayFile(writeBytes(folder / "a.npz", bytes));
  Values values(2);
  CHECK(errorOf([&] { file->readReals(0, 0, values); }).says("cannot be unpacked"));
}

TEST_CASE("npy: gzipped arrays are read, and an .npz inside an archive is refused") {
  const TemporaryFolder folder;
  const auto table = readTable(
      writeBytes(folder / "teff.npy.gz", gzipBytes(npyBytes("'<f8'", "(2,)", rawBytes<double>({5000, 4000})))));
  CHECK(table.at("teff").asReal() == Values{5000, 4000});
  const std::string npz = makeZip({{"teff.npy", npyBytes("'<f8'", "(1,)", rawBytes<double>({1}))}});
  CHECK(errorOf([&] { (void)openArrayFile(npz, "bundle.zip: a.npz"); }).says("inside an archive; extract it"));
}
