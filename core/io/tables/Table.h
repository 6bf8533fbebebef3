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

/// Values of a column: real (NaN = missing), 64-bit integer (exact for Gaia ids), or text (empty = missing).
/// Copying is safe if memory runs out; the variant of libstdc++ 12 then destroys an alternative that was never made, if
/// all its alternatives are vectors.
struct ColumnValues : std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> {
  using variant::variant;
  using variant::operator=;
  ColumnValues() = default;
  ColumnValues(const ColumnValues& other)
      : variant(std::visit([](const auto& values) { return variant(values); }, static_cast<const variant&>(other))) {}
  ColumnValues(ColumnValues&&) = default;
  ColumnValues& operator=(const ColumnValues& other) { return *this = ColumnValues(other); }
  ColumnValues& operator=(ColumnValues&&) = default;
  ~ColumnValues() = default;
};

/// Column with one value per row.
struct Column {
  std::string name;
  std::string unit;  ///< as spelled in the file; empty if the file has none
  ColumnValues values;
  std::string description = {};  ///< one line; empty if the file has none
  std::string ucd = {};          ///< IVOA UCD1+; empty if the file has none
  bool isFloat32 = false;        ///< true if the reals have 32-bit precision; written as 32-bit reals or short strings

  std::size_t size() const;
  bool isText() const { return std::holds_alternative<std::vector<std::string>>(values); }
  /// Returns the values as real numbers, NaN if missing. Throws Error(Format) naming the first row (1-based) that is
  /// not a number.
  std::vector<double> asReal() const;
  /// Returns the values as text, empty if missing; integers with all digits, reals with as few as read back exactly.
  std::vector<std::string> asText() const;
};

/// Column with an array in each row, whose lengths may differ: a vector of Gaia's DataLink, a FITS vector column, a
/// VOTable array.
struct ArrayColumn {
  std::string name;
  std::string unit;
  std::vector<double> values;             ///< values of all rows, one row after another; NaN = missing
  std::vector<std::size_t> starts = {0};  ///< N + 1 offsets: row i is values[starts[i], starts[i + 1]); empty = missing
  std::string description = {};
  std::string ucd = {};
  bool isFloat32 = false;  ///< see Column

  std::size_t size() const { return starts.size() - 1; }
  std::span<const double> row(std::size_t i) const;
};

/// Table whose columns all have the same number of rows.
struct Table {
  std::string source;  ///< file (and HDU) that the table was read from, for messages
  std::vector<Column> columns;
  std::vector<ArrayColumn> arrays = {};
  /// Warnings of the reader for the user, one sentence each that names the column, for example about ids that are
  /// stored as real numbers.
  std::vector<std::string> warnings = {};
  /// Description and origin of the table, one line each. Written to FITS (HISTORY), VOTable and ECSV; not read back.
  std::vector<std::string> notes = {};
  /// Arrays of an HDF5, .npy or .npz file that the table does not hold: "spectra (1000 × 7514)".
  std::vector<std::string> unusedArrays = {};

  std::size_t rowCount() const;
  /// Returns the column of that name, or else the first that differs only in case; nullptr if there is none.
  const Column* find(std::string_view name) const;
  const ArrayColumn* findArray(std::string_view name) const;  ///< does the same for array columns
  /// Does the same as find() but throws Error(Format) naming the file and its columns if there is none.
  const Column& at(std::string_view name) const;
  /// Returns at(name).asReal(); its error message names the file too.
  std::vector<double> real(std::string_view name) const;
};

/// Returns the values of an integer column in which the rows `missing` have no value: integers if none is missing,
/// otherwise reals, or strings if an integer is beyond 2^53 and would lose digits as real.
ColumnValues integersWithMissing(std::vector<std::int64_t> integers, const std::vector<std::size_t>& missing);

/// Rounds each value to the nearest 32-bit real.
void roundToFloat32(std::vector<double>& values);

}  // namespace maury::io
