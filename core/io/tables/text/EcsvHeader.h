// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
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
  std::size_t lines = 0;                  ///< number of these lines
  std::deque<std::string_view> comments;  ///< the last comments without their mark, trimmed; none for ECSV
  std::string commentMarks = "#";         ///< characters that begin a comment in this file
  bool isEcsv = false;
  std::optional<char> delimiter;
  std::map<std::string, EcsvColumn> columns;
};

/// Removes a byte order mark, comments ('#', '!', '%', and ';' unless it separates cells) and blank lines from the
/// start of `text` and returns the information in them; the comments of ECSV are read as YAML. Throws Error(Format)
/// naming `source` and line if the YAML is invalid.
CsvPreamble takeCsvPreamble(std::string_view& text, const std::string& source);

}  // namespace maury::io
