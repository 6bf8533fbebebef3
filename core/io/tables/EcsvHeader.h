// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// What an ECSV header (Astropy Proposal for Enhancement 6) says of a column.
struct EcsvColumn {
  std::string datatype;  ///< "int64", "float32", "string", "bool" …
  bool isArray = false;  ///< its subtype is that of arrays of numbers, "float64[null]", "float32[3]"
  std::string unit;
  std::string description;
  std::string ucd;  ///< from the column's meta, as the Gaia archive writes it
};

/// What the lines before a CSV's header line say.
struct CsvPreamble {
  std::size_t lines = 0;
  std::string_view names;  ///< a comment that names the columns, where no header line does
  bool isEcsv = false;
  std::optional<char> delimiter;
  std::map<std::string, EcsvColumn> columns;
};

/// Words of a line, between commas, semicolons and blanks.
std::vector<std::string_view> wordsOf(std::string_view line);

/// True if a comment names the columns, as numpy's savetxt and STILTS write it: as many words as the line of cells
/// below it, of which one is a number.
bool namesColumns(std::string_view comment, std::string_view cells);

/// Takes a byte order mark, '#' and blank lines off the front of `text`; those of ECSV are understood as YAML. Throws
/// Error(Format) naming `source` and line for YAML that is broken.
CsvPreamble takeCsvPreamble(std::string_view& text, const std::string& source);

}  // namespace maury::io
