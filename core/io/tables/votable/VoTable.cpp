// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/votable/VoTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "io/tables/votable/VoTableBinary.h"
#include "io/tables/votable/VoTableField.h"

namespace maury::io {
namespace {

using pugi::xml_node;

xml_node childOf(const xml_node& node, std::string_view name) {
  return node.find_child([&](const xml_node& child) { return localName(child) == name; });
}

/// Returns the element TABLEDATA, BINARY, BINARY2 or FITS of a TABLE; an empty node if it has no data.
xml_node serialization(const xml_node& table) {
  const xml_node data = childOf(table, "DATA");
  return data.find_child([](const xml_node& child) {
    const std::string_view name = localName(child);
    return name == "TABLEDATA" || name == "BINARY" || name == "BINARY2" || name == "FITS";
  });
}

bool hasRows(const xml_node& table) {
  const xml_node data = serialization(table);
  if (localName(data) == "TABLEDATA") return childOf(data, "TR");
  const xml_node stream = childOf(data, "STREAM");
  return stream.attribute("href") || !trim(stream.child_value()).empty();
}

/// Throws if the document holds the error message of a service in place of data (DALI 1.1, section 4.4), with the
/// service's own words. Adds a warning if the service stopped at its row limit.
void checkQueryStatus(const xml_node& document, const std::string& source, Table& table) {
  const auto isStatus = [](const xml_node& node, std::string_view value) {
    return localName(node) == "INFO" && std::string_view(node.attribute("name").value()) == "QUERY_STATUS" &&
           std::string_view(node.attribute("value").value()) == value;
  };
  if (const xml_node error = document.find_node([&](const xml_node& node) { return isStatus(node, "ERROR"); })) {
    const std::string reason(trim(innerText(error)));
    throw Error(ErrorKind::Format, fmt::format("{}: contains an error message of the service instead of a table: {}",
                                               source, reason.empty() ? "no reason stated" : reason.substr(0, 400)));
  }
  if (document.find_node([&](const xml_node& node) { return isStatus(node, "OVERFLOW"); }))
    table.warnings.push_back(fmt::format("{}: the service stopped at its row limit: rows are missing", source));
}

std::vector<VoFieldValues> fieldsOf(const xml_node& table, const std::string& source) {
  std::vector<VoFieldValues> fields;
  std::set<std::string> names;
  std::map<std::string, int>
      numbers;  ///< by name: how many numbers were tried, so that many equal names take linear time
  for (const xml_node& child : table.children()) {
    if (localName(child) != "FIELD") continue;
    VoField field = voFieldOf(child, fields.size(), source);
    // VOTable allows two fields of the same name, but io::Table does not.
    const std::string name = field.name;
    for (int& number = numbers[name]; !names.insert(field.name).second;)
      field.name = fmt::format("{}_{}", name, number++ + 2);
    fields.emplace_back(std::move(field));
  }
  if (fields.empty()) throw Error(ErrorKind::Format, fmt::format("{}: its TABLE has no FIELD", source));
  return fields;
}

/// Returns the TABLEs of a document that have fields, in their order.
std::vector<xml_node> tablesIn(const xml_node& document) {
  std::vector<xml_node> tables;
  for (xml_node node = document.first_child(); node;) {
    const bool isTable = localName(node) == "TABLE";
    if (isTable && childOf(node, "FIELD")) tables.push_back(node);
    const xml_node child = isTable ? xml_node() : node.first_child();  // a TABLE holds its rows, but no other TABLE
    if (child) {
      node = child;
      continue;
    }
    while (node && !node.next_sibling())
      node = node.parent();
    node = node.next_sibling();
  }
  return tables;
}

std::string nameOf(const xml_node& table) {
  const std::string_view name = table.attribute("name").value();
  return std::string(name.empty() ? std::string_view(table.attribute("ID").value()) : name);
}

/// Returns true if two TABLEs have the same fields.
bool areAlike(const xml_node& a, const xml_node& b) {
  const auto next = [](xml_node node) {
    while (node && localName(node) != "FIELD")
      node = node.next_sibling();
    return node;
  };
  xml_node first = next(a.first_child()), second = next(b.first_child());
  for (; first && second; first = next(first.next_sibling()), second = next(second.next_sibling()))
    for (const char* key : {"name", "datatype", "arraysize", "unit"})
      if (std::string_view(first.attribute(key).value()) != second.attribute(key).value()) return false;
  return !first && !second;
}

/// Returns the TABLEs with the same fields as `chosen`, and rows if it has any. Adds a warning of the others with rows
/// to `table`.
std::vector<xml_node> alikeTables(const std::vector<xml_node>& tables, const xml_node& chosen, Table& table) {
  constexpr std::size_t kShown = 5;
  if (!hasRows(chosen)) return {chosen};
  std::vector<xml_node> alike;
  std::string others;
  std::size_t otherCount = 0;
  for (const xml_node& candidate : tables) {
    if (!hasRows(candidate)) continue;
    if (areAlike(chosen, candidate)) {
      alike.push_back(candidate);
      continue;
    }
    const std::string name = nameOf(candidate);
    if (otherCount++ < kShown) others += (others.empty() ? "" : ", ") + excerpt(name.empty() ? "unnamed" : name);
  }
  if (otherCount > 0)
    table.warnings.push_back(fmt::format("{}: {} {} other columns {} left out: {}{}.", table.source, otherCount,
                                         otherCount == 1 ? "table with" : "tables with",
                                         otherCount == 1 ? "was" : "were", others, otherCount > kShown ? " …" : ""));
  return alike;
}

/// Column of what tells several TABLEs apart: a PARAM or their names.
struct TableTag {
  VoFieldValues values;
  std::vector<std::string> cells;  ///< one per TABLE
};

xml_node paramOf(const xml_node& table, std::string_view name) {
  for (const xml_node& owner : {table, table.parent()})
    for (const xml_node& child : owner.children())
      if (localName(child) == "PARAM" && std::string_view(child.attribute("name").value()) == name) return child;
  return {};
}

/// Returns the tags of several TABLEs: each PARAM of the first one that is no field and differs among them, and the
/// names of the TABLEs if these differ. None for a single TABLE.
std::vector<TableTag> tagsOf(const std::vector<xml_node>& tables, const std::vector<VoFieldValues>& columns,
                             const std::string& source) {
  constexpr std::size_t kMaxTags = 64;
  std::vector<TableTag> tags;
  if (tables.size() < 2) return tags;
  const auto isColumn = [&](std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [&](const auto& c) { return c.field().name == name; }) ||
           std::any_of(tags.begin(), tags.end(), [&](const auto& t) { return t.values.field().name == name; });
  };
  const auto addIfDifferent = [&](VoField field, std::vector<std::string> cells) {
    if (std::adjacent_find(cells.begin(), cells.end(), std::not_equal_to<>()) == cells.end()) return;
    tags.push_back({VoFieldValues(std::move(field)), std::move(cells)});
  };
  for (const xml_node& owner : {tables.front(), tables.front().parent()})
    for (const xml_node& param : owner.children()) {
      if (localName(param) != "PARAM" || tags.size() == kMaxTags) continue;
      VoField field = voFieldOf(param, 0, source);
      if (field.isArray || field.kind == VoField::Kind::Skipped || isColumn(field.name)) continue;
      std::vector<std::string> cells;
      for (const xml_node& table : tables)
        cells.emplace_back(trim(paramOf(table, field.name).attribute("value").value()));
      addIfDifferent(std::move(field), std::move(cells));
    }
  std::vector<std::string> names;
  for (const xml_node& table : tables)
    names.push_back(nameOf(table));
  VoField field;
  field.name = "table";
  field.datatype = "char";
  field.kind = VoField::Kind::Text;
  if (!isColumn(field.name)) addIfDifferent(std::move(field), std::move(names));
  return tags;
}

/// Returns the number of rows added.
std::size_t addRows(const xml_node& data, std::vector<VoFieldValues>& columns, const std::string& source) {
  std::size_t row = 0;
  for (const xml_node& line : data.children()) {
    if (localName(line) != "TR") continue;
    ++row;
    std::size_t column = 0;
    for (const xml_node& cell : line.children()) {
      if (localName(cell) != "TD") continue;
      if (column == columns.size()) break;
      const std::string text = innerText(cell);
      if (!columns[column].addCell(trim(text)))
        throw Error(ErrorKind::Format, fmt::format("{}, row {}, field '{}': '{}' is not of datatype {}", source, row,
                                                   columns[column].field().name, trim(text).substr(0, 40),
                                                   columns[column].field().datatype));
      ++column;
    }
    if (column != columns.size())
      throw Error(ErrorKind::Format,
                  fmt::format("{}, row {}: the number of cells is {}, but the number of fields is {}", source, row,
                              column, columns.size()));
  }
  return row;
}

/// Returns the number of rows added.
std::size_t addStream(const xml_node& data, std::vector<VoFieldValues>& columns, const std::string& source) {
  const xml_node stream = childOf(data, "STREAM");
  const std::string_view encoding = stream.attribute("encoding").value();
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}", source, reason));
  };
  if (stream.attribute("href")) refuse("its data are in another file, which is not read; save it as one file");
  if (!stream) return 0;
  if (encoding != "base64")
    refuse(fmt::format("its data are encoded as '{}', but only base64 is supported; save it as BINARY2 or TABLEDATA",
                       encoding));
  return addBinaryRows(innerText(stream), localName(data) == "BINARY2", columns, source);
}

