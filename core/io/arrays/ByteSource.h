// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "io/archives/ZipArchive.h"

namespace maury::io {

/// Bytes that are read in ranges: of a file, of memory, or of a member of an archive. Not thread-safe.
class ByteSource {
public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  /// Fills `bytes` from `offset` on. Throws Error(File | Format) if the source ends before.
  virtual void read(std::uint64_t offset, std::span<char> bytes) = 0;
};

std::unique_ptr<ByteSource> bytesOfFile(const std::filesystem::path& path);
std::unique_ptr<ByteSource> bytesInMemory(std::string bytes, const std::string& source);
/// Returns a member of an archive, which is unpacked while it is read; reading backwards starts again.
std::unique_ptr<ByteSource> bytesOfMember(std::shared_ptr<const ZipArchive> archive, std::size_t index);

}  // namespace maury::io
