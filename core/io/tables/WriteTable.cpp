// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/DiskSpace.h"
#include "io/tables/TableFiles.h"

namespace maury::io {

TableFormat tableFormatOf(const std::filesystem::path& path) {
  std::string suffix = path.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (suffix == ".fits" || suffix == ".fit") return TableFormat::Fits;
  if (suffix == ".vot" || suffix == ".votable" || suffix == ".xml") return TableFormat::VoTable;
  if (suffix == ".csv") return TableFormat::Csv;
  if (suffix == ".ecsv") return TableFormat::Ecsv;
  throw Error(ErrorKind::Usage,
              fmt::format("{}: the suffix must be that of a table format: .fits, .vot (or .xml), .csv or .ecsv",
                          path.string()));
}

namespace {

bool isAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Returns the common length of all rows of a column if it is at least 2, otherwise 0.
std::size_t commonLength(const ArrayColumn& column) {
  for (std::size_t row = 1; row < column.size(); ++row)
    if (column.row(row).size() != column.row(0).size()) return 0;
  return column.size() == 0 || column.row(0).size() < 2 ? 0 : column.row(0).size();
}

/// Returns the number of bytes that the rows take in FITS, without arrays of different lengths.
std::uint64_t fitsBytes(const TableLayout& layout) {
  std::uint64_t rowBytes = 0;
  for (std::size_t i = 0; i < layout.head.columns.size(); ++i) {
    const Column& column = layout.head.columns[i];
    rowBytes += column.isText() ? layout.texts[i].width : column.isFloat32 ? sizeof(float) : sizeof(double);
  }
  for (std::size_t i = 0; i < layout.head.arrays.size(); ++i)
    rowBytes += layout.lengths[i] * (layout.head.arrays[i].isFloat32 ? sizeof(float) : sizeof(double));
  return rowBytes * layout.rows;
}

Table headOf(const Table& table) {
  Table head{table.source, {}, {}, {}, table.notes};
  for (const Column& column : table.columns) {
    ColumnValues none =
        std::visit([](const auto& values) { return ColumnValues(std::decay_t<decltype(values)>()); }, column.values);
    head.columns.push_back(
        {column.name, column.unit, std::move(none), column.description, column.ucd, column.isFloat32});
  }
  for (const ArrayColumn& column : table.arrays)
    head.arrays.push_back({column.name, column.unit, {}, {0}, column.description, column.ucd, column.isFloat32});
  return head;
}

}  // namespace

void TableLayout::add(const Table& piece) {
  const auto isUneven = [&](const auto& column) { return column.size() != piece.rowCount(); };
  if (std::any_of(piece.columns.begin(), piece.columns.end(), isUneven) ||
      std::any_of(piece.arrays.begin(), piece.arrays.end(), isUneven))
    throw std::invalid_argument("writeTable: columns of different length");

  if (head.columns.empty() && head.arrays.empty()) {
    head = headOf(piece);
    texts.resize(piece.columns.size());
  }
  for (std::size_t i = 0; i < piece.columns.size(); ++i) {
    const auto* values = std::get_if<std::vector<std::string>>(&piece.columns[i].values);
    if (values == nullptr) continue;
    for (const std::string& text : *values) {
      texts[i].width = std::max(texts[i].width, text.size());
      texts[i].isAscii = texts[i].isAscii && isAscii(text);
    }
  }
  lengths.resize(piece.arrays.size());
  for (std::size_t i = 0; i < piece.arrays.size() && piece.rowCount() > 0; ++i) {
    const std::size_t length = commonLength(piece.arrays[i]);
    lengths[i] = rows == 0 || lengths[i] == length ? length : 0;
  }
  rows += piece.rowCount();
}

void writeTable(const std::filesystem::path& path, const Table& table) {
  writeTable(path, [&](const auto& use) { use(table); });
}

void writeTable(const std::filesystem::path& path, const TablePieces& pieces) {
  const TableFormat format = tableFormatOf(path);
  AtomicFile file(path);
  TableLayout layout;
  pieces([&](const Table& piece) { layout.add(piece); });
  switch (format) {
    case TableFormat::Fits:
      requireSpace(path, fitsBytes(layout));
      writeFits(file, layout, pieces);
      break;
    case TableFormat::VoTable:
      writeVoTable(file, layout, pieces);
      break;
    case TableFormat::Csv:
      writeCsv(file, layout, pieces);
      break;
    case TableFormat::Ecsv:
      writeEcsv(file, layout, pieces);
      break;
  }
  file.commit();
}

}  // namespace maury::io
