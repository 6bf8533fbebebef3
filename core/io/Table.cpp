// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/Table.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/Numbers.h"

namespace maury::io {
namespace {

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// A CSV cell; quoted where it must be, and where an empty one would make the whole line blank.
void appendCell(std::string& line, std::string_view text, bool onlyColumn) {
  const bool quoted = text.find_first_of(",\"\n\r\t;") != std::string_view::npos ||
                      trimmed(text).size() != text.size() || text.starts_with('#') || (text.empty() && onlyColumn);
  if (!quoted) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string cellText(const Column& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return std::to_string((*integers)[row]);
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) return shortestText((*reals)[row]);
  return std::get<std::vector<std::string>>(column.values)[row];
}

}  // namespace

std::size_t Column::size() const {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

std::vector<double> Column::asReal() const {
  if (const auto* reals = std::get_if<std::vector<double>>(&values)) return *reals;
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&values))
    return {integers->begin(), integers->end()};
  const auto& texts = std::get<std::vector<std::string>>(values);
  std::vector<double> reals(texts.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t row = 0; row < texts.size(); ++row) {
    const std::string_view text = trimmed(texts[row]);
    if (meansMissing(text)) continue;
    const std::optional<double> value = parseReal(text);
    if (!value)
      throw Error(ErrorKind::Format,
                  fmt::format("column '{}', row {}: '{}' is not a number", name, row + 1, text.substr(0, 40)));
    reals[row] = *value;
  }
  return reals;
}

std::vector<std::string> Column::asText() const {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) return *texts;
  std::vector<std::string> texts(size());
  for (std::size_t row = 0; row < texts.size(); ++row)
    texts[row] = cellText(*this, row);
  return texts;
}

const Column* Table::find(std::string_view name) const {
  const auto exact = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  if (exact != columns.end()) return &*exact;
  const std::string lower = lowerCase(name);
  const auto similar =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return lowerCase(c.name) == lower; });
  return similar != columns.end() ? &*similar : nullptr;
}

const Column& Table::at(std::string_view name) const {
  if (const Column* column = find(name)) return *column;
  std::string names;
  for (const Column& column : columns) {
    if (names.size() > 400) {
      names += ", …";
      break;
    }
    names += (names.empty() ? "" : ", ") + column.name;
  }
  throw Error(ErrorKind::Format, fmt::format("{}: there is no column '{}'; it has {}", source, name,
                                             names.empty() ? "no columns" : names));
}

std::vector<double> Table::real(std::string_view name) const {
  const Column& column = at(name);
  try {
    return column.asReal();
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", source, error.what()));
  }
}

Table readTable(const std::filesystem::path& path) {
  return looksLikeFits(path) ? readFitsTable(path) : readCsv(path);
}

void writeCsv(const std::filesystem::path& path, const Table& table) {
  for (const Column& column : table.columns)
    if (column.size() != table.rowCount()) throw std::invalid_argument("writeCsv: columns of different length");

  AtomicFile file(path);
  const bool onlyColumn = table.columns.size() == 1;
  std::string text;
  const auto addRow = [&](const auto& cellOf) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) text += ',';
      appendCell(text, cellOf(table.columns[i]), onlyColumn);
    }
    text += '\n';
    if (text.size() < (1u << 20)) return;
    file.append(text);
    text.clear();
  };
  addRow([](const Column& column) { return column.name; });
  for (std::size_t row = 0; row < table.rowCount(); ++row)
    addRow([row](const Column& column) { return cellText(column, row); });
  file.append(text);
  file.commit();
}

}  // namespace maury::io
