// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace maury::io {

/// Reader of a zip archive, such as the bundles of Gaia's DataLink. The list of members omits folders. The constructor
/// refuses an archive if a member's name is absolute or contains "..", a backslash or control characters, because
/// extracting it could write to another folder. Not thread-safe, but several threads may each read the same file with
/// their own object. Every function throws Error(File) or Error(Format) naming archive, member and reason.
class ZipArchive {
public:
  struct Member {
    std::string name;         ///< path in the archive, with '/' between folders
    std::uint64_t bytes = 0;  ///< unpacked size that the archive states; at most unpackedLimit() of Gzip.h
  };

  explicit ZipArchive(const std::filesystem::path& path);
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;

  const std::filesystem::path& path() const;
  const std::vector<Member>& members() const;  ///< in the archive's order
  /// Returns the contents of the member at `index` of members() and checks its checksum; a gzipped member is unpacked
  /// too. Memory grows with the data, never beyond unpackedLimit(). Throws for an encrypted member.
  std::string read(std::size_t index) const;
  /// Returns the name of a member for messages: "bundle.zip/XP_CONTINUOUS.csv".
  std::string label(std::size_t index) const;

private:
  struct Impl;

public:
  /// Reader of a member from its start to its end, for members that are too large for memory. The archive must outlive
  /// it.
  class Stream {
  public:
    Stream(const ZipArchive& archive, std::size_t index);
    ~Stream();
    std::uint64_t position() const { return m_position; }  ///< bytes that were read or skipped
    /// Fills `bytes` with the next bytes of the member. Checks the checksum when it has read the last one. Throws
    /// Error(Format) if the member is damaged or ends before.
    void read(std::span<char> bytes);
    void skip(std::uint64_t count);

  private:
    struct File;
    std::unique_ptr<File> m_file;
    std::uint64_t m_position = 0;
  };

private:
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::io
