// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "io/fits/FitsReader.h"
#include "io/tables/Table.h"

namespace maury::io {
namespace {

/// Rows that are read from all columns before the next rows, because FITS tables are stored row by row.
constexpr std::int64_t kChunkRows = 4096;

/// Collects the values of one column, chunk by chunk.
struct ColumnCollector {
  int index = 0;
  FitsColumn header;
  std::vector<double> reals;  // also filled for integers if some may be missing
  std::vector<std::int64_t> integers;
  std::vector<std::uint64_t> unsignedIntegers;
  std::vector<std::string> texts;

  bool isText() const { return header.type == 'A'; }
  bool isReal() const { return header.type == 'E' || header.type == 'D'; }
  bool mayMiss() const { return header.hasNull || header.type == 'L'; }

  void add(const FitsReader& reader, std::int64_t first, std::int64_t count) {
    const auto begin = static_cast<std::size_t>(first);
    const auto end = static_cast<std::size_t>(first + count);
    const auto length = static_cast<std::size_t>(count);
    if (isText()) {
      std::vector<std::string> chunk = reader.readText(index, first, count);
      std::move(chunk.begin(), chunk.end(), std::back_inserter(texts));
      return;
    }
    if (header.isUnsigned64) {
      unsignedIntegers.resize(end);
      reader.readUnsigned(index, first, count, std::span(unsignedIntegers).subspan(begin, length));
      return;
    }
    if (isReal() || mayMiss()) {
      reals.resize(end);
      reader.readReal(index, first, count, std::span(reals).subspan(begin, length));
    }
    if (!isReal()) {
      integers.resize(end);
      reader.readInteger(index, first, count, std::span(integers).subspan(begin, length));
    }
  }

  ColumnValues take() {
    if (isText()) return std::move(texts);
    if (isReal()) return std::move(reals);
    if (header.isUnsigned64) return takeUnsigned();
    std::vector<std::size_t> missing;
    for (std::size_t row = 0; row < reals.size(); ++row)
      if (std::isnan(reals[row])) missing.push_back(row);
    return integersWithMissing(std::move(integers), missing);
  }

  /// Returns integers, or text with all digits if one of them is beyond the signed 64-bit range.
  ColumnValues takeUnsigned() const {
    std::vector<std::size_t> missing;
    for (std::size_t row = 0; header.nullUnsigned && row < unsignedIntegers.size(); ++row)
      if (unsignedIntegers[row] == *header.nullUnsigned) missing.push_back(row);
    const auto fits = [&](std::uint64_t value) {
      return value <= std::numeric_limits<std::int64_t>::max() || value == header.nullUnsigned;
    };
    if (std::all_of(unsignedIntegers.begin(), unsignedIntegers.end(), fits))
      return integersWithMissing({unsignedIntegers.begin(), unsignedIntegers.end()}, missing);
    std::vector<std::string> digits;
    for (const std::uint64_t value : unsignedIntegers)
      digits.push_back(value == header.nullUnsigned ? std::string() : std::to_string(value));
    return digits;
  }
};

bool isNumber(const FitsColumn& column) {
  return std::string_view("LBIJKEDX").find(column.type) != std::string_view::npos;
}

/// Returns true if a row of the column is one number or one string. A column of width 0 has no values.
bool isScalar(const FitsColumn& column) {
  if (column.type == 'A') return column.width > 0;
  return !column.varies && isNumber(column) && column.width == 1;
}

bool isArray(const FitsColumn& column) {
  if (column.varies) return isNumber(column) && column.type != 'X';
  return isNumber(column) && column.width > 1;
}

/// Adds a warning that names the columns whose values cannot be read.
void warnAboutOthers(const std::vector<FitsColumn>& columns, Table& table) {
  constexpr std::size_t kListed = 5;
  std::size_t count = 0;
  std::string names;
  for (const FitsColumn& column : columns) {
    if (column.width == 0 || isScalar(column) || isArray(column)) continue;
    if (++count <= kListed) names += fmt::format("{}'{}'", names.empty() ? "" : ", ", excerpt(column.name));
  }
  if (count > 0)
    table.warnings.push_back(fmt::format("{}: {} with complex numbers or bits of varying length {} left out: {}{}.",
                                         table.source, count == 1 ? "1 column" : fmt::format("{} columns", count),
                                         count == 1 ? "was" : "were", names, count > kListed ? " …" : ""));
}

void readScalars(const FitsReader& reader, const std::vector<FitsColumn>& columns, Table& table) {
  std::vector<ColumnCollector> collectors;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (isScalar(columns[i])) collectors.push_back(ColumnCollector{static_cast<int>(i), columns[i], {}, {}, {}, {}});
  if (collectors.empty()) return;
  const std::int64_t rows = reader.rowCount();
  for (std::int64_t first = 0; first < rows; first += kChunkRows)
    for (ColumnCollector& collector : collectors)
      collector.add(reader, first, std::min(kChunkRows, rows - first));
  for (ColumnCollector& collector : collectors) {
    const FitsColumn& header = collector.header;
    table.columns.push_back(
        Column{header.name, header.unit, collector.take(), header.description, header.ucd, header.type == 'E'});
  }
}

void readArrays(const FitsReader& reader, const std::vector<FitsColumn>& columns, Table& table) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const FitsColumn& column = columns[i];
    if (!isArray(column)) continue;
    FitsArrays read;
    reader.readArrays(static_cast<int>(i), 0, reader.rowCount(), read);
    table.arrays.push_back(ArrayColumn{column.name, column.unit, std::move(read.values), std::move(read.starts),
                                       column.description, column.ucd, column.type == 'E'});
  }
}

/// Returns the number of the first table HDU with a column for which `matches` is true; 0 if there is none. Sets
/// `anyTable` if the file has a table at all.
template <typename Predicate>
int findTable(FitsReader& reader, const Predicate& matches, bool& anyTable) {
  for (int number = 1; number <= reader.hduCount(); ++number) {
    reader.moveTo(number);
    if (!reader.isTable()) continue;
    anyTable = true;
    const std::vector<FitsColumn> columns = reader.columns();
    if (std::any_of(columns.begin(), columns.end(), matches)) return number;
  }
  return 0;
}

Table readHdu(FitsReader& reader) {
  std::vector<FitsColumn> columns = reader.columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name.empty()) columns[i].name = fmt::format("col{}", i + 1);
  Table table;
  table.source = fmt::format("{}, {}", reader.path().string(), reader.hduLabel());
  readScalars(reader, columns, table);
  readArrays(reader, columns, table);
  warnAboutOthers(columns, table);
  return table;
}

}  // namespace

Table readFitsTable(FitsReader& reader, int hdu) {
  std::string location = reader.path().string();
  bool anyTable = false;
  if (hdu != 0) {
    reader.moveTo(hdu);
    location = fmt::format("{}, {}", location, reader.hduLabel());
    anyTable = reader.isTable();
  } else {
    hdu = findTable(reader, isScalar, anyTable);
    if (hdu == 0) hdu = findTable(reader, isArray, anyTable);
    if (hdu != 0) reader.moveTo(hdu);
  }
  Table table;
  if (anyTable && hdu != 0) table = readHdu(reader);
  if (table.columns.empty() && table.arrays.empty())
    throw Error(ErrorKind::Format, fmt::format("{}: {}", location,
                                               anyTable ? "none of its tables has a column of numbers or text"
                                                        : "it contains only images, no table"));
  return table;
}

}  // namespace maury::io
