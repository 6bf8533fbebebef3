// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/ForeignFormats.h"

#include <array>
#include <cstddef>

namespace maury::survey {

namespace {

/// Bytes at an offset that identify a format.
struct Magic {
  std::size_t offset;
  std::string_view bytes, clause;
};

using namespace std::string_view_literals;

constexpr std::string_view kWriteTable =
    "write it as FITS or CSV first, for example with astropy (Table.write) or pandas (to_csv)";

constexpr std::array<Magic, 10> kMagics = {{
    {0, "BZh"sv, "it is packed with bzip2; unpack it first (bunzip2)"},
    {0,
     "\xFD"
     "7zXZ\0"sv,
     "it is packed with xz; unpack it first (unxz)"},
    {0, "\x28\xB5\x2F\xFD"sv, "it is packed with Zstandard; unpack it first (unzstd)"},
    {0, "\x1F\x9D"sv, "it is packed with compress; unpack it first (uncompress)"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "it is a 7-Zip archive; unpack it first, then import the folder"},
    {0, "Rar!\x1A\x07"sv, "it is a RAR archive; unpack it first, then import the folder"},
    {257, "ustar"sv, "it is a tar archive; unpack it first (tar -xf), then import the folder"},
    {0, "PAR1"sv, "it is a Parquet table"},
    {0, "ARROW1"sv, "it is a Feather table"},
    {0, "\x80\x04\x95"sv, "it is a pickled Python object"},
}};

}  // namespace

std::string foreignFormat(std::string_view firstBytes) {
  for (const Magic& magic : kMagics) {
    if (firstBytes.size() < magic.offset || !firstBytes.substr(magic.offset).starts_with(magic.bytes)) continue;
    std::string clause(magic.clause);
    if (clause.find(';') == std::string::npos) clause.append("; ").append(kWriteTable);
    return clause;
  }
  return {};
}

}  // namespace maury::survey
