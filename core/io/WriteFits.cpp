// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>
#include <algorithm>
#include <cctype>
#include <set>

#include "io/AtomicFile.h"
#include "io/TableFiles.h"
#include "io/Units.h"

namespace maury::io {
namespace {

/// Rows written to all columns before the next ones: FITS tables are stored row by row.
constexpr std::size_t kChunkRows = 4096;

/// A name of letters, digits and '_', as FITS recommends (standard 4.0, section 7.3.2.1), unlike those before whatever
/// the case.
std::string plainName(const std::string& name, std::set<std::string>& taken) {
  constexpr std::size_t kLongest = 60;  // a card holds 68 characters
  std::string plain;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0) continue;  // the rest of a UTF-8 character whose first byte became '_'
    plain += byte < 0x80 && std::isalnum(byte) != 0 ? c : '_';
  }
  plain.resize(std::min(plain.size(), kLongest));
  const auto claim = [&](std::string candidate) {
    for (char& c : candidate)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return taken.insert(candidate).second;
  };
  std::string distinct = plain;
  for (int number = 2; !claim(distinct); ++number)
    distinct = fmt::format("{}_{}", plain, number);
  return distinct;
}

/// Fixed if all rows have the same length, and more than one value, which would read back as a scalar. A missing row
/// among others has no length, so that the column varies.
bool hasFixedLength(const ArrayColumn& column) {
  if (column.size() == 0 || column.row(0).size() < 2) return false;
  for (std::size_t row = 1; row < column.size(); ++row)
    if (column.row(row).size() != column.row(0).size()) return false;
  return true;
}

class Columns {
public:
  void add(const Column& column) {
    const char types[] = {column.isSingle ? 'E' : 'D', 'K', 'A'};  // in the order of ColumnValues
    FitsColumn& fits = describe(column);
    fits.type = types[column.values.index()];
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
      for (const std::string& text : *texts)
        fits.width = std::max(fits.width, text.size());
  }

  void add(const ArrayColumn& column) {
    FitsColumn& fits = describe(column);
    fits.type = column.isSingle ? 'E' : 'D';
    fits.varies = !hasFixedLength(column);
    fits.width = fits.varies ? 1 : column.row(0).size();
  }

  const std::vector<FitsColumn>& all() const { return m_columns; }

private:
  template <typename AnyColumn>
  FitsColumn& describe(const AnyColumn& column) {
    FitsColumn fits;
    fits.name = plainName(column.name, m_taken);
    const StatedUnit stated = statedUnit(column.unit, column.description, false);
    fits.unit = stated.unit;
    fits.description = fits.name == column.name     ? stated.description
                       : stated.description.empty() ? column.name
                                                    : fmt::format("{}: {}", column.name, stated.description);
    fits.ucd = isUcd(column.ucd) ? column.ucd : "";
    m_columns.push_back(std::move(fits));
    return m_columns.back();
  }

  std::vector<FitsColumn> m_columns;
  std::set<std::string> m_taken;
};

void writeRows(FitsWriter& writer, const Table& table, const std::vector<FitsColumn>& columns, std::size_t first,
               std::size_t count) {
  const auto at = static_cast<std::int64_t>(first);
  int index = 0;
  for (const Column& column : table.columns) {
    std::visit([&](const auto& values) { writer.write(index, at, std::span(values).subspan(first, count)); },
               column.values);
    ++index;
  }
  for (const ArrayColumn& column : table.arrays) {
    const std::span<const std::size_t> starts = std::span(column.starts).subspan(first, count + 1);
    if (columns[static_cast<std::size_t>(index)].varies)
      writer.writeArrays(index, at, column.values, starts);
    else
      writer.write(index, at, std::span(column.values).subspan(starts.front(), starts.back() - starts.front()));
    ++index;
  }
}

}  // namespace

void appendTable(FitsWriter& writer, const std::string& name, const Table& table) {
  Columns columns;
  for (const Column& column : table.columns)
    columns.add(column);
  for (const ArrayColumn& column : table.arrays)
    columns.add(column);

  const std::size_t rows = table.rowCount();
  writer.createTable(name, columns.all(), static_cast<std::int64_t>(rows));
  for (const std::string& note : table.notes)
    writer.addHistory(note);
  for (std::size_t first = 0; first < rows; first += kChunkRows)
    writeRows(writer, table, columns.all(), first, std::min(kChunkRows, rows - first));
}

void writeFits(AtomicFile& file, const Table& table) {
  FitsWriter writer(file.temporary());
  appendTable(writer, "TABLE", table);
  writer.close();
}

}  // namespace maury::io
