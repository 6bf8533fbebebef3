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
  /// The values as real numbers, NaN where missing. Throws Error(Format) naming the first row that is text.
  std::vector<double> asReal() const;
  /// The values as text; integers in full, reals in shortest round-trip form.
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
};

/// Reads a table, told apart by content: FITS (first table HDU with scalar columns) or CSV with a header line. A CSV
/// may be padded with spaces, quoted (RFC 4180) and hold '#' comment lines before the header. A column is integer if
/// every value is, real if every value is a number or missing, else text; a value with a leading zero before a digit
/// ("022.") keeps its column text only if other values are text. Missing: empty, "null", "nan", "NaN", "-", "--".
/// Throws Error(File) or Error(Format) naming file, line and column.
Table readTable(const std::filesystem::path& path);

/// Writes a CSV with a header line, atomically; reals in shortest form that reads back the same.
void writeCsv(const std::filesystem::path& path, const Table& table);

}  // namespace maury::io
