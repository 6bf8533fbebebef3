// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace maury::io {

/// Writes go to temporary() beside the target; commit() syncs and renames it over the target. Without commit() the
/// temporary is removed on destruction and the target stays as it was. Throws Error(File) when the folder is missing or
/// cannot be written.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::filesystem::path& temporary() const noexcept { return m_temporary; }
  const std::filesystem::path& target() const noexcept { return m_target; }
  void commit();

 private:
  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  bool m_committed = false;
};

/// Writes `text` to `target` atomically.
void writeTextFile(const std::filesystem::path& target, std::string_view text);

}  // namespace maury::io
