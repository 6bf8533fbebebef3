// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "io/Packed.h"
#include "io/archives/Gzip.h"
#include "io/archives/ZipArchive.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

std::string refusalOf(const fs::path& path) {
  const auto error = test::errorOf([&] {
    const io::ZipArchive archive(path);
    for (std::size_t i = 0; i < archive.members().size(); ++i)
      archive.read(i);
  });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Format);
  REQUIRE(error->message.starts_with(path.string()));
  return error->message.substr(path.string().size());
}

}  // namespace

TEST_CASE("gzip: the texts of several members are concatenated, and padding after them is ignored") {
  const std::string stream = test::gzipBytes("id,x\n1,") + test::gzipBytes("2\n") + std::string(100, '\0');
  REQUIRE(io::gunzip(stream, "a.gz") == "id,x\n1,2\n");
  REQUIRE(io::gunzipStart(stream, 4) == "id,x");
}

TEST_CASE("gzip: a long text unpacks unchanged") {
  std::string text;
  for (int i = 0; i < 200000; ++i)
    text += std::to_string(i) + ',';
  REQUIRE(io::gunzip(test::gzipBytes(text), "a.gz") == text);
}

TEST_CASE("gzip: a stream that is truncated or changed is refused") {
  const std::string stream = test::gzipBytes("id,x\n1,2\n");
  for (std::size_t length = 2; length < stream.size(); ++length) {
    const auto error = test::errorOf([&] { io::gunzip(stream.substr(0, length), "a.gz"); });
    REQUIRE(error);
    REQUIRE(error->says("a.gz: truncated: the gzip stream ends too early"));
  }
  for (const std::size_t byte : {std::size_t{20}, stream.size() - 8, stream.size() - 1}) {
    std::string changed = stream;
    changed[byte] = static_cast<char>(changed[byte] ^ 1);
    const auto error = test::errorOf([&] { io::gunzip(changed, "a.gz"); });
    REQUIRE(error);
    REQUIRE(error->says("a.gz: damaged: the gzip stream cannot be unpacked"));
  }
}

TEST_CASE("gzip: a stream that unpacks to more than the limit is refused") {
  if (std::system("command -v gzip >/dev/null 2>&1") != 0) return;
  const test::TemporaryFolder folder;
  const std::string path = (folder / "zeros.csv.gz").string();
  REQUIRE(std::system(("head -c 80000000 /dev/zero | gzip > " + path).c_str()) == 0);
  const auto error = test::errorOf([&] { io::readBytes(path); });
  REQUIRE(error);
  REQUIRE(error->says("unpack to more than 67108864"));
}

TEST_CASE("gzip: a table reads the same when it is gzipped") {
  const test::TemporaryFolder folder;
  const io::Table table =
      io::readTable(test::writeBytes(folder / "t.csv.gz", test::gzipBytes("source_id,x\n5937083312263887616,2.5\n")));
  REQUIRE(table.columns.size() == 2);
  REQUIRE(std::get<std::vector<std::int64_t>>(table.at("source_id").values).front() == 5937083312263887616);
}

TEST_CASE("zip: members are listed in their order, without folders, and read") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(
      folder / "b.zip",
      test::makeZip({{"star/", ""}, {"star/a b.csv", "id,x\n1,2\n"}, {"c.csv.gz", test::gzipBytes("y\n3\n")}}));
  const io::ZipArchive archive(path);
  REQUIRE(archive.members().size() == 2);
  REQUIRE(archive.members()[0].name == "star/a b.csv");
  REQUIRE(archive.members()[0].bytes == 9);
  REQUIRE(archive.read(0) == "id,x\n1,2\n");
  REQUIRE(archive.read(1) == "y\n3\n");
  REQUIRE(archive.label(0) == path.string() + "/star/a b.csv");
}

