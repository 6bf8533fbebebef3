// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/IdTable.h"

#include <fmt/format.h>

#include <string_view>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "survey/names/Ids.h"

namespace maury::survey {

namespace {

std::vector<std::string> plainIds(const io::Column& column) {
  std::vector<std::string> ids = column.asText();
  for (std::string& id : ids)
    id = plainId(id);
  return ids;
}

/// Finds the two id columns. Removes each from a copy of the columns to find the next.
std::pair<const io::Column*, const io::Column*> findIdColumns(const io::Table& table) {
  const io::Column* source = table.find("source_id");
  const io::Column* earlier = table.find("dr3_source_id");
  if (source != nullptr && earlier != nullptr) return {source, earlier};
  std::vector<io::Column> rest = table.columns;
  std::vector<const io::Column*> found;
  while (found.size() < 2) {
    const io::Column* next = findIdColumn(rest);
    if (next == nullptr) break;
    found.push_back(table.find(next->name));
    rest.erase(rest.begin() + (next - rest.data()));
  }
  if (found.size() == 2) return {found[0], found[1]};
  if (table.columns.size() == 2) return {&table.columns[0], &table.columns[1]};
  std::string names;
  for (const io::Column& column : table.columns)
    if (names.size() < 200) names += (names.empty() ? "" : ", ") + excerpt(column.name);
  throw Error(ErrorKind::Format,
              fmt::format("{}: the two columns of ids are not known; the table has {}.", table.source, names),
              "Name them with --via-columns SURVEY,CATALOGUE.");
}

}  // namespace

IdTable readIdTable(const std::filesystem::path& path, const std::vector<std::string>& columns) {
  if (!columns.empty() && columns.size() != 2)
    throw Error(ErrorKind::Usage,
                "Name two columns of the table of ids: that of the survey's ids, then that of the "
                "catalogue's.");
  const io::Table table = io::readTable(path);
  const auto [first, second] =
      columns.empty() ? findIdColumns(table) : std::pair{&table.at(columns[0]), &table.at(columns[1])};
  IdTable ids{table.source, first->name, second->name, plainIds(*first), plainIds(*second), {}};
  if (const io::Column* separation = table.find("angular_distance"); separation != nullptr && !separation->isText())
    ids.separation = separation->asReal();
  return ids;
}

TranslatedIds translateIds(const std::vector<std::string>& ids, const IdTable& table, bool isReversed) {
  const std::vector<std::string>& from = isReversed ? table.second : table.first;
  const std::vector<std::string>& to = isReversed ? table.first : table.second;
  struct Choice {
    std::size_t row;
    bool isAmbiguous;
  };
  std::unordered_map<std::string_view, Choice> rows;
  rows.reserve(from.size());
  for (std::size_t row = 0; row < from.size(); ++row) {
    if (from[row].empty() || to[row].empty()) continue;
    const auto [place, isNew] = rows.emplace(from[row], Choice{row, false});
    if (isNew || to[place->second.row] == to[row]) continue;
    place->second.isAmbiguous = true;
    if (!table.separation.empty() && table.separation[row] < table.separation[place->second.row])
      place->second.row = row;
  }
  TranslatedIds translated;
  translated.ids.reserve(ids.size());
  for (const std::string& id : ids) {
    const auto found = rows.find(id);
    if (id.empty() || found == rows.end()) {
      translated.ids.emplace_back();
      continue;
    }
    translated.ids.push_back(to[found->second.row]);
    ++translated.found;
    if (found->second.isAmbiguous) ++translated.ambiguous;
  }
  return translated;
}

}  // namespace maury::survey
