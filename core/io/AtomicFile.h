// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace maury::io {

/// File that replaces its target only when it is complete. Writes go to temporary() in the target's folder; commit()
/// syncs it and renames it over the target. Without commit(), the destructor removes the temporary file and the target
/// stays unchanged.
///
/// The temporary file has a hidden name of its own (".maury-", 16 random hexadecimal digits, ".part"). It is created
/// empty and exclusively, so that a missing write permission is noticed before the work, and is kept open
/// and locked (flock) until it has become the target. A process that is killed loses the lock, so the constructor
/// removes the temporary files in the folder whose lock it can take. A lock is used, not the process number, because
/// the first process of every container has the number 1. A named file is used, not one without a name (O_TMPFILE),
/// because CFITSIO opens files by name, because network file systems have no nameless files, and because only a named
/// file can replace the target in one step. On file systems that are not known to be local, locks may be invisible to
/// other machines; there, only files that have not changed for a day are removed. Writers in the same folder, also of
/// the same target, do not disturb each other; the last commit() wins. A second interrupt removes the temporary files
/// as well (beforeForcedExit()).
///
/// If the target is a symbolic link, the file that it points to is replaced or created. Throws Error(File) if the
/// folder is missing or not writable, or if the target is a folder or another special file.
class AtomicFile {
public:
  explicit AtomicFile(const std::filesystem::path& target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Returns the path of the temporary file, for libraries that open files by name. They must open the existing file;
  /// removing and creating it would lose the lock.
  const std::filesystem::path& temporary() const noexcept { return m_temporary; }
  const std::filesystem::path& target() const noexcept { return m_target; }
  /// Returns the descriptor of the temporary file, open for reading and writing until commit().
  int descriptor() const noexcept { return m_descriptor; }
  /// Appends bytes to the temporary file, for formats that no library writes. Throws Error(File) with the system's
  /// reason, for example if the disk is full.
  void append(std::string_view bytes);
  /// Replaces the target. Blocks until the disk has the file. An existing target keeps its permissions, except the
  /// setuid, setgid and sticky bits. Throws Error(File).
  void commit();

private:
  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;  ///< holds the lock
  bool m_committed = false;
};

/// Returns the path at the end of a chain of symbolic links, which need not exist; returns `path` if it is no link.
/// Throws Error(File) if the links form a circle.
std::filesystem::path followLinks(const std::filesystem::path& path);

/// Writes `text` to `target` atomically. Throws Error(File), for example if the disk is full.
void writeTextFile(const std::filesystem::path& target, std::string_view text);

}  // namespace maury::io
