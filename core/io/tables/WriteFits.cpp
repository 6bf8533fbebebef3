// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/WriteFits.h"

#include <fmt/core.h>
#include <algorithm>
#include <cctype>
#include <set>

#include "io/AtomicFile.h"
#include "io/Units.h"
#include "io/fits/FitsWriter.h"
#include "io/tables/TableLayout.h"
#include "io/tables/TablePieces.h"

namespace maury::io {
namespace {

/// Rows that are written to all columns before the next rows, because FITS tables are stored row by row.
constexpr std::size_t kChunkRows = 4096;

/// Returns a name for a FITS column that consists of letters, digits and '_', as the standard recommends (4.0, section
/// 7.3.2.1), and adds it to `taken`. Names that are already taken, in any case, get a number.
std::string uniqueFitsName(const std::string& name, std::set<std::string>& taken) {
  constexpr std::size_t kLongest = 60;  // a card holds 68 characters
  std::string plain;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xC0) continue;  // continuation byte of a UTF-8 character, whose first byte became '_'
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

/// Headers of the FITS columns of a table.
class Columns {
public:
  void add(const Column& column, std::size_t textWidth) {
    const char types[] = {column.isFloat32 ? 'E' : 'D', 'K', 'A'};  // in the order of ColumnValues
    FitsColumn& fits = describe(column);
    fits.type = types[column.values.index()];
    fits.width = column.isText() ? textWidth : 1;
  }

  void add(const ArrayColumn& column, std::size_t length) {
    FitsColumn& fits = describe(column);
    fits.type = column.isFloat32 ? 'E' : 'D';
    fits.varies = length == 0;
    fits.width = std::max<std::size_t>(1, length);
  }

  const std::vector<FitsColumn>& all() const { return m_columns; }

private:
  template <typename AnyColumn>
  FitsColumn& describe(const AnyColumn& column) {
    FitsColumn fits;
    fits.name = uniqueFitsName(column.name, m_taken);
    const DescribedUnit described = describeUnit(column.unit, column.description, false);
    fits.unit = described.unit;
    fits.description = fits.name == column.name        ? described.description
                       : described.description.empty() ? column.name
                                                       : fmt::format("{}: {}", column.name, described.description);
    fits.ucd = isUcd(column.ucd) ? column.ucd : "";
    m_columns.push_back(std::move(fits));
    return m_columns.back();
  }

  std::vector<FitsColumn> m_columns;
  std::set<std::string> m_taken;
};

void writeRows(FitsWriter& writer, const Table& piece, const std::vector<FitsColumn>& columns, std::size_t first,
               std::size_t count, std::size_t rowsBefore) {
  const auto firstRow = static_cast<std::int64_t>(rowsBefore + first);
  int index = 0;
  for (const Column& column : piece.columns) {
    std::visit([&](const auto& values) { writer.write(index, firstRow, std::span(values).subspan(first, count)); },
               column.values);
    ++index;
  }
  for (const ArrayColumn& column : piece.arrays) {
    const std::span<const std::size_t> starts = std::span(column.starts).subspan(first, count + 1);
    if (columns[static_cast<std::size_t>(index)].varies)
      writer.writeArrays(index, firstRow, column.values, starts);
    else
      writer.write(index, firstRow, std::span(column.values).subspan(starts.front(), starts.back() - starts.front()));
    ++index;
  }
}

void appendPieces(FitsWriter& writer, const std::string& name, const TableLayout& layout, const TablePieces& pieces) {
  Columns columns;
  for (std::size_t i = 0; i < layout.head.columns.size(); ++i)
    columns.add(layout.head.columns[i], layout.texts[i].width);
  for (std::size_t i = 0; i < layout.head.arrays.size(); ++i)
    columns.add(layout.head.arrays[i], layout.lengths[i]);

  writer.createTable(name, columns.all(), static_cast<std::int64_t>(layout.rows));
  for (const std::string& note : layout.head.notes)
    writer.addHistory(note);
  std::size_t done = 0;
  pieces([&](const Table& piece) {
    const std::size_t rows = piece.rowCount();
    for (std::size_t first = 0; first < rows; first += kChunkRows)
      writeRows(writer, piece, columns.all(), first, std::min(kChunkRows, rows - first), done);
    done += rows;
  });
}

}  // namespace

void appendTable(FitsWriter& writer, const std::string& name, const Table& table) {
  TableLayout layout;
  layout.add(table);
  appendPieces(writer, name, layout, [&](const auto& use) { use(table); });
}

void writeFits(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces) {
  requireFitsColumnCount(file.target(), "TABLE", layout.head.columns.size() + layout.head.arrays.size());
  FitsWriter writer(file);
  appendPieces(writer, "TABLE", layout, pieces);
  writer.close();
}

}  // namespace maury::io
