// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/FolderLock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/TemporaryFolder.h"
#include "training/Trainer.h"
#include "training/runs/RunFolder.h"

using namespace maury;
using namespace maury::training;

namespace {

/// Process that holds the lock of a folder until it is killed.
class Holder {
public:
  explicit Holder(const std::filesystem::path& folder) {
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    m_process = ::fork();
    if (m_process == 0) {
      const auto lock = FolderLock::tryLock(folder);
      const char byte = lock ? 'y' : 'n';
      [[maybe_unused]] const ssize_t written = ::write(ready[1], &byte, 1);
      for (;;)
        ::pause();
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
    REQUIRE(byte == 'y');
  }
  ~Holder() { kill(); }
  void kill() {
    if (m_process <= 0) return;
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
    m_process = 0;
  }
  pid_t process() const { return m_process; }

private:
  pid_t m_process = 0;
};

test::CaughtError refusal(const std::filesystem::path& folder) {
  return test::errorOf([&] { const FolderLock lock(folder); });
}

}  // namespace

TEST_CASE("folder lock: the refusal names the process, the machine and the time, also after a fork") {
  const test::TemporaryFolder folder;
  Holder holder(folder.path());
  const auto error = refusal(folder.path());
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Usage);
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  CHECK(error.says(folder.path().string()));
  CHECK(error.says("process " + std::to_string(holder.process()) + " on " + host + ", since 20"));
  CHECK_FALSE(FolderLock::tryLock(folder.path()));
  holder.kill();
  CHECK_FALSE(refusal(folder.path()));  // the system has released it
  CHECK_FALSE(std::filesystem::exists(folder / "lock"));
}

TEST_CASE("folder lock: a second lock of the same process is refused, and a released one is free") {
  const test::TemporaryFolder folder;
  {
    const FolderLock lock(folder / "run");
    const auto error = refusal(folder / "run");
    REQUIRE(error);
    CHECK(error.says("process " + std::to_string(::getpid())));
  }
  CHECK_FALSE(refusal(folder / "run"));
}

TEST_CASE("folder lock: only an empty folder that it created is removed") {
  const test::TemporaryFolder folder;
  { const FolderLock lock(folder / "new"); }
  CHECK_FALSE(std::filesystem::exists(folder / "new"));
  {
    const FolderLock lock(folder / "used");
    std::ofstream(folder / "used" / "run.json") << "{}";
  }
  CHECK(std::filesystem::exists(folder / "used" / "run.json"));
  std::filesystem::create_directory(folder / "old");
  { const FolderLock lock(folder / "old"); }
  CHECK(std::filesystem::exists(folder / "old"));
  CHECK_FALSE(FolderLock::tryLock(folder / "absent"));
  CHECK(refusal("/dev/null/run")->kind == ErrorKind::File);
}

TEST_CASE("folder lock: control characters in a lock file do not reach the message") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "lock") << "\x1b[31mhost\n1\nnow\n";
  const int descriptor = ::open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::flock(descriptor, LOCK_EX | LOCK_NB) == 0);
  const auto error = refusal(folder.path());
  ::close(descriptor);
  REQUIRE(error);
  CHECK(error.says("another training is writing to this folder."));
  CHECK_FALSE(error.says("\x1b"));
}

TEST_CASE("folder lock: a folder without a training or without checkpoints cannot be resumed") {
  const test::TemporaryFolder folder;
  CHECK(test::errorOf([&] { requireResumableFolder(folder / "absent"); })->kind == ErrorKind::File);
  beginRunFolder(folder.path(), {presetOptions("starnet"), {}, false, {}, {}});
  const auto error = test::errorOf([&] { requireResumableFolder(folder.path()); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Usage);
  CHECK(error.says("holds no checkpoint"));
  CHECK(error.commandLineStep == "Leave out --resume.");
  std::ofstream(folder / "member1.checkpoint") << "state";
  CHECK_NOTHROW(requireResumableFolder(folder.path()));
}
