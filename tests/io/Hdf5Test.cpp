// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 files, written by the library's C functions.
#include <hdf5.h>

#include <cstdint>
#include <memory>

#include "base/Error.h"
#include "io/arrays/ArrayFile.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/Hdf5Writer.h"
#include "support/TemporaryFolder.h"

using namespace maury::io;
using namespace maury::test;
using Values = std::vector<double>;

namespace {

std::size_t indexOf(const ArrayFile& file, const std::string& name) {
  for (std::size_t i = 0; i < file.arrays().size(); ++i)
    if (file.arrays()[i].name == name) return i;
  FAIL("there is no array " << name);
  return 0;
}

Values realsOf(ArrayFile& file, const std::string& name, std::uint64_t firstRow, std::uint64_t rows) {
  const std::size_t array = indexOf(file, name);
  Values values(rows * file.arrays()[array].width());
  file.readReals(array, firstRow, values);
  return values;
}

bool leavesOut(const ArrayFile& file, const std::string& text) {
  for (const std::string& reason : file.leftOut())
    if (contains(reason, text)) return true;
  return false;
}

}  // namespace

TEST_CASE("hdf5: data sets in groups are listed with shape, type and unit, and read by rows") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.group("train");
    Values values;
    for (int i = 0; i < 50 * 20; ++i)
      values.push_back(i);
    writer.write("train/flux", {50, 20}, values, {8, 7}, H5T_IEEE_F32BE);
    writer.write("train/id", {3}, std::vector<long>{4268620287278693121, -1, 7}, {}, H5T_STD_I64BE);
    writer.write("wave", {20}, Values(20, 8.5));
    writer.attribute("wave", "units", "Angstrom");
    writer.attribute("wave", "comment", "in vacuum");
  }
  const auto file = openArrayFile(folder / "a.h5");
  REQUIRE(file->arrays().size() == 3);
  const ArrayInfo& flux = file->arrays()[indexOf(*file, "train/flux")];
  CHECK(flux.shape == std::vector<std::uint64_t>{50, 20});
  CHECK(flux.group() == "train");
  CHECK(flux.baseName() == "flux");
  CHECK(flux.elementBytes == 4);
  CHECK(flux.rowsPerChunk == 8);
  CHECK(flux.describe() == "train/flux (50 × 20)");
  const ArrayInfo& wave = file->arrays()[indexOf(*file, "wave")];
  CHECK(wave.unit == "Angstrom");
  CHECK(wave.description == "in vacuum");
  Values expected;
  for (int i = 7 * 20; i < 10 * 20; ++i)
    expected.push_back(i);
  CHECK(realsOf(*file, "train/flux", 7, 3) == expected);
  std::vector<std::int64_t> ids(3);
  file->readIntegers(indexOf(*file, "train/id"), 0, ids);
  CHECK(ids == std::vector<std::int64_t>{4268620287278693121, -1, 7});
  CHECK(errorOf([&] { (void)realsOf(*file, "train/flux", 49, 2); }).says("has no 2 rows from row 50 on"));
}

TEST_CASE("hdf5: texts, Booleans, half precision and large unsigned integers are read as columns") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.writeTexts("name", {"HD 1", "\u03b1 Ori", ""});
    writer.writeBytes("code", std::string("ab\0cdeed\0", 9), 3);
    writer.write("big", {3}, std::vector<unsigned long>{18446744073709551615U, 1, 2});
    const hid_t half = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_fields(half, 15, 10, 5, 0, 10);
    H5Tset_size(half, 2);
    H5Tset_ebias(half, 15);
    writer.write("half", {3}, Values{1.5, -2.0, 0.25}, {}, half);
    H5Tclose(half);
    const hid_t boolean = H5Tenum_create(H5T_NATIVE_SCHAR);  // as h5py writes them
    const signed char no = 0, yes = 1;
    H5Tenum_insert(boolean, "FALSE", &no);
    H5Tenum_insert(boolean, "TRUE", &yes);
    const signed char values[] = {1, 0, 1};
    writer.writeRaw("ok", {3}, values, boolean, boolean, {});
    H5Tclose(boolean);
  }
  const Table table = readTable(folder / "a.h5");
  CHECK(table.at("name").asText() == std::vector<std::string>{"HD 1", "\u03b1 Ori", ""});
  CHECK(table.at("code").asText() == std::vector<std::string>{"ab", "cde", "ed"});
  CHECK(table.at("big").asText() == std::vector<std::string>{"18446744073709551615", "1", "2"});
  CHECK(table.at("half").asReal() == Values{1.5, -2.0, 0.25});
  CHECK(table.at("ok").asText() == std::vector<std::string>{"1", "0", "1"});
}

