// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include "io/FileKind.h"
#include "io/Numbers.h"
#include "io/fits/FitsReader.h"
#include "io/fits/FitsWriter.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kGaiaId = 5937083312263887616;  // beyond 2^53, so it is not exact as a double
const float kNan = std::numeric_limits<float>::quiet_NaN();

void writeSample(const fs::path& path) {
  test::FitsFile fits(path);
  io::FitsWriter& writer = fits.writer;
  writer.setKey("ORIGIN", "maury", "program");
  writer.createTable(
      "STARS",
      {{"id", "", 'K', 1}, {"flux", "", 'E', 4}, {"name", "", 'A', 7}, {"ok", "", 'L', 1}, {"d", "pc", 'D', 1}}, 0);
  writer.write(0, 0, std::vector<std::int64_t>{kGaiaId, 2, 3});
  writer.write(1, 0, std::vector<float>{1, 2, 3, 4});
  writer.write(1, 1, std::vector<float>{5, 6, 7, kNan, 9, 10, 11, 12});
  writer.write(2, 0, std::vector<std::string>{"a", "", "seven77"});
  writer.write(3, 0, std::vector<std::int64_t>{1, 0, 5});
  writer.write(4, 0, std::vector<double>{0.1, 1e300, -2});
  writer.setKey("LONGTEXT", std::string(300, 'x') + "it's" + std::string(100, 'y'), "a long text");
  writer.setKey("QUOTES", std::string(66, '\''), "");
  writer.setKey("CHANGED", std::string(200, 'a'), "first");
  writer.setKey("CHANGED", std::string(150, 'b') + "   &  it''s", "then");
  writer.setKey("THIRD", 1.0 / 3.0, "needs 16 digits");
  writer.setKey("TENTH", 0.1, "");
  writer.setKey("BIG", kGaiaId, "");
  writer.setKey("YES", true, "");
  writer.addHistory("made by a test");
  writer.createTable("EMPTY", {{"a", "", 'J', 1}}, 0);
  fits.close();
}

std::string refusal(const fs::path& path) {
  const auto error = test::errorOf([&] { io::FitsReader reader(path); });
  REQUIRE(error);
  REQUIRE(error->says(path.string()));
  return error->message;
}

std::optional<std::string> longTextBack(const std::string& text) {
  const test::TemporaryFolder folder;
  test::FitsFile fits(folder / "k.fits");
  io::FitsWriter& writer = fits.writer;
  writer.setKey("TEXT", text, "comment");
  fits.close();
  return io::FitsReader(folder / "k.fits").keyText("TEXT");
}

}  // namespace

TEST_CASE("fits: a written file reads back") {
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  io::FitsReader reader(folder / "a.fits");
  REQUIRE(reader.hduCount() == 3);
  REQUIRE_FALSE(reader.isTable());
  REQUIRE(reader.keyText("ORIGIN") == "maury");
  reader.moveTo("stars");
  REQUIRE(reader.hduLabel() == "HDU 2 (STARS)");
  REQUIRE(reader.rowCount() == 3);
  const std::vector<io::FitsColumn> columns = reader.columns();
  REQUIRE(columns.size() == 5);
  REQUIRE(columns[1].name == "flux");
  REQUIRE(columns[1].width == 4);
  REQUIRE(columns[2].type == 'A');
  REQUIRE(columns[2].width == 7);
  REQUIRE(columns[4].unit == "pc");

  std::vector<std::int64_t> integers(3);
  reader.readInteger(0, 0, 3, integers);
  REQUIRE(integers == std::vector<std::int64_t>{kGaiaId, 2, 3});
  reader.readInteger(3, 0, 3, integers);
  REQUIRE(integers == std::vector<std::int64_t>{1, 0, 1});
  std::vector<float> fluxes(8);
  reader.readReal(1, 1, 2, fluxes);
  REQUIRE(fluxes[0] == 5);
  REQUIRE(std::isnan(fluxes[3]));
  REQUIRE(fluxes[7] == 12);
  std::vector<double> distances(3);
  reader.readReal(4, 0, 3, distances);
  REQUIRE(distances == std::vector<double>{0.1, 1e300, -2});
  REQUIRE(reader.readText(2, 0, 3) == std::vector<std::string>{"a", "", "seven77"});
}

