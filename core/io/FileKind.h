// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace maury::io {

/// Kind of a file, recognised by its first bytes and never by its name.
enum class FileKind {
  Fits,     ///< begins with "SIMPLE  ="
  VoTable,  ///< XML whose first element is VOTABLE
  Xml,      ///< other XML, such as a web page that a server sent in place of data
  Zip,      ///< zip archive, such as the bundles of Gaia's DataLink (ZipArchive.h)
  Hdf5,     ///< HDF5, also after a user block of up to 2048 bytes (MATLAB)
  Npy,      ///< one NumPy array
  Npz,      ///< zip archive whose first member is an .npy file
  Text,     ///< UTF-16, or no zero byte in the first 4096: CSV, ECSV or any other text
  Binary    ///< anything else
};

/// Returns the size (bytes) of a file that is about to be read. Throws Error(File) if it is missing, not a regular file
/// or not readable, and Error(Format) if it is empty.
std::uintmax_t requireReadableFile(const std::filesystem::path& path);

/// Returns the kind of a file that begins with these bytes (4096 are enough). Does not unpack gzip.
FileKind kindOf(std::string_view firstBytes);
/// Returns the kind of the file. For a gzipped file, returns the kind of its contents, after unpacking only their
/// start, or Binary if the start is damaged. Throws the errors of requireReadableFile().
FileKind kindOfFile(const std::filesystem::path& path);
/// Returns true if the file has the magic bytes of gzip (RFC 1952). Throws the errors of requireReadableFile().
bool looksLikeGzip(const std::filesystem::path& path);
/// Returns true if kindOfFile() is Fits. Throws the errors of requireReadableFile().
bool looksLikeFits(const std::filesystem::path& path);

}  // namespace maury::io
