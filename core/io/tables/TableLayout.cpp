// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/TableLayout.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace maury::io {
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

}  // namespace maury::io
