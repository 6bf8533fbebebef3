// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace maury::io {

/// Size (bytes) of a file that is about to be read. Throws Error(File) when it is missing, a folder, not a regular file
/// or not readable, and Error(Format) when it is empty.
std::uintmax_t requireReadableFile(const std::filesystem::path& path);

/// True if the file starts with the two magic bytes of gzip (RFC 1952). Throws as requireReadableFile().
bool looksLikeGzip(const std::filesystem::path& path);

/// True if the file starts as FITS does ("SIMPLE  ="), gzipped or not. Throws as requireReadableFile(). A gzipped file
/// is unpacked in memory to be told.
bool looksLikeFits(const std::filesystem::path& path);

}  // namespace maury::io
