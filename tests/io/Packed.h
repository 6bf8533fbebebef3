// SPDX-License-Identifier: GPL-3.0-or-later
// Builds gzip streams and zip archives byte by byte, without compression, for the tests of io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maury::test {

/// Returns the CRC-32 of RFC 1952, section 8.
inline std::uint32_t crc32Of(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

inline std::string littleEndian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i)
    text += static_cast<char>(value >> (8 * i) & 0xFFu);
  return text;
}

/// Returns `bytes` as a gzip stream of stored (uncompressed) blocks (RFC 1951, section 3.2.4).
inline std::string gzipBytes(std::string_view bytes) {
  std::string stream("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  const std::uint64_t sums = static_cast<std::uint64_t>(bytes.size()) << 32 | crc32Of(bytes);
  do {
    const std::size_t count = bytes.size() < 0xFFFF ? bytes.size() : 0xFFFF;
    stream += count == bytes.size() ? '\1' : '\0';
    stream += littleEndian(count, 2) + littleEndian(~count, 2);
    stream += bytes.substr(0, count);
    bytes.remove_prefix(count);
  } while (!bytes.empty());
  return stream + littleEndian(sums, 8);
}

struct ZipMember {
  std::string name;
  std::string bytes;
  std::uint32_t statedBytes = 0;  ///< unpacked size that the headers state; 0: the true one
};

/// Returns a zip archive of stored (uncompressed) members (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
inline std::string makeZip(const std::vector<ZipMember>& members) {
  std::string archive;
  std::string directory;
  for (const ZipMember& member : members) {
    const std::uint64_t stated = member.statedBytes != 0 ? member.statedBytes : member.bytes.size();
    const std::string common = littleEndian(20, 2) + littleEndian(0, 2) + littleEndian(0, 2) + littleEndian(0, 4) +
                               littleEndian(crc32Of(member.bytes), 4) + littleEndian(member.bytes.size(), 4) +
                               littleEndian(stated, 4) + littleEndian(member.name.size(), 2) + littleEndian(0, 2);
    directory +=
        "PK\1\2" + littleEndian(20, 2) + common + std::string(10, '\0') + littleEndian(archive.size(), 4) + member.name;
    archive += "PK\3\4" + common + member.name + member.bytes;
  }
  const std::string end = "PK\5\6" + std::string(4, '\0') + littleEndian(members.size(), 2) +
                          littleEndian(members.size(), 2) + littleEndian(directory.size(), 4) +
                          littleEndian(archive.size(), 4) + littleEndian(0, 2);
  return archive + directory + end;
}

}  // namespace maury::test
