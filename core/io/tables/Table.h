// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "io/FileKind.h"  // looksLikeFits(), which those who choose a reader need too

namespace maury::io {

/// Values of a column: real (NaN = missing), 64-bit integer (Gaia ids survive exactly), or text (empty = missing).
using ColumnValues = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

struct Column {
  std::string name;
  std::string unit;  ///< as the file states it; empty when it does not
  ColumnValues values;
  std::string description = {};  ///< one line, and the IVOA UCD1+; empty where the file has none
  std::string ucd = {};
  bool isSingle = false;  ///< reals that have 32 bits: written so, and as text with as few digits as those need

  std::size_t size() const;
  bool isText() const { return std::holds_alternative<std::vector<std::string>>(values); }
  /// The values as real numbers, NaN where missing. Throws Error(Format) naming the first row (1-based) that is text.
  std::vector<double> asReal() const;
  /// The values as text, empty where missing; integers in full, reals in shortest round-trip form.
  std::vector<std::string> asText() const;
};

/// A column of arrays, each row's of its own length: a Gaia DataLink vector, a FITS vector, a VOTable array.
struct ArrayColumn {
  std::string name;
  std::string unit;
  std::vector<double> values;             ///< of all rows, one after another; NaN = missing
  std::vector<std::size_t> starts = {0};  ///< N + 1: row i is values[starts[i], starts[i + 1]); empty = missing
  std::string description = {};
  std::string ucd = {};
  bool isSingle = false;  ///< as in Column

  std::size_t size() const { return starts.size() - 1; }
  std::span<const double> row(std::size_t i) const;
};

/// Columns of equal length, as a CSV or a FITS table holds them.
struct Table {
  std::string source;  ///< the file (and HDU) it came from, for messages
  std::vector<Column> columns;
  std::vector<ArrayColumn> arrays = {};  ///< as long as the columns
  /// What a reader found doubtful and the user should know, a sentence each that names the column: ids that were stored
  /// as real numbers.
  std::vector<std::string> warnings = {};
  /// What the table is and how it was made, a line each; written to FITS (HISTORY), VOTable and ECSV, not read.
  std::vector<std::string> notes = {};

  std::size_t rowCount() const;
  /// The column of that name, first exactly, then whatever its case; nullptr when there is none.
  const Column* find(std::string_view name) const;
  const ArrayColumn* findArray(std::string_view name) const;  ///< likewise
  /// As find(), but throws Error(Format) that names the file and the columns it has.
  const Column& at(std::string_view name) const;
  /// at(name).asReal(), with the file named in the error.
  std::vector<double> real(std::string_view name) const;
};

struct TableOptions {
  int hdu = 0;  ///< of a FITS file, 1 = primary; 0: the first table with a scalar column, or else with arrays
};

/// Reads a table, told apart by content: FITS, VOTable, or CSV and ECSV with a header line; each may be gzipped. All of
/// it is held in memory. A column named source_id (or ending in _id) that is stored as a real number, of which one is
/// beyond 2^53, gives a warning: its digits are lost. Throws Error(File) or Error(Format) naming file, HDU, line or
/// element, column and reason.
///
/// FITS: a vector or variable-length column (P, Q) of numbers is an ArrayColumn; TDIMn is not looked at. Logicals read
/// as 0 and 1. An integer column in which a value is missing (TNULL) is real, or text where an integer is beyond 2^53
/// and would not survive as real. TUNITn, TCOMMn and TUCDn are kept; complex and bit columns are left out.
///
/// VOTable 1.0 to 1.5: the first TABLE with rows (or, if none has any, the first with fields), as TABLEDATA, BINARY or
/// BINARY2; nulls and integers as in FITS. A QUERY_STATUS of ERROR is refused with what the service said.
///
/// CSV: UTF-8, or UTF-16 as spreadsheets write it; lines may end in CR, LF or both. Comma separated, or by tabs,
/// semicolons or blanks if the header has no comma; padded, quoted (RFC 4180), after
/// '#' comments, the last of which names the columns where numbers follow. Blank lines are passed over, and a column
/// without a name is called col1, col2, … by its place. A column is integer if every value is; real if every
/// value is a number or missing (beyond the range of double: infinite or 0), but text if all its numbers are integers
/// and one is beyond 2^53, so that ids survive; where commas do not separate, they are read as decimal if one is surely
/// that ("5,3", not "1,234") and no number of the table has a point, else a warning says that the column stays text; an
/// ArrayColumn if every cell is missing or a list of numbers in brackets or parentheses, "(1.0, 2.0, NaN)"; else text.
/// Missing: empty, "null", "nan" (any case), "-", "--". ECSV's header gives delimiter, datatypes (a string column stays
/// text), array subtypes, units, descriptions and UCDs.
Table readTable(const std::filesystem::path& path, const TableOptions& options = {});
/// As readTable() for what has been read or unpacked already (a member of a zip); `source` stands for the file's name.
Table readTable(std::string bytes, const std::string& source, const TableOptions& options = {});

enum class TableFormat { Fits, VoTable, Csv, Ecsv };

/// By the suffix, whatever its case: .fits and .fit, .vot, .votable and .xml, .csv, .ecsv. Throws Error(Usage) that
/// lists them.
TableFormat tableFormatOf(const std::filesystem::path& path);

/// Writes atomically, in the format that the suffix says. Integers are exact everywhere; a missing real is NaN in FITS
/// and VOTable and an empty cell in CSV, which keeps neither units nor descriptions ("" in ECSV); a missing text is
/// empty. Throws Error(Usage) for the suffix, Error(File), or Error(Format) for two columns that a format cannot tell
/// apart.
void writeTable(const std::filesystem::path& path, const Table& table);

class FitsWriter;
/// Appends the table as an HDU called `name`, for FITS files that hold more than one.
void appendTable(FitsWriter& writer, const std::string& name, const Table& table);

}  // namespace maury::io
