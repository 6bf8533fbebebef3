// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

namespace {

/// Returns the descriptor of this process that reads `folder`; −1 if there is none.
int descriptorOf(const fs::path& folder) {
  for (int descriptor = 3; descriptor < 256; ++descriptor) {
    std::error_code none;
    if (fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), none) == fs::canonical(folder))
      return descriptor;
  }
  return -1;
}

}  // namespace

TEST_CASE("folder: files, folders and links are listed with their kinds") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", "1");
  fs::create_directory(folder / "b");
  fs::create_symlink("a.csv", folder / "c");
  fs::create_symlink("nothing", folder / "d");
  fs::create_symlink("b", folder / "e");
  int calls = 0;
  auto entries = io::listFolder(folder.path(), [&calls] { ++calls; });
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  REQUIRE(entries.size() == 5);
  CHECK(calls == 5);
  std::string kinds;
  for (const io::FolderEntry& entry : entries)
    kinds += entry.path.filename().string() + (entry.isFile ? " file, " : entry.isFolder ? " folder, " : " other, ");
  CHECK(kinds == "a.csv file, b folder, c file, d other, e folder, ");
  CHECK(entries[0].path == folder / "a.csv");
}

TEST_CASE("folder: one that cannot be opened is refused with the reason, or has no readable part") {
  const test::TemporaryFolder folder;
  const fs::path missing = folder / "missing";
  CHECK(test::refusalOf([&] { io::listFolder(missing); }) ==
        missing.string() + ": the folder cannot be read (No such file or directory).");
  CHECK(io::listReadablePart(missing).empty());
}

TEST_CASE("folder: an error in the middle of the list is an error of the file system") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "a.csv", "1");
  if (!fs::exists("/proc/self/fd")) return;
  // After the first entry, the descriptor of the folder leads to a file, which cannot be listed.
  const auto damage = [&] {
    const int listing = descriptorOf(folder.path()), file = ::open((folder / "a.csv").c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(listing >= 0);
    REQUIRE(::dup2(file, listing) == listing);
    ::close(file);
  };
  const test::CaughtError error = test::errorOf([&] { io::listFolder(folder.path(), damage); });
  CHECK(error.kind == ErrorKind::File);
  CHECK(error.message == folder.path().string() + ": the folder cannot be read (Not a directory).");
}
