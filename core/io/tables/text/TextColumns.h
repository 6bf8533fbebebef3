// SPDX-License-Identifier: GPL-3.0-or-later
// Columns of a text table, whose types follow from their cells. Only the sources of the text readers use this header.
//
// A text is read twice: first to find the kinds of the columns, then to fill them. This needs memory only for the
// result. Both passes take the records from a reader with next(cells) and line(), which is copied for the first pass.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/Error.h"
#include "io/tables/Table.h"
#include "io/tables/text/EcsvHeader.h"

namespace maury::io {

/// Kinds of cells that a column was found to contain, from which its type follows.
struct ColumnKind {
  const EcsvColumn* declared = nullptr;  ///< type stated by the header, nullptr if there is none
  bool anyMissing = false;
  bool anyMissingWord = false;  ///< a word such as "N/A", which means missing only among numbers
  bool anyText = false;
  bool anyReal = false;
  bool anyBool = false;
  bool anyList = false;
  bool anyInteger = false;
  bool anyPoint = false;        ///< a real number with a decimal point
  bool anyComma = false;        ///< a number with what may be a decimal comma
  bool isCommaSure = false;     ///< at least one of these commas cannot separate thousands, unlike the comma of "1,234"
  bool readsCommas = false;     ///< decideCommas() found that they are decimal commas
  std::string comma;            ///< the first cell with such a comma
  bool anyLarge = false;        ///< an integer beyond 2^53
  bool anyTooLarge = false;     ///< an integer beyond 64 bits
  std::size_t codeDigits = 0;   ///< digits of the first integer
  bool anyOtherWidth = false;   ///< an integer with a sign or with another number of digits
  bool anyLeadingZero = false;  ///< an integer such as 00000010
  std::size_t numbers = 0;      ///< numbers that were inspected; repeated cells are not
  std::size_t texts = 0;        ///< cells of text that were inspected, at most kMaxOddCells + 1
  std::string oddCell;          ///< the first cell of text
  std::size_t oddLine = 0;      ///< its line (1-based)

  bool isDeclared(std::string_view datatype) const { return declared != nullptr && declared->datatype == datatype; }
  bool isDeclaredReal() const { return declared != nullptr && declared->datatype.starts_with("float"); }
  bool anyNumber() const { return anyReal || anyInteger || anyTooLarge || anyComma; }

  void inspect(std::string_view cell, std::size_t line, std::vector<double>& scratch);
  void inspectDigits(std::string_view text);
  /// Returns true if all cells have the same number of digits and some begin with 0: flags of one digit per quantity,
  /// and ids, whose zeros a number would lose.
  bool isDigitCode() const;
  bool isArray() const;
  bool isText() const;
  bool isInteger(std::size_t rows) const;
  /// Returns true if all cells are numbers or missing, provided that the commas are decimal.
  bool seemsDecimalComma() const { return anyComma && !anyText && !anyList && !anyBool; }
  /// Returns true if a column of text has numbers in nearly all cells.
  bool isNearlyNumeric() const;
};

/// Builds one column of the table, of scalars or of arrays, from the cells of the file.
struct ColumnBuilder {
  ColumnKind kind;
  std::string previous;  ///< cell of the previous row; empty in the first row
  Column column;
  ArrayColumn arrays;

  void prepare(std::size_t rows);
  void inspect(std::string_view cell, std::size_t line, std::vector<double>& scratch) {
    if (!repeats(cell) || cell.empty()) kind.inspect(cell, line, scratch);
  }
  void add(std::string_view cell);
  void moveTo(Table& table);

private:
  /// Returns true if the cell equals the one in the previous row. Its value is then reused, which saves time in files
  /// with one row per pixel, where ids and coordinates repeat.
  bool repeats(std::string_view cell) {
    if (cell == previous) return true;
    previous = cell;
    return false;
  }
};

/// Makes a builder for each name. A name that repeats an earlier one gets a number ("flux_2") and a warning of the
/// table, and a column without a name is called col1, col2, … by its position. `declared` must outlive the builders.
std::vector<ColumnBuilder> makeBuilders(std::vector<std::string> names,
                                        const std::map<std::string, EcsvColumn>& declared, Table& table);

/// Decides for the whole table whether the commas in numbers are decimal: they are if one of them surely is and no
/// number has a decimal point. Otherwise a column with such commas becomes text, with a warning. If commas separate the
/// columns, a column with commas inside quotes is text without a warning, because these may mean anything.
void decideCommas(std::vector<ColumnBuilder>& builders, char delimiter, Table& table);

/// Adds a warning for each column of text in which nearly all cells are numbers.
void warnAboutOddCells(const std::vector<ColumnBuilder>& builders, Table& table);

/// Throws that the record at `line` has `cells` instead of builders.size() cells.
[[noreturn]] void refuseRecord(const std::vector<std::string_view>& cells, std::size_t line,
                               const std::vector<ColumnBuilder>& builders, const std::string& source);
/// Throws if a cell of a column that is declared as an array is something else.
void requireList(const ColumnBuilder& builder, std::string_view cell, std::size_t line, const std::string& source);

/// Reads the next record that has a cell for each of `columns`; passes over comments among the rows. Records with
/// another number of cells are returned too; the caller refuses them.
template <typename Records>
bool nextRecord(Records& records, std::vector<std::string_view>& cells, std::size_t columns) {
  while (records.next(cells)) {
    const bool isComment = cells.size() != columns && !cells.empty() && cells.front().starts_with('#');
    if (!isComment) return true;
  }
  return false;
}

/// Reads all records into `table`. Throws Error(Format) naming the line of a record with more or fewer cells than there
/// are columns.
template <typename Records>
void readRecords(Records records, std::vector<ColumnBuilder>& builders, char delimiter, Table& table) {
  std::vector<std::string_view> cells;
  std::vector<double> scratch;
  std::size_t rows = 0;
  for (Records first = records; nextRecord(first, cells, builders.size()); ++rows) {
    if (cells.size() != builders.size()) refuseRecord(cells, first.line(), builders, table.source);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      builders[i].inspect(cells[i], first.line(), scratch);
      if (builders[i].kind.declared != nullptr && builders[i].kind.declared->isArray)
        requireList(builders[i], cells[i], first.line(), table.source);
    }
  }
  decideCommas(builders, delimiter, table);
  warnAboutOddCells(builders, table);
  for (ColumnBuilder& builder : builders)
    builder.prepare(rows);
  while (nextRecord(records, cells, builders.size()))
    for (std::size_t i = 0; i < cells.size(); ++i)
      builders[i].add(cells[i]);
  for (ColumnBuilder& builder : builders)
    builder.moveTo(table);
}

}  // namespace maury::io