TEST_CASE("zip: names that lead out of a folder are refused at open") {
  const test::TemporaryFolder folder;
  const auto refusal = [&](const std::string& name) {
    const fs::path path = test::writeBytes(folder / "b.zip", test::makeZip({{"good.csv", "a\n1\n"}, {name, "a\n1\n"}}));
    const auto error = test::errorOf([&] { io::ZipArchive{path}; });
    REQUIRE(error);
    return error->message;
  };
  REQUIRE(refusal("../a.csv").find("its entry 2 ('../a.csv') has '..' in its path") != std::string::npos);
  REQUIRE(refusal("a/../../b.csv").find("has '..' in its path") != std::string::npos);
  REQUIRE(refusal("/etc/a.csv").find("has an absolute path") != std::string::npos);
  REQUIRE(refusal("C:/a.csv").find("has an absolute path") != std::string::npos);
  REQUIRE(refusal("a\\..\\b.csv").find("has a backslash in its name") != std::string::npos);
  REQUIRE(io::ZipArchive(test::writeBytes(folder / "b.zip", test::makeZip({{"a..b/c..csv", "x"}}))).members().size() ==
          1);
}

TEST_CASE("zip: a damaged or truncated archive, or one that states wrong sizes, is refused") {
  const test::TemporaryFolder folder;
  const std::string good = test::makeZip({{"a.csv", "id,x\n1,2\n"}});
  REQUIRE(refusalOf(test::writeBytes(folder / "cut.zip", good.substr(0, good.size() - 30)))
              .find("cannot be read as a zip") != std::string::npos);
  std::string changed = good;
  changed[good.find("1,2")] = '7';
  REQUIRE(refusalOf(test::writeBytes(folder / "crc.zip", changed)).starts_with("/a.csv: cannot be unpacked"));
  const std::string huge = test::makeZip({{"a.csv", "id", 3000000000u}});
  REQUIRE(refusalOf(test::writeBytes(folder / "huge.zip", huge)).find("3000000000 bytes") != std::string::npos);
}

TEST_CASE("zip: reading an archive as a table is refused with the next step") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "b.zip", test::makeZip({{"a.csv", "id\n1\n"}}));
  const auto error = test::errorOf([&] { io::readTable(path); });
  REQUIRE(error);
  REQUIRE(error->says("is a zip archive, not a table"));
}

TEST_CASE("zip: Gaia's DataLink bundle holds tables", "[real]") {
  const fs::path path = test::realData("gaia_archive/gaia_dr3_source_id_5937083312263887616_dl_products_csv.zip");
  if (path.empty()) return;
  // Expected values from Python: zipfile.ZipFile(path).infolist(), and float(row['flux']) of the first row of
  // XP_SAMPLED
  const io::ZipArchive archive(path);
  REQUIRE(archive.members().size() == 3);
  REQUIRE(archive.members()[1].name == "XP_SAMPLED-Gaia DR3 5937083312263887616.csv");
  REQUIRE(archive.members()[1].bytes == 38106);
  const io::Table table = io::readTable(archive.read(1), archive.label(1));
  REQUIRE(table.rowCount() == 343);
  REQUIRE(table.real("flux")[0] == 4.3137092E-17);
}

TEST_CASE("zip: entries that share their packed data are refused") {
  const test::TemporaryFolder folder;
  // Each entry holds the next one, header included, as its data. All headers are consistent, and the entries together
  // have far more data than the file.
  constexpr int kEntries = 20;
  std::string nested(2000, '1'), directory;
  std::vector<std::string> entries;
  for (int i = kEntries; i-- > 0;) {
    const std::string archive = test::makeZip({{"a" + std::to_string(i) + ".csv", nested}});
    const std::size_t start = archive.find("PK\1\2", archive.size() - 120), end = archive.find("PK\5\6", start);
    entries.insert(entries.begin(), archive.substr(start, end - start));
    nested = archive.substr(0, start);
  }
  for (int i = 0; i < kEntries; ++i) {
    const std::size_t length = entries[static_cast<std::size_t>(i)].size() - 46;  // length of the name
    directory += entries[static_cast<std::size_t>(i)].substr(0, 42);
    std::size_t offset = 0;
    for (int before = 0; before < i; ++before)
      offset += 30 + entries[static_cast<std::size_t>(before)].size() - 46;
    directory += test::littleEndian(offset, 4) + entries[static_cast<std::size_t>(i)].substr(46, length);
  }
  const std::string tail = "PK\5\6" + std::string(4, '\0') + test::littleEndian(kEntries, 2) +
                           test::littleEndian(kEntries, 2) + test::littleEndian(directory.size(), 4) +
                           test::littleEndian(nested.size(), 4) + test::littleEndian(0, 2);
  const auto error =
      test::errorOf([&] { io::ZipArchive(test::writeBytes(folder / "overlap.zip", nested + directory + tail)); });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Format);
  REQUIRE(error->says("overlaps with another"));
}
