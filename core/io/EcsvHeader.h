// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

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
  bool isEcsv = false;
  std::optional<char> delimiter;
  std::map<std::string, EcsvColumn> columns;
};

/// Takes a byte order mark, '#' and blank lines off the front of `text`; those of ECSV are understood as YAML. Throws
/// Error(Format) naming `source` and line for YAML that is broken.
CsvPreamble takeCsvPreamble(std::string_view& text, const std::string& source);

}  // namespace maury::io
