// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace maury::io {

/// File that replaces its target only when it is complete. Writes go to temporary() in the target's folder; commit()
/// syncs it and renames it over the target. Without commit(), the destructor removes the temporary file and the target
/// stays unchanged. The constructor creates the temporary as an empty file, so that a folder without write permission
/// is found before the work is done. If the target is a symbolic link, the file that it points to is replaced. Throws
/// Error(File) if the folder is missing or not writable, or if the target is a folder.
class AtomicFile {
public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::filesystem::path& temporary() const noexcept { return m_temporary; }
  const std::filesystem::path& target() const noexcept { return m_target; }
  /// Appends bytes to the temporary file, for formats that no library writes. Throws Error(File) with the system's
  /// reason, for example if the disk is full.
  void append(std::string_view bytes);
  /// Replaces the target. Blocks until the disk has the file. An existing target keeps its permissions. Throws
  /// Error(File).
  void commit();

private:
  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;  ///< opened by the first append()
  bool m_committed = false;
};

/// Writes `text` to `target` atomically. Throws Error(File), for example if the disk is full.
void writeTextFile(const std::filesystem::path& target, std::string_view text);

}  // namespace maury::io
