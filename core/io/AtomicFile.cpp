// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/AtomicFile.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "base/Error.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
  throw Error(ErrorKind::File, fmt::format("{}: {}", path.string(), reason));
}

std::string systemReason(int code) {
  return std::generic_category().message(code);
}

/// File descriptor that the destructor closes. close() returns the result, which may report a late write error.
class Descriptor {
public:
  Descriptor(const fs::path& path, int flags, mode_t mode = 0)
      : m_number(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (m_number >= 0) ::close(m_number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool isOpen() const { return m_number >= 0; }
  int number() const { return m_number; }
  int close() { return ::close(std::exchange(m_number, -1)); }

private:
  int m_number;
};

fs::path folderOf(const fs::path& file) {
  const fs::path folder = file.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

/// Returns the path of the temporary file. The name is hidden, so that an import of the folder does not take it for
/// data, and unique on this machine.
fs::path temporaryName(const fs::path& target) {
  static std::atomic<unsigned> counter{0};
  return folderOf(target) / fmt::format(".{}.{}.{}.part", target.filename().string(), ::getpid(), counter.fetch_add(1));
}

/// Returns the file that a symbolic link points to; returns `target` if it is no link.
fs::path resolveLinks(const fs::path& target) {
  std::error_code ignored;
  if (!fs::is_symlink(target, ignored)) return target;
  std::error_code unresolved;
  const fs::path resolved = fs::weakly_canonical(target, unresolved);
  return unresolved ? target : resolved;
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : m_target(resolveLinks(target)) {
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

  m_temporary = temporaryName(m_target);
  const Descriptor created(m_temporary, O_CREAT | O_EXCL | O_WRONLY, 0666);
  if (!created.isOpen()) {
    const int code = errno;
    fail(m_target,
         fmt::format("cannot be written: cannot create a file in {} ({})", folder.string(), systemReason(code)));
  }
}

AtomicFile::~AtomicFile() {
  if (m_descriptor >= 0) ::close(m_descriptor);
  std::error_code ignored;
  if (!m_committed) fs::remove(m_temporary, ignored);
}

void AtomicFile::append(std::string_view bytes) {
  if (m_descriptor < 0) m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  int code = m_descriptor < 0 ? errno : 0;
  while (code == 0 && !bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      code = errno;
  }
  if (code != 0) fail(m_target, fmt::format("cannot be written: {}; nothing was changed", systemReason(code)));
}

void AtomicFile::commit() {
  if (m_descriptor >= 0 && ::close(std::exchange(m_descriptor, -1)) != 0)
    fail(m_target, fmt::format("cannot be written: {}; nothing was changed", systemReason(errno)));
  {
    Descriptor file(m_temporary, O_RDONLY);
    if (!file.isOpen() || ::fsync(file.number()) != 0 || file.close() != 0) {
      const int code = errno;
      fail(m_target, fmt::format("cannot be written: {}; nothing was changed", systemReason(code)));
    }
  }
  struct stat old = {};
  if (::stat(m_target.c_str(), &old) == 0) ::chmod(m_temporary.c_str(), old.st_mode & 07777);

  std::error_code code;
  fs::rename(m_temporary, m_target, code);
  if (code) fail(m_target, fmt::format("cannot be replaced: {}; nothing was changed", code.message()));
  m_committed = true;

  // Sync the folder so that the rename reaches the disk too. Errors are ignored: some file systems cannot sync a
  // folder, and the contents of the file are already on disk.
  const Descriptor folder(folderOf(m_target), O_RDONLY | O_DIRECTORY);
  if (folder.isOpen()) ::fsync(folder.number());
}

void writeTextFile(const fs::path& target, std::string_view text) {
  AtomicFile file(target);
  file.append(text);
  file.commit();
}

}  // namespace maury::io
