// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/AtomicFile.h"

#include <unistd.h>

#include <stdexcept>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
namespace fs = std::filesystem;

TEST_CASE("atomic file: a commit replaces the target and leaves nothing else") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "old");
  io::writeTextFile(path, "new\n");
  REQUIRE(test::bytesOf(path) == "new\n");
  REQUIRE(test::fileCount(folder.path()) == 1);
}

TEST_CASE("atomic file: an exception before the commit leaves the old file and no temporary") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "old");
  try {
    io::AtomicFile file(path);
    file.append("half of the n");
    REQUIRE(test::fileCount(folder.path()) == 2);
    throw std::runtime_error("stopped");
  } catch (const std::runtime_error&) {
  }
  REQUIRE(test::bytesOf(path) == "old");
  REQUIRE(test::fileCount(folder.path()) == 1);
}

TEST_CASE("atomic file: the temporary is hidden, in the same folder, and has a new name each time") {
  const test::TemporaryFolder folder;
  const io::AtomicFile one(folder / "a.txt");
  const io::AtomicFile two(folder / "a.txt");
  REQUIRE(one.temporary() != two.temporary());
  REQUIRE(one.temporary().parent_path() == folder.path());
  REQUIRE(one.temporary().filename().string().front() == '.');
}

TEST_CASE("atomic file: the target keeps its permissions, and a link stays a link") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "old");
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path, folder / "link.txt");
  io::writeTextFile(folder / "link.txt", "new");
  REQUIRE(fs::is_symlink(folder / "link.txt"));
  REQUIRE(test::bytesOf(path) == "new");
  REQUIRE(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("atomic file: a missing folder, a folder as target and a file as folder are refused with reasons") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "file", "x");
  const auto messageFor = [](const fs::path& path) {
    const auto error = test::errorOf([&] { io::writeTextFile(path, "x"); });
    REQUIRE(error);
    REQUIRE(error->kind == ErrorKind::File);
    REQUIRE(error->says(path.string() + ": cannot be written"));
    return error->message;
  };
  REQUIRE(messageFor(folder / "no/a.txt").find("there is no folder " + (folder / "no").string()) != std::string::npos);
  REQUIRE(messageFor(folder.path()).find("it is a folder, not a file") != std::string::npos);
  REQUIRE(messageFor(folder / "file/a.txt").find("is not a folder") != std::string::npos);
}

TEST_CASE("atomic file: a folder without write permission is refused before any work") {
  if (::geteuid() == 0) {
    WARN("not checked: root may write anywhere");
    return;
  }
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  const auto error = test::errorOf([&] { io::AtomicFile file(folder / "locked/a.txt"); });
  REQUIRE(error);
  REQUIRE(error->says("Permission denied"));
}

TEST_CASE("atomic file: a write that the system refuses says why and leaves the old file") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "old");
  {
    io::AtomicFile file(path);
    fs::remove(file.temporary());
    fs::create_symlink("/dev/full", file.temporary());  // every write to this device of Linux fails: disk full
    const auto error = test::errorOf([&] { file.append("text"); });
    REQUIRE(error);
    REQUIRE(error->kind == ErrorKind::File);
    REQUIRE(error->says(path.string() + ": cannot be written: No space left on device; nothing was changed"));
  }
  REQUIRE(test::bytesOf(path) == "old");
  REQUIRE(test::fileCount(folder.path()) == 1);
}
