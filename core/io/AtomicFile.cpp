// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/AtomicFile.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "base/process/Log.h"
#include "base/process/Process.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNameStart = ".maury-";
constexpr std::string_view kNameEnd = ".part";
constexpr std::size_t kNameDigits = 16;
constexpr int kMostLinks = 40;     // as in Linux
constexpr int kMostAttempts = 20;  // to create a file under a new name
constexpr std::time_t kSecondsUntilAbandoned = 24 * 60 * 60;

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
  throw Error(ErrorKind::File, fmt::format("{}: {}", path.string(), reason));
}

[[noreturn]] void failWriting(const fs::path& path, int code) {
  fail(path, fmt::format("cannot be written: {}; nothing was changed", std::generic_category().message(code)));
}

/// Repeats a system call for as long as signals interrupt it (EINTR). Returns its result.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR)
    result = call();
  return result;
}

fs::path folderOf(const fs::path& file) {
  const fs::path folder = file.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

/// Temporary files of this process. Threads lock the mutex only to change the list and to create or remove a file.
struct OpenFiles {
  std::timed_mutex mutex;
  std::vector<fs::path> paths;
};

/// Removes the temporary files before the process ends without its destructors. Keeps the mutex locked, so that no
/// thread creates another one meanwhile.
void removeOpenFiles();

/// Returns the list of temporary files. It is never destroyed, because a signal may end the process at any time.
OpenFiles& openFiles() {
  static OpenFiles& files = []() -> OpenFiles& {
    beforeForcedExit(removeOpenFiles);
    return *new OpenFiles;
  }();
  return files;
}

void removeOpenFiles() {
  constexpr std::chrono::milliseconds kPatience{
      500};  // a thread may hold the mutex while a file system does not answer
  OpenFiles& files = openFiles();
  if (!files.mutex.try_lock_for(kPatience)) return;
  for (const fs::path& path : files.paths)
    ::unlink(path.c_str());
}

fs::path randomName() {
  std::random_device random;
  return fmt::format("{}{:08x}{:08x}{}", kNameStart, random(), random(), kNameEnd);
}

bool isTemporaryName(std::string_view name) {
  if (name.size() != kNameStart.size() + kNameDigits + kNameEnd.size()) return false;
  const std::string_view digits = name.substr(kNameStart.size(), kNameDigits);
  return name.starts_with(kNameStart) && name.ends_with(kNameEnd) &&
         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Returns true if `path` is the name of the open file.
bool isNameOf(const fs::path& path, int descriptor) {
  struct stat named = {};
  struct stat open = {};
  return ::lstat(path.c_str(), &named) == 0 && ::fstat(descriptor, &open) == 0 && named.st_dev == open.st_dev &&
         named.st_ino == open.st_ino;
}

/// Returns true if no other machine can write to the file system of the open file.
bool isOnLocalDisk(int descriptor) {
  constexpr std::array<unsigned long, 10> kLocal{0xEF53,       // ext2, ext3, ext4
                                                 0x58465342,   // XFS
                                                 0x9123683E,   // Btrfs
                                                 0x01021994,   // tmpfs
                                                 0x794C7630,   // overlayfs
                                                 0x2FC12FC1,   // ZFS
                                                 0xF2F52010,   // F2FS
                                                 0x3153464A,   // JFS
                                                 0x4D44,       // FAT
                                                 0x2011BAB0};  // exFAT
  struct statfs system = {};
  return ::fstatfs(descriptor, &system) == 0 &&
         std::find(kLocal.begin(), kLocal.end(), static_cast<unsigned long>(system.f_type) & 0xFFFFFFFF) !=
             kLocal.end();
}

/// Removes a temporary file if its writer no longer exists: if the lock can be taken and, on a file system that other
/// machines may use, the file has not changed for a day. Opens the file for writing, because NFS locks no other files.
void removeIfAbandoned(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return;
  struct stat status = {};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && ::flock(file, LOCK_EX | LOCK_NB) == 0 &&
      (isOnLocalDisk(file) || std::time(nullptr) - status.st_mtime > kSecondsUntilAbandoned) && isNameOf(path, file))
    ::unlink(path.c_str());
  ::close(file);
}

void removeAbandonedFiles(const fs::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
  std::vector<std::string> names;
  while (entries) {
    const dirent* entry = ::readdir(entries.get());
    if (entry == nullptr) break;
    if (isTemporaryName(entry->d_name)) names.emplace_back(entry->d_name);
  }
  for (const std::string& name : names)
    removeIfAbandoned(folder / name);
}

/// Locks a file that this process has just created. Returns false if another process was faster: it got the lock and
/// removes the file as abandoned. That cannot happen on a file system without locks, so the result is true there.
bool lockNewFile(const fs::path& path, int descriptor) {
  const int locked = uninterrupted([&] { return ::flock(descriptor, LOCK_EX | LOCK_NB); });
  return (locked == 0 || errno != EWOULDBLOCK) && isNameOf(path, descriptor);
}

/// Returns the permissions with which the temporary of a target is created: those of the target, so that the contents
/// of a private file are never readable by others.
mode_t modeFor(const fs::path& target) {
  struct stat old = {};
  return ::stat(target.c_str(), &old) == 0 ? (old.st_mode & 0777) | S_IRUSR | S_IWUSR : 0666;
}

/// Creates and locks a temporary file in the folder. Returns its path and descriptor; the descriptor is -1 and errno is
/// set if that fails.
std::pair<fs::path, int> createTemporary(const fs::path& target) {
  OpenFiles& files = openFiles();
  const std::lock_guard lock(files.mutex);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    // All memory is allocated before the file exists; a failing allocation would leave it behind.
    fs::path path = folderOf(target) / randomName();
    files.paths.push_back(path);
    const int file =
        uninterrupted([&] { return ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, modeFor(target)); });
    const int code = file < 0 ? errno : 0;
    if (file >= 0 && lockNewFile(path, file)) return {std::move(path), file};
    if (file >= 0) ::close(file);
    files.paths.pop_back();
    errno = code;
    if (file < 0 && code != EEXIST) return {fs::path(), -1};
  }
  errno = EEXIST;
  return {fs::path(), -1};
}

