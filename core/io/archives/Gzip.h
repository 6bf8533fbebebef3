// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace maury::io {

/// Bounds against a gzip or zip made to fill the memory. Up to kFreelyUnpackedBytes anything may unpack; beyond, at
/// most kMostUnpackedRatio times what is packed (tables of this field pack 2 to 30 times; DEFLATE's own limit is 1032),
/// and never more than kMostUnpackedBytes.
inline constexpr std::uint64_t kFreelyUnpackedBytes = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kMostUnpackedRatio = 200;
inline constexpr std::uint64_t kMostUnpackedBytes = std::uint64_t{8} << 30;

/// Bytes that `packedBytes` may unpack to.
std::uint64_t unpackedLimit(std::uint64_t packedBytes) noexcept;

bool startsAsGzip(std::string_view bytes) noexcept;

/// Unpacks a gzip stream (RFC 1952; several members one after another as one), checksums checked; memory grows as data
/// come. Throws Error(Format) that begins with `source` for a stream that is damaged, cut short or beyond the limit.
std::string gunzip(std::string_view packed, const std::string& source);
/// The first `most` bytes at most of what a stream holds, from its first bytes; fewer where it is damaged or ends.
std::string gunzipStart(std::string_view packed, std::size_t most);

/// The whole file, unpacked where it is gzipped. Throws as requireReadableFile() and gunzip().
std::string readBytes(const std::filesystem::path& path);

}  // namespace maury::io