TEST_CASE("hdf5: a compound data set is a table") {
  struct Row {
    long id;
    double teff;
    float vector[2];
    char name[4];
  };
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    const hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(Row));
    const hsize_t two = 2;
    const hid_t pair = H5Tarray_create2(H5T_NATIVE_FLOAT, 1, &two), text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 4);
    H5Tinsert(type, "source_id", HOFFSET(Row, id), H5T_NATIVE_LONG);
    H5Tinsert(type, "teff", HOFFSET(Row, teff), H5T_NATIVE_DOUBLE);
    H5Tinsert(type, "pair", HOFFSET(Row, vector), pair);
    H5Tinsert(type, "name", HOFFSET(Row, name), text);
    const Row rows[] = {{11, 5772.0, {1.0F, 2.0F}, "Sun"}, {12, 9602.0, {3.0F, 4.0F}, "a"}};
    writer.writeRaw("stars", {2}, rows, type, type, {});
    writer.write("other", {5}, Values{1, 2, 3, 4, 5});
    H5Tclose(text);
    H5Tclose(pair);
    H5Tclose(type);
  }
  const Table table = readTable(folder / "a.h5");
  CHECK(table.at("source_id").asText() == std::vector<std::string>{"11", "12"});
  CHECK(table.at("teff").asReal() == Values{5772.0, 9602.0});
  CHECK(table.at("name").asText() == std::vector<std::string>{"Sun", "a"});
  REQUIRE(table.findArray("pair") != nullptr);
  CHECK(table.findArray("pair")->values == Values{1, 2, 3, 4});
  REQUIRE(table.warnings.size() == 1);
  CHECK(contains(table.warnings[0], "not used: other (5)"));
  TableOptions options;
  options.group = "OTHER";
  CHECK(readTable(folder / "a.h5", options).columns.size() == 1);
}

TEST_CASE("hdf5: a table that could be one of several is refused with the list of arrays") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    for (const char* name : {"train", "test"}) {
      writer.group(name);
      writer.write(std::string(name) + "/teff", {3}, Values{1, 2, 3});
    }
  }
  const auto error = errorOf([&] { (void)readTable(folder / "a.h5"); });
  CHECK(error.says("several groups of arrays could be the table"));
  CHECK(error.says("test/teff (3), train/teff (3)"));
  TableOptions options;
  options.group = "train";
  CHECK(readTable(folder / "a.h5", options).at("teff").asReal() == Values{1, 2, 3});
}