/// Removes a temporary file from the list, and before that, if `remove`, from the disk.
void forgetTemporary(const fs::path& path, bool remove) {
  OpenFiles& files = openFiles();
  const std::lock_guard lock(files.mutex);
  if (remove) ::unlink(path.c_str());
  files.paths.erase(std::remove(files.paths.begin(), files.paths.end(), path), files.paths.end());
}

/// Syncs the folder so that a rename in it reaches the disk too. A failure is only logged: some file systems cannot
/// sync a folder, and the contents of the file are already on disk.
void syncFolder(const fs::path& folder) {
  const int descriptor = uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (descriptor < 0) return;
  if (uninterrupted([&] { return ::fsync(descriptor); }) != 0)
    log::warning(
        fmt::format("{}: the folder cannot be synced ({})", folder.string(), std::generic_category().message(errno)));
  ::close(descriptor);
}

}  // namespace

fs::path followLinks(const fs::path& path) {
  fs::path end = path;
  std::error_code code;
  for (int link = 0; fs::is_symlink(end, code); ++link) {
    if (link == kMostLinks) fail(path, "cannot be written: its symbolic links form a circle");
    const fs::path next = fs::read_symlink(end, code);
    if (code) fail(path, fmt::format("cannot be written: its symbolic link cannot be read ({})", code.message()));
    end = end.parent_path() / next;  // an absolute `next` replaces the folder
  }
  return end;
}

AtomicFile::AtomicFile(const fs::path& target) : m_target(followLinks(target)) {
  std::error_code ignored;
  if (m_target.filename().empty() || fs::is_directory(m_target, ignored))
    fail(m_target, "cannot be written: it is a folder, not a file; choose a file name");
  const fs::path folder = folderOf(m_target);
  if (!fs::exists(folder, ignored))
    fail(m_target, fmt::format("cannot be written: there is no folder {}; create it first", folder.string()));
  if (!fs::is_directory(folder, ignored))
    fail(m_target, fmt::format("cannot be written: {} is not a folder", folder.string()));
  if (fs::exists(m_target, ignored) && !fs::is_regular_file(m_target, ignored))
    fail(m_target, "cannot be written: it is not a regular file");

  removeAbandonedFiles(folder);
  std::tie(m_temporary, m_descriptor) = createTemporary(m_target);
  if (m_descriptor < 0) {
    const int code = errno;
    fail(m_target, fmt::format("cannot be written: cannot create a file in {} ({})", folder.string(),
                               std::generic_category().message(code)));
  }
}

AtomicFile::~AtomicFile() {
  if (!m_committed) forgetTemporary(m_temporary, true);
  if (m_descriptor >= 0) ::close(m_descriptor);
}

void AtomicFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = uninterrupted([&] { return ::write(m_descriptor, bytes.data(), bytes.size()); });
    if (written < 0) failWriting(m_target, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void AtomicFile::commit() {
  // fsync() also reports errors of earlier writes through other descriptors of this file (fsync(2)).
  if (uninterrupted([&] { return ::fsync(m_descriptor); }) != 0) failWriting(m_target, errno);
  struct stat old = {};
  if (::stat(m_target.c_str(), &old) == 0) ::fchmod(m_descriptor, old.st_mode & 0777);
  // The lock is held until the file has its final name; otherwise another writer could remove it as abandoned.
  if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
    const int code = errno;
    fail(m_target, fmt::format("cannot be replaced: {}; nothing was changed", std::generic_category().message(code)));
  }
  m_committed = true;
  forgetTemporary(m_temporary, false);
  ::close(std::exchange(m_descriptor, -1));  // all data is on disk, so an error of close() loses nothing
  syncFolder(folderOf(m_target));
}

void writeTextFile(const fs::path& target, std::string_view text) {
  AtomicFile file(target);
  file.append(text);
  file.commit();
}

}  // namespace maury::io
