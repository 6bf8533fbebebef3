// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maury::io {

/// Properties of a column in an ECSV header (Astropy Proposal for Enhancement 6).
struct EcsvColumn {
  std::string datatype;  ///< "int64", "float32", "string", "bool" …; for arrays, the type of the elements
  bool isArray = false;  ///< true if the subtype declares arrays of numbers: "float64[null]", "float32[3]"
  std::string unit;
  std::string description;
  std::string ucd;  ///< from the column's meta, where the Gaia archive writes it
};

/// Information from the lines before a CSV's header line.
struct CsvPreamble {
  std::size_t lines = 0;   ///< number of these lines
  std::string_view names;  ///< comment that names the columns, if there is no header line
  bool isEcsv = false;
  std::optional<char> delimiter;
  std::map<std::string, EcsvColumn> columns;
};

/// Splits a line into words at commas, semicolons and blanks.
std::vector<std::string_view> splitWords(std::string_view line);

/// Returns true if a comment names the columns, as written by numpy's savetxt and STILTS: it has as many words as the
/// line of cells below it, and at least one of the cells is a number.
bool namesColumns(std::string_view comment, std::string_view cells);

/// Removes a byte order mark, comments ('#') and blank lines from the start of `text` and returns the information in
/// them; the comments of ECSV are read as YAML. Throws Error(Format) naming `source` and line if the YAML is invalid.
CsvPreamble takeCsvPreamble(std::string_view& text, const std::string& source);

}  // namespace maury::io
