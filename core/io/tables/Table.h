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

struct TableOptions {
  int hdu = 0;  ///< HDU of a FITS file, 1 = primary; 0: first table with a scalar column, or else with an array column
  std::string group = {};  ///< group, table or array of an HDF5, .npy or .npz file; empty: readArrayTable() chooses
};

/// Reads a whole table into memory. Recognises the format by content: FITS, VOTable, HDF5, .npy, .npz, or text; each
/// may be gzipped. Adds
/// a warning for a column named source_id (or ending in _id) that is stored as real numbers beyond 2^53, because digits
/// are lost. Throws Error(File) or Error(Format) naming file, HDU, line or element, column and reason.
///
/// FITS: the checksums of the file are verified (FitsReader::verifyChecksums()). A vector or variable-length column (P,
/// Q) of numbers becomes an ArrayColumn; TDIMn is ignored. Logicals are read as 0 and 1. An integer column with a
/// missing value (TNULL) becomes real, or text if an integer is beyond 2^53 and would lose digits as real; unsigned
/// integers beyond 2^63 become text, too; bits become 0 and 1. TUNITn, TCOMMn, TUCDn are kept, complex columns are not.
///
/// VOTable 1.0 to 1.5: reads the first TABLE with rows (or, if none has rows, the first with fields), as TABLEDATA,
/// BINARY or BINARY2. The rows of further TABLEs with the same fields follow; a PARAM that differs between these TABLEs
/// becomes a column, and so does their name (column "table"). TABLEs with other fields are left out, with a warning.
/// Nulls and integers are treated as in FITS. A document whose QUERY_STATUS is ERROR is refused with the service's
/// message.
///
/// HDF5, .npy and .npz: readArrayTable().
///
/// CSV, ECSV and other text with separated cells:
/// - Encoding: UTF-8, or UTF-16 as written by spreadsheets; lines may end in CR, LF or both.
/// - Cells: separated by commas, or by tabs, semicolons or blanks if the header has no comma. They may be padded and
///   quoted (RFC 4180).
/// - Missing values are empty, "null", "nan" (in any case), "-" and "--", and in columns of numbers also the words of
///   isMissingNumber().
/// - Lines: comments ('#', '!', '%', ';') may come first, and between rows that are separated by blanks. Blank lines
/// are
///   ignored.
/// - Names: takeTextHeader() finds them and the units. A table without any is read with the names col1, col2, … and a
///   warning; so is a column without a name. A name that occurs twice gets a number, with a warning.
/// - Types: a column is integer if every value is one. It is real if every value is a number or missing (outside the
///   range of double: infinite or 0), but text if all its numbers are integers and one is beyond 2^53, so that ids keep
///   their digits. It is text as well if all its integers have the same number of digits, at least 5, and one begins
///   with 0, as in flags of one digit per quantity. It becomes an ArrayColumn if every cell is missing or a list of
///   numbers in brackets or parentheses, "(1.0, 2.0, NaN)". Otherwise it is text, with a warning if nearly all cells
///   are numbers.
/// - Decimal commas: if commas do not separate cells, they are read as decimal commas provided that one of them surely
///   is ("5,3", not "1,234") and no number of the table has a point. Otherwise the column becomes text, with a warning.
/// - ECSV's header sets the delimiter, datatypes (a string column stays text), array subtypes, units, descriptions and
///   UCDs.
///
/// Text with columns at fixed positions: tables of the AAS and of IPAC, and of the CDS if its ReadMe is in the same
/// folder (takeFixedLayout(), layoutInReadMe()), with types, units, descriptions and null values.
Table readTable(const std::filesystem::path& path, const TableOptions& options = {});
/// Does the same for bytes that were already read or unpacked, such as a member of a zip archive; `source` names the
/// file in messages.
Table readTable(std::string bytes, const std::string& source, const TableOptions& options = {});

/// Returns the names of the columns of a text table that begins with `start`, as readTable() finds them, except that
/// repeated names have no numbers. `start` is UTF-8 (normaliseText()) and holds the header and some rows; `path` is the
/// file on disk, or empty. Returns nothing for an invalid table.
std::vector<std::string> textColumnNames(std::string_view start, const std::string& source,
                                         const std::filesystem::path& path = {});

enum class TableFormat { Fits, VoTable, Csv, Ecsv };

/// Returns the format for a file's suffix in any case: .fits and .fit, .vot, .votable and .xml, .csv, .ecsv. Throws
/// Error(Usage) listing the suffixes for any other.
TableFormat tableFormatOf(const std::filesystem::path& path);

/// Writes a table atomically, in the format of the file's suffix. Integers are exact in every format. A missing real is
/// NaN in FITS and VOTable and an empty cell in CSV; a missing text is empty. CSV has neither units nor descriptions.
/// Throws Error(Usage) for an unknown suffix, Error(File), or Error(Format) for two columns with names that the format
/// cannot distinguish.
void writeTable(const std::filesystem::path& path, const Table& table);

class FitsWriter;
/// Appends the table as an HDU called `name`, for FITS files with several tables.
void appendTable(FitsWriter& writer, const std::string& name, const Table& table);

}  // namespace maury::io