/// Adds the rows of a TABLE to `columns`. Returns their number.
std::size_t addTable(const xml_node& table, std::vector<VoFieldValues>& columns, const std::string& source) {
  const xml_node data = serialization(table);
  if (localName(data) == "FITS")
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: contains its data as FITS inside the VOTable; save it as FITS, BINARY2 or TABLEDATA", source));
  if (localName(data) == "TABLEDATA") return addRows(data, columns, source);
  return data ? addStream(data, columns, source) : 0;
}

std::size_t lineOf(std::string_view text, std::ptrdiff_t offset) {
  const auto end = text.begin() + std::min<std::ptrdiff_t>(offset, static_cast<std::ptrdiff_t>(text.size()));
  return static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1;
}

}  // namespace

Table parseVoTable(const std::string& text, const std::string& source) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
  if (!parsed)
    throw Error(ErrorKind::Format, fmt::format("{}, line {}: is not valid XML ({}); download the file again", source,
                                               lineOf(text, parsed.offset), parsed.description()));
  Table table;
  table.source = source;
  checkQueryStatus(document, source, table);
  const std::vector<xml_node> tables = tablesIn(document);
  const auto found = std::find_if(tables.begin(), tables.end(), hasRows);
  if (tables.empty()) throw Error(ErrorKind::Format, fmt::format("{}: the VOTable has no TABLE with fields", source));
  const std::vector<xml_node> alike = alikeTables(tables, found == tables.end() ? tables.front() : *found, table);

  std::vector<VoFieldValues> columns = fieldsOf(alike.front(), source);
  std::vector<TableTag> tags = tagsOf(alike, columns, source);
  for (std::size_t i = 0; i < alike.size(); ++i) {
    const std::size_t added = addTable(alike[i], columns, source);
    for (TableTag& tag : tags)
      for (std::size_t row = 0; row < added; ++row)
        if (!tag.values.addCell(tag.cells[i])) tag.values.addMissing();
  }
  for (VoFieldValues& column : columns)
    column.moveTo(table);
  for (TableTag& tag : tags)
    tag.values.moveTo(table);
  return table;
}

}  // namespace maury::io
