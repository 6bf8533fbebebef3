// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace maury::io {

/// What a file holds, told by its first bytes and never by its name.
enum class FileKind {
  Fits,     ///< begins with "SIMPLE  ="
  VoTable,  ///< XML whose first element is VOTABLE
  Xml,      ///< other XML (a web page that a server sent in place of data)
  Zip,      ///< a zip archive: Gaia's DataLink bundles (ZipArchive.h)
  Text,     ///< none of these, and no zero byte in its first 4096 or UTF-16: CSV, ECSV or any other text
  Binary    ///< anything else
};

/// Size (bytes) of a file that is about to be read. Throws Error(File) when it is missing, a folder, not a regular file
/// or not readable, and Error(Format) when it is empty.
std::uintmax_t requireReadableFile(const std::filesystem::path& path);

/// Kind of a file whose first bytes (4096 are enough) are these, not gzipped.
FileKind kindOf(std::string_view firstBytes);
/// Kind of the file, of a gzipped one that of what it holds: only its first bytes are unpacked. A gzip stream that is
/// damaged there is Binary. Throws as requireReadableFile().
FileKind kindOfFile(const std::filesystem::path& path);
/// True if the file starts with the two magic bytes of gzip (RFC 1952). Throws as requireReadableFile().
bool looksLikeGzip(const std::filesystem::path& path);
/// kindOfFile() is Fits.
bool looksLikeFits(const std::filesystem::path& path);

}  // namespace maury::io
