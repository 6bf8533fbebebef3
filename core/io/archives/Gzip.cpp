// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/archives/Gzip.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <limits>
#include <memory>
#include <system_error>
#include <vector>

#include "base/Error.h"
#include "io/FileKind.h"
#include "io/tables/text/TextForm.h"
#define ZLIB_CONST  // makes zlib take its input through pointers to const
#include <zlib.h>

namespace maury::io {
namespace {

constexpr int kGzipWindow = 15 + 16;  // largest window (2^15), plus 16 to expect a gzip header; see zlib.h
constexpr std::size_t kPieceBytes = 256 << 10;

enum class Outcome { Done, Stopped, Damaged, Truncated };

/// Unpacks the stream in pieces and passes each one to `take`, which returns false to stop.
template <typename Take>
Outcome inflatePieces(std::string_view packed, const Take& take) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return Outcome::Damaged;
  const std::unique_ptr<z_stream, int (*)(z_streamp)> ending(&stream, &inflateEnd);
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    if (stream.avail_in == 0) {  // zlib's counter has 32 bits, so a large input is passed in parts
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
      // The unused input of zlib and the part not yet passed to it are contiguous in memory. Unless another member
      // follows, the rest is padding.
      const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in + packed.size());
      if (!hasGzipMagic(rest) || inflateReset(&stream) != Z_OK) return Outcome::Done;
    } else if (code == Z_BUF_ERROR) {
      return Outcome::Truncated;
    } else if (code != Z_OK) {
      return Outcome::Damaged;
    }
  }
}

}  // namespace

std::uint64_t unpackedLimit(std::uint64_t packedBytes) noexcept {
  const std::uint64_t byRatio = std::min(packedBytes, kMaxUnpackedBytes / kMaxUnpackedRatio) * kMaxUnpackedRatio;
  return std::max(kAlwaysAllowedBytes, byRatio);
}

bool hasGzipMagic(std::string_view bytes) noexcept {
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
        fmt::format("its {} bytes unpack to more than {}, which is unusual for a table; if the file is intact, unpack "
                    "it yourself (gunzip) and open the result",
                    packed.size(), limit));
  if (outcome == Outcome::Truncated) refuse("truncated: the gzip stream ends too early; download the file again");
  if (outcome == Outcome::Damaged) refuse("damaged: the gzip stream cannot be unpacked; download the file again");
  return unpacked;
}

std::string gunzipStart(std::string_view packed, std::size_t maxBytes) {
  std::string start;
  inflatePieces(packed, [&](std::string_view piece) {
    start += piece.substr(0, maxBytes - start.size());
    return start.size() < maxBytes;
  });
  return start;
}

namespace {

/// Returns the memory of this computer (bytes).
std::uint64_t physicalMemory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long pageBytes = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || pageBytes <= 0) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageBytes);
}

}  // namespace

std::string readBytes(const std::filesystem::path& path) {
  const std::uintmax_t size = requireReadableFile(path);
  if (const std::uint64_t memory = physicalMemory(); size > memory)
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: has {} bytes, more than the memory of this computer ({} bytes), in which a table that is "
                    "not FITS must fit; divide it or convert it to FITS",
                    path.string(), size, memory));
  std::string bytes;
  bytes.reserve(size);  // memory is used only for the bytes that are written
  const auto failReading = [&path](int code) {
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", path.string(), std::generic_category().message(code)));
  };
  std::ifstream input(path, std::ios::binary);
  if (!input) failReading(errno);
  bool isText = false;
  // The file is read in pieces, so that a text file that continues with zeros (sparse or damaged) does not fill memory.
  constexpr std::size_t kReadBytes = std::size_t{16} << 20;
  while (bytes.size() < size) {
    const std::size_t begin = bytes.size();
    const std::size_t count = std::min<std::uintmax_t>(kReadBytes, size - begin);
    bytes.resize(begin + count);
    input.read(bytes.data() + begin, static_cast<std::streamsize>(count));
    if (input.bad()) failReading(errno);
    if (!input || static_cast<std::size_t>(input.gcount()) != count)
      throw Error(ErrorKind::File, fmt::format("{}: cannot be read to its end", path.string()));
    if (begin == 0) isText = !hasGzipMagic(bytes) && kindOf(bytes) == FileKind::Text && !isUtf16(bytes);
    if (const std::size_t zero = isText ? bytes.find('\0', begin) : std::string::npos; zero != std::string::npos)
      throw Error(ErrorKind::Format,
                  fmt::format("{}: damaged: the text ends at byte {}, where zero bytes begin; download the file again",
                              path.string(), zero));
  }
  return hasGzipMagic(bytes) ? gunzip(bytes, path.string()) : bytes;
}

}  // namespace maury::io