TEST_CASE("fits: keys read back exactly, of any length") {
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  io::FitsReader reader(folder / "a.fits");
  reader.moveTo(2);
  REQUIRE(reader.keyText("LONGTEXT") == std::string(300, 'x') + "it's" + std::string(100, 'y'));
  REQUIRE(reader.keyText("QUOTES") == std::string(66, '\''));
  REQUIRE(reader.keyText("CHANGED") == std::string(150, 'b') + "   &  it''s");
  for (std::size_t length = 60; length < 75; ++length)  // around the 68 characters that fit into one card
    for (std::size_t quotes = 0; quotes < 4; ++quotes)
      REQUIRE(longTextBack(std::string(length, 'z') + std::string(quotes, '\'') + "end") ==
              std::string(length, 'z') + std::string(quotes, '\'') + "end");
  REQUIRE(io::parseReal(reader.keyText("THIRD").value_or("")) == 1.0 / 3.0);
  REQUIRE(reader.keyText("TENTH") == "0.1");
  REQUIRE(reader.keyText("BIG") == std::to_string(kGaiaId));
  REQUIRE(reader.keyText("YES") == "T");
  REQUIRE_FALSE(reader.keyText("ABSENT"));
  REQUIRE(reader.history() == std::vector<std::string>{"made by a test"});
}

TEST_CASE("fits: the same input results in the same bytes") {
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  writeSample(folder / "b.fits");
  REQUIRE(test::bytesOf(folder / "a.fits") == test::bytesOf(folder / "b.fits"));
}

TEST_CASE("fits: fitsverify finds neither errors nor warnings, checksums included") {
  if (std::system("command -v fitsverify >/dev/null 2>&1") != 0) {
    std::cout << "fitsverify is not installed: not checked\n";
    return;
  }
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  const std::string command = "fitsverify " + (folder / "a.fits").string() + " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string report;
  std::array<char, 256> part = {};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr)
    report += part.data();
  ::pclose(pipe);
  INFO(report);
  REQUIRE(test::contains(report, "Verification found 0 warning(s) and 0 error(s)"));
  REQUIRE(test::contains(test::bytesOf(folder / "a.fits"), "CHECKSUM="));
}

#ifdef __linux__
TEST_CASE("fits: a disk that is full at any byte is noticed") {
  const test::TemporaryFolder folder;
  writeSample(folder / "whole.fits");
  const std::string whole = test::bytesOf(folder / "whole.fits");
  // With the signal ignored, a write beyond this limit fails as on a full disk, with another error number.
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual = {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &usual) == 0);
  std::size_t noticed = 0, tried = 0;
  for (std::size_t bytes = 0; bytes < whole.size(); bytes += 719) {
    rlimit small = usual;
    small.rlim_cur = bytes;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto error = test::errorOf([&] { writeSample(folder / "cut.fits"); });
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &usual) == 0);
    ++tried;
    if (error && error->says("cut.fits") && error->says("File too large") && !fs::exists(folder / "cut.fits"))
      ++noticed;
    CHECK_FALSE(error.says(":)"));  // CFITSIO's texts end in a colon before the file's name
  }
  std::signal(SIGXFSZ, before);
  REQUIRE(noticed == tried);
  REQUIRE(test::fileCount(folder.path()) == 1);
}
#endif

TEST_CASE("fits: characters outside ASCII become '?', and values that FITS cannot hold are refused") {
  const test::TemporaryFolder folder;
  test::FitsFile fits(folder / "a.fits");
  io::FitsWriter& writer = fits.writer;
  writer.createTable("T", {{"name", "", 'A', 3}}, 1);
  writer.setKey("LABEL", "[\xCE\xB1/M]", "");  // a Greek alpha, one character of two bytes
  const auto tooLong = test::errorOf([&] { writer.write(0, 0, std::vector<std::string>{"four"}); });
  REQUIRE(tooLong);
  REQUIRE(tooLong->says("row 1: cannot write column 1 'name': 'four' does not fit into format 3A"));
  const auto notFinite = test::errorOf([&] { writer.setKey("X", std::nan(""), ""); });
  REQUIRE(notFinite);
  REQUIRE(notFinite->says("key X cannot be nan"));
  const auto twice = test::errorOf([&] { writer.createTable("U", {{"a", "", 'E', 1}, {"A", "", 'E', 1}}, 0); });
  REQUIRE(twice);
  REQUIRE(twice->says("two columns are called 'A'"));
  fits.close();
  io::FitsReader reader(folder / "a.fits");
  reader.moveTo(2);
  REQUIRE(reader.keyText("LABEL") == "[?/M]");
}

