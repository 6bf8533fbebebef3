// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace maury::io {

/// Reads a zip archive, such as the bundles of Gaia's DataLink. Folders inside are left out of the list. An archive is
/// refused at open if a member's name is absolute, has a ".." or a backslash in it, or is not text, since whoever
/// writes it out could be led elsewhere. Not thread-safe, but several threads may each have one of the same file. Every
/// member throws Error(File) or Error(Format) naming archive, member and reason.
class ZipArchive {
public:
  struct Member {
    std::string name;         ///< with '/' between folders
    std::uint64_t bytes = 0;  ///< unpacked, as the archive states; at most unpackedLimit() of Gzip.h
  };

  explicit ZipArchive(const std::filesystem::path& path);
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;

  const std::filesystem::path& path() const;
  const std::vector<Member>& members() const;  ///< in the archive's order
  /// Unpacks the member at `index` of members() (and a gzipped member once more), checksum checked; memory grows as
  /// data come and never beyond unpackedLimit(). Throws for an encrypted member.
  std::string read(std::size_t index) const;
  /// "bundle.zip/XP_CONTINUOUS.csv", to name a member in messages.
  std::string label(std::size_t index) const;

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::io
