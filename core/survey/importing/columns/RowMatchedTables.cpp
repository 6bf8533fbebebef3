// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/RowMatchedTables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "survey/importing/CatalogueTable.h"

namespace maury::survey {

namespace {

/// Returns true if both columns hold the same values; missing ones are equal.
bool haveSameValues(const io::Column& a, const io::Column& b) {
  if (a.values.index() != b.values.index()) return a.asText() == b.asText();
  const auto* reals = std::get_if<std::vector<double>>(&a.values);
  if (reals == nullptr) return a.values == b.values;
  const auto& others = std::get<std::vector<double>>(b.values);
  return std::equal(reals->begin(), reals->end(), others.begin(), others.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

enum class Match { None, ById, ByRow };

Match matchOf(const io::Table& table, const io::Column& ids, const io::Table& other) {
  std::size_t repeated = 0;
  for (const io::Column& column : other.columns)
    repeated += table.find(column.name) != nullptr ? 1 : 0;
  if (other.columns.size() > 2 && 2 * repeated > other.columns.size() + 1) return Match::None;
  const io::Column* otherIds = other.find(ids.name);
  if (otherIds != nullptr) return haveSameValues(ids, *otherIds) ? Match::ById : Match::None;
  return other.rowCount() > 1 ? Match::ByRow : Match::None;
}

void addColumnsOf(io::Table& table, io::Table&& other, const std::string& name) {
  for (io::Column& column : other.columns) {
    const io::Column* known = table.find(column.name);
    if (known != nullptr && haveSameValues(*known, column)) continue;
    if (known != nullptr) column.name += "_" + name;
    if (table.find(column.name) == nullptr) table.columns.push_back(std::move(column));
  }
  for (io::ArrayColumn& column : other.arrays)
    if (table.findArray(column.name) == nullptr) table.arrays.push_back(std::move(column));
}

}  // namespace

io::Table rowMatchedTable(SourceFile& file, int hdu) {
  io::Table table = file.readTable(hdu);
  const io::Column* found = knownIdColumn(table);
  if (found == nullptr) return table;
  const io::Column ids = *found;
  std::vector<std::pair<io::Table, SourceFile::Tabular>> byRow;
  bool anyById = false;
  const std::set<int> used = file.usedHdus();
  for (const SourceFile::Tabular& other : file.tables()) {
    if (other.hdu == hdu || other.rows != static_cast<std::int64_t>(table.rowCount()) || other.hasSpectra) continue;
    io::Table read = file.readTable(other.hdu);
    const Match match = matchOf(table, ids, read);
    anyById = anyById || match == Match::ById;
    if (match == Match::ById)
      addColumnsOf(table, std::move(read), other.name);
    else if (match == Match::ByRow)
      byRow.emplace_back(std::move(read), other);
    if (match != Match::ById && !used.contains(other.hdu)) file.unmarkUsed(other.hdu);
  }
  if (!anyById) return table;
  for (auto& [read, other] : byRow) {
    addColumnsOf(table, std::move(read), other.name);
    file.markUsed(other.hdu);
    table.warnings.push_back(
        fmt::format("{}: {} has no column '{}'; it was joined row by row, because it has the same "
                    "number of rows.",
                    file.source(), file.hduLabel(other.hdu), ids.name));
  }
  return table;
}

int starTableHdu(SourceFile& file, std::size_t rows) {
  for (const SourceFile::Tabular& table : file.tables())
    if (table.hdu == file.tableHdu() && table.rows == static_cast<std::int64_t>(rows)) return table.hdu;
  for (const SourceFile::Tabular& table : file.tables()) {
    io::Table names;
    for (const std::string& name : table.columns)
      names.columns.push_back({name, "", std::vector<std::string>()});
    if (table.rows == static_cast<std::int64_t>(rows) && knownIdColumn(names) != nullptr) return table.hdu;
  }
  return 0;
}

}  // namespace maury::survey