TEST_CASE("fits: a wrong HDU, column, row range or type is refused, and the message names it") {
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  io::FitsReader reader(folder / "a.fits");
  reader.moveTo(2);
  std::vector<float> out(12);
  const auto message = [](const auto& call) {
    const auto error = test::errorOf(call);
    REQUIRE(error);
    REQUIRE(error->kind == ErrorKind::Format);
    return error->message;
  };
  REQUIRE(test::contains(message([&] { reader.moveTo("SPECTRA"); }), "there is no HDU called SPECTRA"));
  REQUIRE(test::contains(message([&] { reader.moveTo(9); }), "there is no HDU 9; the file has 3"));
  REQUIRE(test::contains(message([&] { reader.readReal(2, 0, 3, out); }),
                         "column 3 'name' cannot be read as numbers: it contains text"));
  REQUIRE(test::contains(message([&] { reader.readText(1, 0, 3); }),
                         "column 2 'flux' cannot be read as text: it contains numbers"));
  REQUIRE(test::contains(message([&] { reader.readReal(1, 1, 3, out); }),
                         "cannot read rows 2 to 4 of column 2 'flux': the table has 3 rows"));
  REQUIRE(
      test::contains(message([&] { reader.readReal(7, 0, 3, out); }), "there is no column 8; the table has 5 columns"));
  REQUIRE(test::contains(message([&] { reader.imageAxes(); }), "HDU 2 (STARS): it is a table, not an image"));
  REQUIRE(reader.hduLabel() == "HDU 2 (STARS)");  // still the current HDU
  REQUIRE(reader.hasHdu("empty"));
  REQUIRE_FALSE(reader.hasHdu("SPECTRA"));
  REQUIRE(reader.hduLabel() == "HDU 2 (STARS)");
  reader.moveTo(1);
  REQUIRE(test::contains(message([&] { reader.rowCount(); }), "HDU 1: it is an image, not a table"));
}

