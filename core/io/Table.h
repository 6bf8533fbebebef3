// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
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

  std::size_t size() const;
  bool isText() const { return std::holds_alternative<std::vector<std::string>>(values); }
  /// The values as real numbers, NaN where missing. Throws Error(Format) naming the first row (1-based) that is text.
  std::vector<double> asReal() const;
  /// The values as text, empty where missing; integers in full, reals in shortest round-trip form.
  std::vector<std::string> asText() const;
};

/// Columns of equal length, as a CSV or a FITS table holds them.
struct Table {
  std::string source;  ///< the file (and HDU) it came from, for messages
  std::vector<Column> columns;

  std::size_t rowCount() const { return columns.empty() ? 0 : columns.front().size(); }
  /// The column of that name, first exactly, then whatever its case; nullptr when there is none.
  const Column* find(std::string_view name) const;
  /// As find(), but throws Error(Format) that names the file and the columns it has.
  const Column& at(std::string_view name) const;
  /// at(name).asReal(), with the file named in the error.
  std::vector<double> real(std::string_view name) const;
};

/// Reads a table, told apart by content: FITS (readFitsTable) or CSV with a header line (readCsv).
Table readTable(const std::filesystem::path& path);

/// The first table HDU that has scalar columns; vector columns are left out. Logicals read as 0 and 1. An integer
/// column in which a value is missing (TNULL) is real, or text where an integer is beyond 2^53 and would not survive as
/// real. Throws Error(File) or Error(Format) naming file, HDU and column.
Table readFitsTable(const std::filesystem::path& path);

/// A CSV with a header line: comma separated, or by tabs or semicolons if the header has no comma; ECSV too, with its
/// units. It may be padded with spaces, quoted (RFC 4180), hold '#' comment lines before the header and end lines as
/// Windows does. Blank lines are passed over; a column without a name is called col1, col2, … by its place. A column is
/// integer if every value is; real if every value is a number or missing (beyond the range of double: infinite or 0),
/// but text if all its numbers are integers and one is beyond 2^53, so that ids survive; else text. Missing: empty,
/// "null", "nan" (any case),
/// "-", "--". Throws Error(File) or Error(Format) naming file, line and column. The file is held in memory while it is
/// read.
Table readCsv(const std::filesystem::path& path);

/// Writes a CSV with a header line, atomically; reals in shortest form that reads back the same, missing values empty.
/// Units are not kept. Throws Error(File).
void writeCsv(const std::filesystem::path& path, const Table& table);

}  // namespace maury::io
