// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "io/Fits.h"
#include "io/Numbers.h"
#include "io/Table.h"

namespace maury::io {
namespace {

/// Rows read from all columns before the next ones: FITS tables are stored row by row.
constexpr std::int64_t kChunkRows = 4096;

/// Gathers one column chunk by chunk.
struct Gathered {
  int index = 0;
  FitsColumn header;
  std::vector<double> reals;  // of integers only where some may be missing
  std::vector<std::int64_t> integers;
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
    const auto missing = [](double value) { return std::isnan(value); };
    if (std::none_of(reals.begin(), reals.end(), missing)) return std::move(integers);
    bool exact = true;
    for (std::size_t row = 0; row < reals.size(); ++row)
      if (!missing(reals[row]) && (integers[row] > kLargestExactInteger || integers[row] < -kLargestExactInteger))
        exact = false;
    if (exact) return std::move(reals);
    texts.resize(reals.size());
    for (std::size_t row = 0; row < reals.size(); ++row)
      if (!missing(reals[row])) texts[row] = std::to_string(integers[row]);
    return std::move(texts);
  }
};

std::vector<Gathered> scalarColumns(const FitsReader& reader) {
  std::vector<Gathered> found;
  int index = -1;
  for (FitsColumn& column : reader.columns()) {
    ++index;
    const bool scalar = column.type == 'A' ||
                        (std::string_view("LBIJKED").find(column.type) != std::string_view::npos && column.width == 1);
    if (!scalar) continue;
    if (column.name.empty()) column.name = fmt::format("col{}", index + 1);
    found.push_back(Gathered{index, std::move(column), {}, {}, {}});
  }
  return found;
}

}  // namespace

Table readFitsTable(const std::filesystem::path& path) {
  FitsReader reader(path);
  bool anyTable = false;
  for (int hdu = 1; hdu <= reader.hduCount(); ++hdu) {
    reader.moveTo(hdu);
    if (!reader.isTable()) continue;
    anyTable = true;
    std::vector<Gathered> gathered = scalarColumns(reader);
    if (gathered.empty()) continue;

    const std::int64_t rows = reader.rowCount();
    for (std::int64_t first = 0; first < rows; first += kChunkRows)
      for (Gathered& column : gathered)
        column.add(reader, first, std::min(kChunkRows, rows - first));

    Table table;
    table.source = fmt::format("{}, {}", path.string(), reader.hduLabel());
    for (Gathered& column : gathered)
      table.columns.push_back(Column{column.header.name, column.header.unit, column.take()});
    return table;
  }
  throw Error(ErrorKind::Format, fmt::format("{}: {}", path.string(),
                                             anyTable ? "its tables have no column with one value a row"
                                                      : "it has no table, only images"));
}

}  // namespace maury::io
