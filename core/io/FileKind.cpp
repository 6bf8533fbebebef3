// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/FileKind.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "base/Error.h"
#include "io/archives/Gzip.h"
#include "io/tables/text/TextForm.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProbeBytes = 4096;  // bytes that decide the kind of a file

/// Returns the first `maxCount` bytes of the file, or fewer if it is shorter.
std::string firstBytes(const fs::path& path, std::size_t maxCount) {
  std::string bytes(maxCount, '\0');
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t count = file < 0 ? -1 : ::read(file, bytes.data(), bytes.size());
  const int code = errno;
  if (file >= 0) ::close(file);
  if (count < 0)
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", path.string(), std::generic_category().message(code)));
  bytes.resize(static_cast<std::size_t>(count));
  return bytes;
}

/// Returns the kind of an XML text from its first element. Skips what may precede it: white space, <?xml …?>,
/// <!DOCTYPE …> and <!-- … -->.
FileKind kindOfXml(std::string_view text) {
  while (true) {
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos) return FileKind::Xml;
    text.remove_prefix(open + 1);
    if (text.starts_with("VOTABLE")) return FileKind::VoTable;
    if (!text.starts_with('?') && !text.starts_with('!')) {
      const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n/>"));
      return name.ends_with(":VOTABLE") ? FileKind::VoTable : FileKind::Xml;
    }
    const std::size_t close = text.find(text.starts_with("!--") ? "-->" : ">");
    if (close == std::string_view::npos) return FileKind::Xml;
    text.remove_prefix(close);
  }
}

/// Returns true if the first member of a zip archive is an .npy file.
bool startsWithNpy(std::string_view zip) {
  constexpr std::size_t kLengthOffset = 26, kNameOffset = 30;  // of a local file header (APPNOTE.TXT, 4.3.7)
  if (zip.size() < kNameOffset) return false;
  const auto byte = [&](std::size_t offset) {
    return static_cast<std::size_t>(static_cast<unsigned char>(zip[offset]));
  };
  return zip.substr(kNameOffset, byte(kLengthOffset) | byte(kLengthOffset + 1) << 8).ends_with(".npy");
}

bool isHdf5(std::string_view bytes) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1A\n";
  for (const std::size_t userBlock : {0, 512, 1024, 2048})
    if (bytes.size() > userBlock && bytes.substr(userBlock).starts_with(kSignature)) return true;
  return false;
}

}  // namespace

std::uintmax_t requireReadableFile(const fs::path& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (status.type() == fs::file_type::not_found)
    throw Error(ErrorKind::File, fmt::format("{}: there is no such file; check the path", path.string()));
  if (code) throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", path.string(), code.message()));
  if (status.type() == fs::file_type::directory)
    throw Error(ErrorKind::File, fmt::format("{}: is a folder, not a file; choose a file", path.string()));
  if (status.type() != fs::file_type::regular)
    throw Error(ErrorKind::File, fmt::format("{}: is not a regular file; choose another one", path.string()));

  const bool empty = firstBytes(path, 1).empty();  // throws if read permission is missing
  if (empty) throw Error(ErrorKind::Format, fmt::format("{}: the file is empty", path.string()));
  const std::uintmax_t size = fs::file_size(path, code);
  if (code) throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", path.string(), code.message()));
  return size;
}

FileKind kindOf(std::string_view bytes) {
  bytes = bytes.substr(0, kProbeBytes);
  if (bytes.starts_with("SIMPLE  =")) return FileKind::Fits;
  if (isHdf5(bytes)) return FileKind::Hdf5;
  if (bytes.starts_with("\x93NUMPY")) return FileKind::Npy;
  if (bytes.starts_with("PK\x03\x04") && startsWithNpy(bytes)) return FileKind::Npz;
  // An empty archive has the second signature.
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return FileKind::Zip;
  std::string_view text = bytes;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with('<')) return kindOfXml(text);
  const bool isUtf16Xml =
      bytes.starts_with(std::string_view("\xFF\xFE<\0", 4)) || bytes.starts_with(std::string_view("\xFE\xFF\0<", 4));
  if (isUtf16Xml)
    return bytes.find(std::string_view("V\0O\0T\0A", 7)) != std::string_view::npos ? FileKind::VoTable : FileKind::Xml;
  return bytes.find('\0') == std::string_view::npos || isUtf16(bytes) ? FileKind::Text : FileKind::Binary;
}

FileKind kindOfFile(const fs::path& path) {
  requireReadableFile(path);
  const std::string bytes = firstBytes(path, 2 * kProbeBytes);
  if (!hasGzipMagic(bytes)) return kindOf(bytes);
  const std::string unpacked = gunzipStart(bytes, kProbeBytes);
  return unpacked.empty() ? FileKind::Binary : kindOf(unpacked);
}

bool looksLikeGzip(const fs::path& path) {
  requireReadableFile(path);
  return hasGzipMagic(firstBytes(path, 2));
}

bool looksLikeFits(const fs::path& path) {
  return kindOfFile(path) == FileKind::Fits;
}

}  // namespace maury::io
