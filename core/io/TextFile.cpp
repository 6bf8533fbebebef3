// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/TextFile.h"

#include <fmt/core.h>

#include <fstream>

#include "base/Error.h"
#include "io/FileKind.h"

namespace maury::io {

std::string readTextFile(const std::filesystem::path& path, std::size_t maxBytes) {
  requireReadableFile(path);
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::string piece(std::size_t{1} << 16, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece, 0, static_cast<std::size_t>(file.gcount()));
    if (text.size() > maxBytes)
      throw Error(ErrorKind::Format,
                  fmt::format("{}: is larger than {} bytes, the limit for such a file", path.string(), maxBytes));
  }
  if (file.bad() || !file.eof()) throw Error(ErrorKind::File, fmt::format("{}: cannot be read", path.string()));
  return text;
}

}  // namespace maury::io
