// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "io/Numbers.h"
#include "io/tables/TableFiles.h"
#include "io/tables/VoTableField.h"

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

void addRows(const xml_node& data, std::vector<VoFieldValues>& columns, const std::string& source) {
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
}

void addStream(const xml_node& data, std::vector<VoFieldValues>& columns, const std::string& source) {
  const xml_node stream = childOf(data, "STREAM");
  const std::string_view encoding = stream.attribute("encoding").value();
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}", source, reason));
  };
  if (stream.attribute("href")) refuse("its data are in another file, which is not read; save it as one file");
  if (!stream) return;
  if (encoding != "base64")
    refuse(fmt::format("its data are encoded as '{}', but only base64 is supported; save it as BINARY2 or TABLEDATA",
                       encoding));
  addBinaryRows(innerText(stream), localName(data) == "BINARY2", columns, source);
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
  const auto isTable = [](const xml_node& node) { return localName(node) == "TABLE"; };
  xml_node found = document.find_node([&](const xml_node& node) { return isTable(node) && hasRows(node); });
  if (!found) found = document.find_node([&](const xml_node& node) { return isTable(node) && childOf(node, "FIELD"); });
  if (!found) throw Error(ErrorKind::Format, fmt::format("{}: the VOTable has no TABLE with fields", source));

  std::vector<VoFieldValues> columns = fieldsOf(found, source);
  const xml_node data = serialization(found);
  if (localName(data) == "FITS")
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: contains its data as FITS inside the VOTable; save it as FITS, BINARY2 or TABLEDATA", source));
  if (localName(data) == "TABLEDATA")
    addRows(data, columns, source);
  else if (data)
    addStream(data, columns, source);
  for (VoFieldValues& column : columns)
    column.moveTo(table);
  return table;
}

}  // namespace maury::io
