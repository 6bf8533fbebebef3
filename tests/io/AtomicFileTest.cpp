// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/AtomicFile.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "io/SameFile.h"
#include "io/fits/FitsWriter.h"
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
  struct rlimit before = {};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto oldAction = ::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit then fails with EFBIG
  {
    io::AtomicFile file(path);
    struct rlimit small = before;
    small.rlim_cur = 8;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto error = test::errorOf([&] { file.append("more than eight bytes"); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    REQUIRE(error);
    REQUIRE(error->kind == ErrorKind::File);
    REQUIRE(error->says(path.string() + ": cannot be written: File too large; nothing was changed"));
  }
  ::signal(SIGXFSZ, oldAction);
  REQUIRE(test::bytesOf(path) == "old");
  REQUIRE(test::fileCount(folder.path()) == 1);
}

namespace {

/// Starts a process that opens an AtomicFile, writes some bytes and waits to be killed. Returns when the bytes are
/// written.
pid_t startWriter(const fs::path& path) {
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ready[0]);
    try {
      io::AtomicFile file(path);
      file.append("half");
      if (::write(ready[1], "x", 1) == 1)
        for (;;)
          ::pause();
    } catch (const std::exception&) {
    }
    ::_exit(1);
  }
  ::close(ready[1]);
  char byte = 0;
  const ssize_t count = ::read(ready[0], &byte, 1);
  ::close(ready[0]);
  REQUIRE(count == 1);
  return child;
}

void killWriter(pid_t child) {
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace

TEST_CASE("atomic file: the next write removes the temporary of a killed writer, but not of a living one") {
  const test::TemporaryFolder folder;
  const pid_t killed = startWriter(folder / "a.txt");
  const pid_t living = startWriter(folder / "a.txt");
  REQUIRE(test::fileCount(folder.path()) == 2);
  killWriter(killed);
  REQUIRE(test::fileCount(folder.path()) == 2);
  io::writeTextFile(folder / "b.txt", "new");
  REQUIRE(test::fileCount(folder.path()) == 2);  // b.txt and the temporary of the living writer
  killWriter(living);
  io::writeTextFile(folder / "b.txt", "newer");
  REQUIRE(test::fileCount(folder.path()) == 1);
  REQUIRE(test::bytesOf(folder / "b.txt") == "newer");
}

TEST_CASE("atomic file: only files with names of temporaries are removed") {
  const test::TemporaryFolder folder;
  const std::string digits = "0123456789abcdef";
  test::writeBytes(folder / (".maury-" + digits + ".part"), "left by a dead writer");
  for (const std::string& name :
       std::vector<std::string>{".maury-" + digits + ".part2", ".maury-0123.part", ".maury-0123456789abcdeX.part",
                                "maury-" + digits + ".part", ".a.txt.1.0.part"})
    test::writeBytes(folder / name, "mine");
  fs::create_symlink(folder / "maury-0123456789abcdef.part", folder / ".maury-1123456789abcdef.part");
  io::writeTextFile(folder / "a.txt", "new");
  REQUIRE(test::fileCount(folder.path()) == 7);
  REQUIRE_FALSE(fs::exists(folder / (".maury-" + digits + ".part")));
}

TEST_CASE("atomic file: two writers of one target do not disturb each other") {
  const test::TemporaryFolder folder;
  const fs::path path = folder / "a.txt";
  io::AtomicFile one(path);
  io::AtomicFile two(path);
  one.append("first");
  two.append("second");
  two.commit();
  REQUIRE(test::bytesOf(path) == "second");
  one.commit();
  REQUIRE(test::bytesOf(path) == "first");
  REQUIRE(test::fileCount(folder.path()) == 1);
}

TEST_CASE("atomic file: the lock is held from the start, also while CFITSIO writes") {
  const test::TemporaryFolder folder;
  io::AtomicFile file(folder / "a.fits");
  const auto isLocked = [&] {
    const int other = ::open(file.temporary().c_str(), O_RDONLY);
    REQUIRE(other >= 0);
    const bool locked = ::flock(other, LOCK_EX | LOCK_NB) != 0;
    ::close(other);
    return locked;
  };
  REQUIRE(isLocked());
  struct stat before = {};
  REQUIRE(::stat(file.temporary().c_str(), &before) == 0);
  io::FitsWriter writer(file);
  writer.createTable("T", {{"x", "", 'D', 1}}, 1);
  writer.write(0, 0, std::span<const double>(std::vector{1.5}));
  REQUIRE(isLocked());
  writer.close();
  REQUIRE(isLocked());
  file.commit();
  struct stat after = {};
  REQUIRE(::stat((folder / "a.fits").c_str(), &after) == 0);
  REQUIRE(after.st_ino == before.st_ino);  // the file was never removed and created again
}

TEST_CASE("atomic file: setuid, setgid and sticky bits are not copied, and a private file stays private") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "old");
  REQUIRE(::chmod(path.c_str(), 07600) == 0);
  io::AtomicFile file(path);
  struct stat status = {};
  REQUIRE(::stat(file.temporary().c_str(), &status) == 0);
  REQUIRE((status.st_mode & 07777) == 0600);
  file.append("new");
  file.commit();
  REQUIRE(::stat(path.c_str(), &status) == 0);
  REQUIRE((status.st_mode & 07777) == 0600);
}

TEST_CASE("atomic file: a dangling link, and a chain of links, are followed") {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "there");
  fs::create_symlink("there/a.txt", folder / "relative");
  fs::create_symlink(folder / "relative", folder / "chain");
  io::writeTextFile(folder / "chain", "new");
  REQUIRE(fs::is_symlink(folder / "chain"));
  REQUIRE(fs::is_symlink(folder / "relative"));
  REQUIRE(test::bytesOf(folder / "there/a.txt") == "new");

  fs::create_symlink("circle", folder / "circle");
  const auto error = test::errorOf([&] { io::writeTextFile(folder / "circle", "new"); });
  REQUIRE(error);
  REQUIRE(error->says("circle"));
  fs::create_symlink("absent/a.txt", folder / "nowhere");
  const auto missing = test::errorOf([&] { io::writeTextFile(folder / "nowhere", "new"); });
  REQUIRE(missing);
  REQUIRE(missing->says("there is no folder"));
}

TEST_CASE("same file: other spellings and links are found, also of files that do not exist") {
  const test::TemporaryFolder folder;
  const fs::path path = test::writeBytes(folder / "a.txt", "x");
  const fs::path other = test::writeBytes(folder / "b.txt", "x");
  fs::create_directory(folder / "sub");
  fs::create_symlink(path, folder / "link");
  fs::create_hard_link(path, folder / "hard");
  for (const fs::path& same : {path, folder / "sub/../a.txt", folder / "link", folder / "hard"}) {
    CAPTURE(same);
    CHECK(io::isSameFile(path, same));
    const auto error = test::errorOf([&] { io::requireOtherFile(same, path); });
    CHECK(error);
    CHECK(error->kind == ErrorKind::Usage);
  }
  CHECK_FALSE(io::isSameFile(path, other));
  CHECK_FALSE(io::isSameFile(path, folder / "new"));
  fs::create_symlink("new", folder / "dangling");
  CHECK(io::isSameFile(folder / "new", folder / "sub/../new"));
  CHECK(io::isSameFile(folder / "new", folder / "dangling"));
  CHECK_FALSE(io::isSameFile(folder / "new", folder / "sub/new"));
  io::requireOtherFile(other, path);
}
