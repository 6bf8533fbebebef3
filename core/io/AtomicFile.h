// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace maury::io {

/// Writes go to temporary() beside the target; commit() syncs and renames it over the target. Without commit() the
/// temporary is removed on destruction and the target stays as it was. The constructor makes the temporary as an empty
/// file, so that a folder that cannot be written is found before the work is done, not after. A target that is a
/// symbolic link is followed: the file it points to is replaced. Throws Error(File) when the folder is missing or
/// cannot be written, or the target is a folder.
class AtomicFile {
public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::filesystem::path& temporary() const noexcept { return m_temporary; }
  const std::filesystem::path& target() const noexcept { return m_target; }
  /// Adds bytes at the end of the temporary, for writers that have no library to do it. Throws Error(File) with the
  /// system's reason, also when the disk is full.
  void append(std::string_view bytes);
  /// Blocks until the disk has the file. The target keeps the permissions it had. Throws Error(File).
  void commit();

private:
  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  int m_descriptor = -1;  // open for append() only
  bool m_committed = false;
};

/// Writes `text` to `target` atomically. Throws Error(File), also when the disk is full.
void writeTextFile(const std::filesystem::path& target, std::string_view text);

}  // namespace maury::io
