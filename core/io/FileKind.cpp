// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/FileKind.h"

#include <fcntl.h>
#include <fitsio.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "base/Error.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

std::string_view firstBytes(const fs::path& path, std::array<char, 9>& bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t count = file < 0 ? -1 : ::read(file, bytes.data(), bytes.size());
  const int code = errno;
  if (file >= 0) ::close(file);
  if (count < 0)
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", path.string(), std::generic_category().message(code)));
  return {bytes.data(), static_cast<std::size_t>(count)};
}

bool isGzip(std::string_view start) {
  return start.starts_with("\x1f\x8b");
}

}  // namespace

std::uintmax_t requireReadableFile(const fs::path& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (status.type() == fs::file_type::not_found)
    throw Error(ErrorKind::File, fmt::format("{}: there is no such file", path.string()));
  if (code) throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", path.string(), code.message()));
  if (status.type() == fs::file_type::directory)
    throw Error(ErrorKind::File, fmt::format("{}: is a folder, not a file", path.string()));
  if (status.type() != fs::file_type::regular)
    throw Error(ErrorKind::File, fmt::format("{}: is not a regular file", path.string()));

  std::array<char, 9> bytes = {};
  const bool empty = firstBytes(path, bytes).empty();  // also finds a file without read permission
  if (empty) throw Error(ErrorKind::Format, fmt::format("{}: the file is empty", path.string()));
  const std::uintmax_t size = fs::file_size(path, code);
  if (code) throw Error(ErrorKind::File, fmt::format("{}: cannot be read ({})", path.string(), code.message()));
  return size;
}

bool looksLikeGzip(const fs::path& path) {
  requireReadableFile(path);
  std::array<char, 9> bytes = {};
  return isGzip(firstBytes(path, bytes));
}

bool looksLikeFits(const fs::path& path) {
  requireReadableFile(path);
  std::array<char, 9> bytes = {};
  const std::string_view start = firstBytes(path, bytes);
  if (!isGzip(start)) return start == "SIMPLE  =";

  int status = 0;
  fitsfile* file = nullptr;
  fits_open_diskfile(&file, path.c_str(), READONLY, &status);
  const bool isFits = status == 0;
  status = 0;
  if (file != nullptr) fits_close_file(file, &status);
  fits_clear_errmsg();
  return isFits;
}

}  // namespace maury::io
