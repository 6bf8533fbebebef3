// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/WriteCsv.h"

#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/AtomicFile.h"
#include "io/Numbers.h"
#include "io/Units.h"
#include "io/tables/TableLayout.h"
#include "io/tables/TablePieces.h"

namespace maury::io {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

/// Appends a CSV cell. Quotes it if needed, and also if it is empty in a table of one column, because readers ignore
/// blank lines.
void appendCell(std::string& line, std::string_view text, bool onlyColumn) {
  const bool quoted = text.find_first_of(",\"\n\r\t;") != std::string_view::npos || trim(text).size() != text.size() ||
                      text.starts_with('#') || (text.empty() && onlyColumn);
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

std::string numberText(double value, bool isFloat32) {
  return isFloat32 ? shortestFloatText(value) : shortestText(value);
}

std::string cellText(const Column& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return std::to_string((*integers)[row]);
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values))
    return numberText((*reals)[row], column.isFloat32);
  return std::get<std::vector<std::string>>(column.values)[row];
}

/// Returns a row of an array column as a JSON list, which ECSV requires and astropy's CSV reader accepts too; empty if
/// the row is missing.
std::string listText(const ArrayColumn& column, std::size_t row) {
  const std::span<const double> values = column.row(row);
  if (values.empty()) return {};
  std::string text;
  for (const double value : values) {
    text += text.empty() ? '[' : ',';
    text += std::isfinite(value) ? numberText(value, column.isFloat32) : "null";
  }
  return text + ']';
}

/// Writes the header line and the rows, one megabyte of text at a time.
class RowWriter {
public:
  RowWriter(AtomicFile& file, const Table& head)
      : m_file(file), m_isNarrow(head.columns.size() + head.arrays.size() == 1) {
    for (const Column& column : head.columns)
      add(column.name);
    for (const ArrayColumn& column : head.arrays)
      add(column.name);
    endRow();
  }

  void writeRows(const Table& piece) {
    for (std::size_t row = 0; row < piece.rowCount(); ++row) {
      for (const Column& column : piece.columns)
        add(cellText(column, row));
      for (const ArrayColumn& column : piece.arrays)
        add(listText(column, row));
      endRow();
    }
  }

  void finish() {
    m_file.append(m_text);
    m_text.clear();
  }

private:
  void add(std::string_view cell) {
    if (!m_atStart) m_text += ',';
    m_atStart = false;
    appendCell(m_text, cell, m_isNarrow);
  }

  void endRow() {
    m_text += '\n';
    m_atStart = true;
    if (m_text.size() < kPieceBytes) return;
    finish();
  }

  AtomicFile& m_file;
  bool m_isNarrow;
  bool m_atStart = true;
  std::string m_text;
};

/// Returns a string in double quotes for YAML, in which JSON's escapes are valid (YAML 1.2, section 7.3.1).
std::string quoteYaml(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string entryOf(const std::string& name, const std::string& unit, const std::string& types,
                    const std::string& description, const std::string& ucd) {
  const DescribedUnit described = describeUnit(unit, description, true);
  std::string entry = fmt::format("# - {{name: {}", quoteYaml(name));
  if (!described.unit.empty()) entry += fmt::format(", unit: {}", quoteYaml(described.unit));
  entry += ", " + types;
  if (!described.description.empty()) entry += fmt::format(", description: {}", quoteYaml(described.description));
  if (isUcd(ucd)) entry += fmt::format(", meta: {{ucd: {}}}", ucd);
  return entry + "}\n";
}

/// Returns the header of ECSV 1.0 (Astropy Proposal for Enhancement 6).
std::string ecsvHeader(const Table& table) {
  std::string header = "# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n";
  for (const Column& column : table.columns) {
    // In the order of ColumnValues.
    const char* const types[] = {column.isFloat32 ? "float32" : "float64", "int64", "string"};
    header += entryOf(column.name, column.unit, fmt::format("datatype: {}", types[column.values.index()]),
                      column.description, column.ucd);
  }
  for (const ArrayColumn& column : table.arrays)
    header += entryOf(column.name, column.unit,
                      fmt::format("datatype: string, subtype: '{}[null]'", column.isFloat32 ? "float32" : "float64"),
                      column.description, column.ucd);
  if (!table.notes.empty()) {
    header += "# meta:\n#   comments:\n";
    for (const std::string& note : table.notes)
      header += fmt::format("#   - {}\n", quoteYaml(note));
  }
  return header + "# schema: astropy-2.0\n";
}

}  // namespace

void writeCsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces) {
  RowWriter rows(file, layout.head);
  pieces([&](const Table& piece) { rows.writeRows(piece); });
  rows.finish();
}

void writeEcsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces) {
  file.append(ecsvHeader(layout.head));
  writeCsv(file, layout, pieces);
}

}  // namespace maury::io