// Found by fuzz_fits: CFITSIO uses the first NAXIS1 for the image, while a look-up by name may return the second. It
// then read values past the end of a file in memory.
TEST_CASE("fits: two keys NAXIS1 do not hide that a file is truncated") {
  std::string header;
  for (std::string card :
       {"SIMPLE  =                    T", "BITPIX  =                  -32", "NAXIS   =                    1",
        "NAXIS1  =                40000", "NAXIS1  =                   40", "END"})
    header += card + std::string(80 - card.size(), ' ');
  header.resize(2880, ' ');
  const auto error = test::errorOf([&] { io::FitsReader(header + std::string(2880, '\0'), "twice.fits"); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Format);
  CHECK(error->says("twice.fits, HDU 1: truncated"));
}

TEST_CASE("fits: missing, empty, truncated and non-FITS files are refused at open") {
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  const std::string bytes = test::bytesOf(folder / "a.fits");
  REQUIRE(test::contains(refusal(folder / "none.fits"), "there is no such file"));
  REQUIRE(test::contains(refusal(folder.path()), "is a folder, not a file"));
  REQUIRE(test::contains(refusal(test::writeBytes(folder / "empty.fits", "")), "the file is empty"));
  REQUIRE(test::contains(refusal(test::writeBytes(folder / "text.fits", "id,teff\n1,2\n")), "is not a FITS file"));
  REQUIRE(
      test::contains(refusal(test::writeBytes(folder / "head.fits", bytes.substr(0, 100))), "cannot be read as FITS"));

  const std::size_t extension = bytes.find("XTENSION");
  const std::size_t next = bytes.find("XTENSION", extension + 1);
  REQUIRE(test::contains(refusal(test::writeBytes(folder / "data.fits", bytes.substr(0, next - 2000))),
                         "HDU 2 (STARS): truncated: its header states " + std::to_string(next) +
                             " bytes, the file has " + std::to_string(next - 2000)));
  REQUIRE(test::contains(refusal(test::writeBytes(folder / "header.fits", bytes.substr(0, extension + 500))),
                         "HDU 2: truncated or damaged: its header has no end"));
}

TEST_CASE("fits: a table whose mandatory cards are damaged is refused before CFITSIO sees it") {
  const test::TemporaryFolder folder;
  writeSample(folder / "whole.fits");
  const std::string whole = test::bytesOf(folder / "whole.fits");
  // Found by fuzzing: CFITSIO then uses an uninitialised number of columns.
  const auto damaged = [&](const std::string& card, const std::string& replacement) {
    std::string bytes = whole;
    const std::size_t offset = bytes.find(card, bytes.find("XTENSION"));
    REQUIRE(offset != std::string::npos);
    bytes.replace(offset, replacement.size(), replacement);
    return refusal(test::writeBytes(folder / "damaged.fits", bytes));
  };
  CHECK(test::contains(damaged("TFIELDS =", "TFIELDZ ="),
                       "HDU 2: damaged: card 8 of a table must be TFIELDS with a whole number"));
  CHECK(test::contains(damaged("NAXIS1  =                   ", "NAXIS1  =                  ("),
                       "card 4 of a table must be NAXIS1"));
  CHECK(test::contains(damaged("PCOUNT  =", "PCOUNT   "), "card 6 of a table must be PCOUNT"));
  CHECK(test::contains(damaged("NAXIS2  =                    3", "NAXIS2  =                   -3"),
                       "card 5 of a table must be NAXIS2"));
  CHECK(test::contains(damaged("TTYPE1  =", "TTYPE1  = " + std::string(70, 'x')),
                       "must be TTYPE1 with a name in quotes"));
}

TEST_CASE("fits: a gzipped file reads like the plain one, a truncated one is refused") {
  if (std::system("command -v gzip >/dev/null 2>&1") != 0) return;
  const test::TemporaryFolder folder;
  writeSample(folder / "a.fits");
  REQUIRE(std::system(("gzip -k " + (folder / "a.fits").string()).c_str()) == 0);
  REQUIRE(io::looksLikeFits(folder / "a.fits.gz"));
  io::FitsReader reader(folder / "a.fits.gz");
  reader.moveTo(2);
  REQUIRE(reader.readText(2, 0, 3)[2] == "seven77");
  const std::string packed = test::bytesOf(folder / "a.fits.gz");
  REQUIRE(test::contains(refusal(test::writeBytes(folder / "cut.fits.gz", packed.substr(0, packed.size() - 100))),
                         "truncated"));
}

TEST_CASE("fits: brackets in a file name are part of the name") {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "star[1](x).fits";
  writeSample(path);
  REQUIRE(test::fileCount(folder.path()) == 1);
  REQUIRE(io::FitsReader(path).hduCount() == 3);
}

TEST_CASE("fits: a relative path may begin with a blank or a tilde, which CFITSIO would interpret") {
  const test::TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  for (const std::string& name : {std::string("~nobody.fits"), "~" + std::string(120, 'u') + ".fits",
                                  std::string(" blank.fits"), std::string("~ folder/x.fits"), std::string("!x.fits")}) {
    CAPTURE(name);
    if (fs::path(name).has_parent_path()) fs::create_directories(fs::path(name).parent_path());
    writeSample(name);
    CHECK(fs::exists(folder / name));
    CHECK(io::FitsReader(name).hduCount() == 3);
  }
  fs::current_path(before);
}

TEST_CASE("fits: a real MILES spectrum is an image", "[real]") {
  const fs::path path = test::realData("miles/MILES_res2.50_star_m0002V.fits");
  if (path.empty()) return;
  // Expected values from Python: h = fits.open(path)[0]; h.header['NAXIS1'], h.header['CRVAL1'], h.header['CDELT1'],
  // h.data.sum(dtype='f8')
  const io::FitsReader reader(path);
  const std::vector<double> flux = reader.readImage();
  REQUIRE(reader.imageAxes().front() == 4300);
  REQUIRE(io::parseReal(reader.keyText("CRVAL1").value_or("")) == 3540.5);
  REQUIRE(io::parseReal(reader.keyText("CDELT1").value_or("")) == 0.9);
  double sum = 0;
  for (const double value : flux)
    sum += value;
  REQUIRE(sum == Approx(3455.4903621390004).epsilon(1e-9));
}

TEST_CASE("fits: a real gzipped LAMOST spectrum opens", "[real]") {
  const fs::path path = test::realData("lamost/spec-57287-KP193637N444141V03_sp10-161.fits.gz");
  if (path.empty()) return;
  // Expected values from Python: fits.open(path)[0].data.shape, .data[0].sum(dtype='f8')
  const io::FitsReader reader(path);
  REQUIRE(reader.imageAxes() == std::vector<std::int64_t>{3909, 5});
  const std::vector<double> image = reader.readImage();
  double sum = 0;
  for (std::int64_t i = 0; i < reader.imageAxes().front(); ++i)
    sum += image[static_cast<std::size_t>(i)];
  REQUIRE(sum == Approx(26975960.361572266).epsilon(1e-9));
}
