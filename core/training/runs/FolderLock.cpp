// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/FolderLock.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "base/Error.h"

namespace maury::training {

namespace {

namespace fs = std::filesystem;

std::string hostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

/// Replaces the contents of the lock file by machine, process and time, one line each. Errors, such as
/// a full disk, are ignored, because the lock does not depend on the contents.
void writeOwner(int descriptor) {
  const std::string text =
      fmt::format("{}\n{}\n{:%Y-%m-%d %H:%M:%S} UTC\n", hostName(), ::getpid(), fmt::gmtime(std::time(nullptr)));
  if (::ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, text.data(), text.size(), 0);
}

/// Returns "process 123 on HOST, since 2026-11-30 01:10:00 UTC", as the owner of a lock file wrote it; empty if the
/// file does not say it.
std::string ownerText(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::array<char, 512> bytes{};
  const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
  ::close(descriptor);
  if (count <= 0) return {};
  std::istringstream stream(std::string(bytes.data(), static_cast<std::size_t>(count)));
  std::array<std::string, 3> lines;  // host, process, time
  for (std::string& line : lines) {
    if (!std::getline(stream, line) || line.empty()) return {};
    if (std::any_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; })) return {};
  }
  return fmt::format("process {} on {}, since {}", lines[1], lines[0], lines[2]);
}

/// Returns true for the errors of file systems that have no locks, such as those of some clusters.
bool hasNoLocks(int code) {
  return code == ENOSYS || code == ENOLCK || code == EOPNOTSUPP || code == EINVAL;
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) {
  std::error_code failure;
  if (fs::create_directories(folder, failure)) m_createdFolder = folder;
  if (failure)
    throw Error(ErrorKind::File, fmt::format("{} cannot be created: {}. Check the permissions of its parent folder.",
                                             folder.string(), failure.message()));
  const Outcome outcome = acquire(folder);
  if (outcome == Outcome::HeldByAnother) {
    const std::string owner = ownerText(m_file);
    throw Error(ErrorKind::Usage,
                fmt::format("{}: another training is writing to this folder{}. Wait until it ends, or choose another "
                            "folder.",
                            folder.string(), owner.empty() ? std::string() : fmt::format(" ({})", owner)));
  }
  if (outcome == Outcome::Failed)
    throw Error(ErrorKind::File, fmt::format("{} cannot be written: {}. Check its permissions.", folder.string(),
                                             std::generic_category().message(m_errno)));
}

FolderLock::~FolderLock() {
  if (m_descriptor >= 0) {
    ::unlink(m_file.c_str());
    ::close(m_descriptor);
  }
  std::error_code ignored;
  if (!m_createdFolder.empty()) fs::remove(m_createdFolder, ignored);  // fails unless the folder is empty
}

std::unique_ptr<FolderLock> FolderLock::tryLock(const fs::path& folder) {
  std::unique_ptr<FolderLock> lock(new FolderLock);
  return lock->acquire(folder) == Outcome::Locked ? std::move(lock) : nullptr;
}

FolderLock::Outcome FolderLock::acquire(const fs::path& folder) {
  m_file = folder / "lock";
  for (;;) {
    const int descriptor = ::open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
      m_errno = errno;
      return Outcome::Failed;
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && !hasNoLocks(errno)) {
      m_errno = errno;
      ::close(descriptor);
      return m_errno == EWOULDBLOCK ? Outcome::HeldByAnother : Outcome::Failed;
    }
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && status.st_nlink > 0) {
      m_descriptor = descriptor;
      writeOwner(descriptor);
      return Outcome::Locked;
    }
    ::close(descriptor);  // the previous owner removed the file between open() and flock()
  }
}

}  // namespace maury::training
