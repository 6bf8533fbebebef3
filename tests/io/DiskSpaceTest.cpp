// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/DiskSpace.h"

#include <limits>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using namespace maury::io;

TEST_CASE("disk space: a file that cannot fit is refused with its name, its size and the free space") {
  const test::TemporaryFolder folder;
  const auto target = folder / "large.fits";
  const auto free = freeSpace(target);
  REQUIRE(free.has_value());
  CHECK_NOTHROW(requireSpace(target, 0));
  CHECK_NOTHROW(requireSpace(target, *free / 2));
  for (const std::uint64_t bytes : {*free + 1, *free / 100 * 99, std::numeric_limits<std::uint64_t>::max()}) {
    const auto error = test::errorOf([&] { requireSpace(target, bytes); });
    REQUIRE(error);
    CHECK(error->kind == ErrorKind::File);
    CHECK(error.says(target.string() + ": no space left on device"));
    CHECK(error.says(sizeText(bytes)));
    CHECK(error.says(folder.path().string()));
  }
  CHECK_FALSE(std::filesystem::exists(target));
}

TEST_CASE("disk space: a link counts where it points, and an unknown file system refuses nothing") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "other");
  std::filesystem::create_symlink("other/file", folder / "link");
  const auto error = test::errorOf([&] { requireSpace(folder / "link", std::numeric_limits<std::uint64_t>::max()); });
  REQUIRE(error);
  CHECK(error.says("are free in " + (folder / "other").string()));
  CHECK_NOTHROW(requireSpace("/proc/self/file", 1000));
  CHECK_NOTHROW(requireSpace(folder / "absent" / "file", 1000));
}

TEST_CASE("disk space: sizes have three digits and decimal units") {
  CHECK(sizeText(0) == "0 bytes");
  CHECK(sizeText(999) == "999 bytes");
  CHECK(sizeText(1000) == "1.00 kB");
  CHECK(sizeText(12345678) == "12.3 MB");
  CHECK(sizeText(999499) == "999 kB");
  CHECK(sizeText(999500) == "1.00 MB");
  CHECK(sizeText(1250000000000) == "1.25 TB");
}

TEST_CASE("disk space: an error while a part is written says how much the whole file needs") {
  const auto messageFor = [](ErrorKind kind, const std::string& message) {
    return test::errorOf([&] { writePart(12345678, [&] { throw Error(kind, message); }); }).message;
  };
  CHECK(messageFor(ErrorKind::File, "a.fits: full") == "a.fits: full. The whole file needs 12.3 MB.");
  CHECK(messageFor(ErrorKind::File, "Full.") == "Full. The whole file needs 12.3 MB.");
  CHECK(messageFor(ErrorKind::Mismatch, "other grid") == "other grid");
  CHECK_NOTHROW(writePart(1, [] {}));
}
