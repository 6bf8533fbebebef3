// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

namespace maury::training {

/// Exclusive lock on a run folder, so that only one training writes to it. The system releases it when the process
/// ends, even if it is killed. The file "lock" in the folder holds the machine, the process and the time for the
/// message to others; it is removed at the end. File systems without locks cannot be protected: the lock then succeeds.
class FolderLock {
public:
  /// Creates the folder if necessary and locks it. Throws Error(Usage), which says who holds the folder, if another
  /// training does, in this process or another; Error(File) if the folder cannot be created or written.
  explicit FolderLock(const std::filesystem::path& folder);
  /// Releases the lock. Removes the folder if the constructor created it and it is empty.
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Locks an existing folder. Returns nullptr if that is impossible for any reason.
  static std::unique_ptr<FolderLock> tryLock(const std::filesystem::path& folder);

private:
  enum class Outcome { Locked, HeldByAnother, Failed };

  FolderLock() = default;
  Outcome acquire(const std::filesystem::path& folder);

  std::filesystem::path m_file;
  std::filesystem::path m_createdFolder;  ///< empty if the folder existed
  int m_descriptor = -1;
  int m_errno = 0;  ///< reason of Outcome::Failed
};

}  // namespace maury::training
