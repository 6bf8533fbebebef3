// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace maury::io {

/// Header entries of a column of a FITS table.
struct FitsColumn {
  std::string name;
  std::string unit;
  /// TFORM letter of the values after TSCAL and TZERO: L B I J K E D A. FitsReader also reports X (bits, which it reads
  /// as 0 and 1) and C (complex), whose values it refuses to read.
  char type = 'E';
  std::size_t width = 1;  ///< elements per row (characters for 'A'); 1 if the length varies
  bool hasNull = false;   ///< true if the header of an integer column has TNULL; set by FitsReader
  bool varies = false;    ///< true if rows differ in length (P and Q descriptors): use readArrays() and writeArrays()
  std::string description = {};  ///< value of TCOMMn
  std::string ucd = {};          ///< value of TUCDn
  /// True for unsigned 64-bit integers (K with TZERO = 2^63), which may exceed readInteger()'s range: use
  /// readUnsigned(). Set by FitsReader.
  bool isUnsigned64 = false;
  std::optional<std::uint64_t> nullUnsigned = {};  ///< value that TNULL marks as missing in such a column
};

/// Values of N rows of an array column, one row after another.
struct FitsArrays {
  std::vector<double> values;
  std::vector<std::size_t> starts = {0};  ///< offset of each row in `values`, then the total (N + 1)
};

/// Largest number of columns of a FITS table (FITS standard 4.0, section 7.3.1).
inline constexpr std::size_t kMaxFitsColumns = 999;
/// Throws Error(Format) if a table with `count` columns cannot be written to FITS.
void requireFitsColumnCount(const std::filesystem::path& path, const std::string& table, std::size_t count);

}  // namespace maury::io
