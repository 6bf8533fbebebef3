// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/archives/Gzip.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <memory>
#include <vector>

#include "base/Error.h"
#include "io/FileKind.h"
#define ZLIB_CONST  // input through pointers to const
#include <zlib.h>

namespace maury::io {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib.h: the largest window, and 16 for a gzip header
constexpr std::size_t kPieceBytes = 256 << 10;

enum class Outcome { Done, Stopped, Damaged, Cut };

/// Unpacks piece by piece; `take` returns false to stop.
template <typename Take>
Outcome inflatePieces(std::string_view packed, const Take& take) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return Outcome::Damaged;
  const std::unique_ptr<z_stream, int (*)(z_streamp)> ending(&stream, &inflateEnd);
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    if (stream.avail_in == 0) {  // zlib counts its input in 32 bits
      const std::size_t count = std::min<std::size_t>(packed.size(), std::numeric_limits<uInt>::max());
      stream.next_in = reinterpret_cast<const Bytef*>(packed.data());
      stream.avail_in = static_cast<uInt>(count);
      packed.remove_prefix(count);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = piece.size() - stream.avail_out;
    if (made > 0 && !take(std::string_view(piece.data(), made))) return Outcome::Stopped;
    if (code == Z_STREAM_END) {
      // The part in zlib's hand and the part kept back are neighbours in memory. What is no other member is padding.
      const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in + packed.size());
      if (!startsAsGzip(rest) || inflateReset(&stream) != Z_OK) return Outcome::Done;
    } else if (code == Z_BUF_ERROR) {
      return Outcome::Cut;
    } else if (code != Z_OK) {
      return Outcome::Damaged;
    }
  }
}

}  // namespace

std::uint64_t unpackedLimit(std::uint64_t packedBytes) noexcept {
  const std::uint64_t most = std::min(packedBytes, kMostUnpackedBytes / kMostUnpackedRatio) * kMostUnpackedRatio;
  return std::max(kFreelyUnpackedBytes, most);
}

bool startsAsGzip(std::string_view bytes) noexcept {
  return bytes.starts_with("\x1f\x8b");
}

std::string gunzip(std::string_view packed, const std::string& source) {
  const std::uint64_t limit = unpackedLimit(packed.size());
  std::string unpacked;
  const Outcome outcome = inflatePieces(packed, [&](std::string_view piece) {
    if (unpacked.size() + piece.size() > limit) return false;
    unpacked += piece;
    return true;
  });
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}", source, reason));
  };
  if (outcome == Outcome::Stopped)
    refuse(
        fmt::format("its {} bytes unpack to more than {}, more than a table does; if that is meant, unpack it first "
                    "(gunzip)",
                    packed.size(), limit));
  if (outcome == Outcome::Cut) refuse("truncated: the gzip stream ends too early; get the file again");
  if (outcome == Outcome::Damaged) refuse("damaged: the gzip stream cannot be unpacked; get the file again");
  return unpacked;
}

std::string gunzipStart(std::string_view packed, std::size_t most) {
  std::string start;
  inflatePieces(packed, [&](std::string_view piece) {
    start += piece.substr(0, most - start.size());
    return start.size() < most;
  });
  return start;
}

std::string readBytes(const std::filesystem::path& path) {
  std::string bytes(requireReadableFile(path), '\0');
  std::ifstream input(path, std::ios::binary);
  input.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!input || static_cast<std::size_t>(input.gcount()) != bytes.size())
    throw Error(ErrorKind::File, fmt::format("{}: cannot be read to its end", path.string()));
  return startsAsGzip(bytes) ? gunzip(bytes, path.string()) : bytes;
}

}  // namespace maury::io
