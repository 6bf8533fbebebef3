// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <array>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "io/TextFile.h"
#include "io/tables/CsvRecords.h"
#include "io/tables/FixedColumns.h"
#include "io/tables/TableFiles.h"
#include "io/tables/TextColumns.h"
#include "io/tables/TextForm.h"
#include "io/tables/TextHeader.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

/// Returns the layout of a table that the ReadMe in its folder describes (a catalogue of the CDS); std::nullopt if
/// there is no such ReadMe.
std::optional<FixedLayout> layoutBeside(const fs::path& path) {
  constexpr std::size_t kMaxBytes = 4 << 20;
  const fs::path plain = path.extension() == ".gz" ? path.stem() : path.filename();
  const fs::path suffix = plain.extension();
  if (path.empty() || !(suffix == ".dat" || suffix == ".txt" || suffix == ".tsv" || suffix.empty()))
    return std::nullopt;
  for (const char* name : {"ReadMe", "README", "ReadMe.txt", "README.txt", "readme.txt"}) {
    const fs::path readMe = path.parent_path() / name;
    std::error_code failure;
    if (path.filename() == name || !fs::is_regular_file(readMe, failure)) continue;
    if (const auto bytes = fs::file_size(readMe, failure); failure || bytes == 0 || bytes > kMaxBytes) continue;
    const std::string text = normaliseText(readTextFile(readMe, kMaxBytes));
    if (auto layout = layoutInReadMe(text, plain.string(), readMe.string())) return layout;
  }
  return std::nullopt;
}

std::vector<std::string> namesOf(const FixedLayout& layout) {
  std::vector<std::string> names;
  for (const FixedColumn& column : layout.columns)
    names.push_back(column.name);
  return names;
}

Table readFixed(std::string_view text, const FixedLayout& layout, const std::string& source) {
  Table table;
  table.source = source;
  std::vector<ColumnBuilder> builders = makeBuilders(namesOf(layout), layout.declared, table);
  readRecords(FixedRecords(text, layout, source), builders, ' ', table);
  return table;
}

Table readDelimited(std::string_view text, const std::string& source) {
  Table table;
  table.source = source;
  const TextHeader header = takeTextHeader(text, source);
  if (header.names.empty())
    throw Error(ErrorKind::Format, fmt::format("{}: has no header line that names its columns", source));
  std::vector<ColumnBuilder> builders = makeBuilders(header.names, header.preamble.columns, table);
  for (std::size_t i = 0; i < header.units.size(); ++i) {
    std::string_view unit = header.units[i];
    if (unit.size() > 2 && (unit.front() == '(' || unit.front() == '[')) unit = unit.substr(1, unit.size() - 2);
    if (unit.find_first_not_of('-') != std::string_view::npos) builders[i].column.unit = unit;
  }
  if (header.isHeaderless)
    table.warnings.push_back(
        fmt::format("{}: no line names the columns; they are called col1 … col{}.", source, header.names.size()));
  std::string collapsed;
  const bool isAligned = header.delimiter == ' ' && !header.preamble.isEcsv;
  if (isAligned) text = collapsed = collapseBlanks(text);
  readRecords(
      CsvRecords(text, header.delimiter, source, header.lines + 1, isAligned ? header.preamble.commentMarks : ""),
      builders, header.delimiter, table);
  return table;
}

}  // namespace

Table parseText(std::string_view text, const std::string& source, const fs::path& path) {
  if (const auto layout = takeFixedLayout(text, source)) return readFixed(text, *layout, source);
  if (const auto layout = layoutBeside(path)) return readFixed(text, *layout, source);
  return readDelimited(text, source);
}

std::vector<std::string> textColumnNames(std::string_view start, const std::string& source, const fs::path& path) {
  try {
    if (const auto layout = takeFixedLayout(start, source)) return namesOf(*layout);
    if (const auto layout = layoutBeside(path)) return namesOf(*layout);
    return takeTextHeader(start, source).names;
  } catch (const Error&) {
    return {};  // reading the whole table reports the reason
  }
}

}  // namespace maury::io