TEST_CASE("hdf5: other files are not opened, and circles of links end") {
  const TemporaryFolder folder;
  {
    Hdf5Writer other(folder / "other.h5");
    other.write("secret", {2}, Values{1, 2});
  }
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.write("teff", {2}, Values{5000, 4000});
    writer.group("g");
    H5Lcreate_hard(writer.file(), "/", writer.file(), "g/root", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/teff", writer.file(), "soft", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_external((folder / "other.h5").c_str(), "/secret", writer.file(), "linked", H5P_DEFAULT, H5P_DEFAULT);
    const hsize_t two = 2;
    const hid_t space = H5Screate_simple(1, &two, nullptr), external = H5Pcreate(H5P_DATASET_CREATE),
                virtual_ = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(external, (folder / "raw.bin").c_str(), 0, 16);
    H5Dclose(H5Dcreate2(writer.file(), "raw", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, external, H5P_DEFAULT));
    H5Pset_virtual(virtual_, space, (folder / "other.h5").c_str(), "secret", space);
    H5Dclose(H5Dcreate2(writer.file(), "assembled", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, virtual_, H5P_DEFAULT));
    H5Pclose(external);
    H5Pclose(virtual_);
    H5Sclose(space);
  }
  const auto file = openArrayFile(folder / "a.h5");
  REQUIRE(file->arrays().size() == 1);
  CHECK(file->arrays()[0].name == "teff");
  CHECK(leavesOut(*file, "linked: it is a link to another file"));
  CHECK(leavesOut(*file, "raw: its values are in other files"));
  CHECK(leavesOut(*file, "assembled: its values are in other files"));
  CHECK(leavesOut(*file, "soft: it is a link"));
}

TEST_CASE("hdf5: sizes that the file cannot hold, and chunks that unpack to more than they state, are refused") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.write("teff", {2}, Values{5000, 4000});
    const hsize_t shape[] = {hsize_t{1} << 40, 1000}, chunk[] = {1, 1000};
    const hid_t space = H5Screate_simple(2, shape, nullptr), creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, 2, chunk);
    const hid_t set = H5Dcreate2(writer.file(), "huge", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    const Values row(1000, 1.0);
    const hsize_t origin[] = {0, 0};
    H5Dwrite_chunk(set, H5P_DEFAULT, 0, origin, row.size() * sizeof(double), row.data());
    H5Dclose(set);
    H5Pclose(creation);
    H5Sclose(space);
    writer.writeRaw("unwritten", {4}, nullptr, H5T_NATIVE_DOUBLE, H5T_NATIVE_DOUBLE, {});
    // A chunk that states 8000 bytes, with 40 000 bytes in its place.
    const hsize_t length = 1000;
    const hid_t line = H5Screate_simple(1, &length, nullptr), packed = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(packed, 1, &length);
    H5Pset_deflate(packed, 1);
    const hid_t bomb = H5Dcreate2(writer.file(), "bomb", H5T_NATIVE_DOUBLE, line, H5P_DEFAULT, packed, H5P_DEFAULT);
    const std::string stored(40'000, 'x');
    const hsize_t first = 0;
    H5Dwrite_chunk(bomb, H5P_DEFAULT, 0, &first, stored.size(), stored.data());
    H5Dclose(bomb);
    H5Pclose(packed);
    H5Sclose(line);
  }
  const auto file = openArrayFile(folder / "a.h5");
  CHECK(leavesOut(*file, "huge: it states 8796093022208000 bytes"));
  CHECK(leavesOut(*file, "unwritten: no values were written to it"));
  CHECK(realsOf(*file, "teff", 0, 2) == Values{5000, 4000});
  CHECK(errorOf([&] { (void)realsOf(*file, "bomb", 0, 1000); }).says("a packed chunk is larger than it states"));
}

TEST_CASE("hdf5: a damaged file is refused with HDF5's reason, also one in memory and after a user block") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.write("teff", {2}, Values{5000, 4000});
  }
  const std::string bytes = bytesOf(folder / "a.h5");
  const auto error =
      errorOf([&] { (void)openArrayFile(writeBytes(folder / "short.h5", bytes.substr(0, bytes.size() / 2))); });
  CHECK(error.kind == maury::ErrorKind::Format);
  CHECK(error.says("short.h5: cannot be read as HDF5 (truncated file"));
  const auto inMemory = openArrayFile(bytes, "bundle.zip: a.h5");
  CHECK(realsOf(*inMemory, "teff", 0, 2) == Values{5000, 4000});
  const auto shifted = openArrayFile(writeBytes(folder / "matlab.mat", std::string(512, 'M') + bytes));
  CHECK(realsOf(*shifted, "teff", 1, 1) == Values{4000});
}
