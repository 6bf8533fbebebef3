// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/text/EcsvHeader.h"

namespace maury::io {

/// Column of a table whose columns have fixed positions in the line.
struct FixedColumn {
  std::string name;
  std::size_t begin = 0, end = 0;  ///< bytes [begin, end) of the line
  std::string null;                ///< cell that means missing, in addition to blanks; empty if there is none
};

/// Description of a table whose columns have fixed positions.
struct FixedLayout {
  std::vector<FixedColumn> columns;
  std::map<std::string, EcsvColumn> declared;  ///< by name: type, unit and description
  std::size_t lines = 0;                       ///< lines above the rows
};

/// Reads the description of the columns from the start of `text`, if it has one, and removes it:
/// - AAS machine-readable tables and the catalogues of the CDS: "Byte-by-byte Description of file" ("Standards for
///   Astronomical Catalogues", CDS 2.0, 2000);
/// - IPAC tables: names between bars, then types, units and null values (IPAC Table Format Definition 3.0).
/// Returns std::nullopt for other texts. Throws Error(Format) naming `source` and line if the description is invalid.
std::optional<FixedLayout> takeFixedLayout(std::string_view& text, const std::string& source);

/// Returns the description of the table `fileName` in the text of a CDS ReadMe; std::nullopt if it has none. The
/// lines of the layout are 0.
std::optional<FixedLayout> layoutInReadMe(std::string_view readMe, const std::string& fileName,
                                          const std::string& source);

/// Splits the lines of a table with fixed columns into cells without surrounding blanks. The interface is that of
/// CsvRecords.
class FixedRecords {
public:
  FixedRecords(std::string_view text, const FixedLayout& layout, std::string source);

  /// Reads the next line that is not blank into `cells`; returns false at the end. Throws Error(Format) if the lines
  /// are so much shorter than the layout that a small file would fill the memory with missing values.
  bool next(std::vector<std::string_view>& cells);
  std::size_t line() const { return m_line; }

private:
  std::string_view m_rest;
  const FixedLayout& m_layout;
  std::string m_source;
  std::size_t m_line;
  std::size_t m_cells = 0, m_bytes = 0;        ///< cells and bytes of the lines that were read
  std::vector<std::optional<double>> m_nulls;  ///< the columns' null values, if they are numbers
};

}  // namespace maury::io
