// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace maury::io {

// Limits that protect against gzip and zip files made to exhaust memory. Any file may unpack to kAlwaysAllowedBytes. A
// larger result may be at most kMaxUnpackedRatio times the packed size (astronomical tables reach 2 to 30; DEFLATE's
// own limit is 1032) and at most kMaxUnpackedBytes.
inline constexpr std::uint64_t kAlwaysAllowedBytes = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kMaxUnpackedRatio = 200;
inline constexpr std::uint64_t kMaxUnpackedBytes = std::uint64_t{8} << 30;

/// Returns the largest size (bytes) to which `packedBytes` may unpack.
std::uint64_t unpackedLimit(std::uint64_t packedBytes) noexcept;

/// Returns true if the bytes start with the two magic bytes of gzip.
bool hasGzipMagic(std::string_view bytes) noexcept;

/// Unpacks a gzip stream (RFC 1952) and checks its checksums; the contents of several members are concatenated. Memory
/// grows with the data. Throws Error(Format), with `source` at the start of the message, if the stream is damaged,
/// truncated or beyond the limit.
std::string gunzip(std::string_view packed, const std::string& source);
/// Returns the first `maxBytes` bytes of the contents of a stream of which `packed` is the start; fewer if `packed`
/// ends or is damaged before that.
std::string gunzipStart(std::string_view packed, std::size_t maxBytes);

/// Returns the whole file, unpacked if it is gzipped. Throws the errors of requireReadableFile() and gunzip(), and
/// Error(Format) for a file larger than the computer's memory and for a text that contains zero bytes.
std::string readBytes(const std::filesystem::path& path);

}  // namespace maury::io
