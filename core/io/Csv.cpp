// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/Error.h"
#include "io/CsvRecords.h"
#include "io/Numbers.h"
#include "io/Table.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

std::string readWhole(const fs::path& path) {
  std::string text(requireReadableFile(path), '\0');
  std::ifstream input(path, std::ios::binary);
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!input || static_cast<std::size_t>(input.gcount()) != text.size())
    throw Error(ErrorKind::File, fmt::format("{}: cannot be read to its end", path.string()));
  return text;
}

/// Says what a file is that cannot be CSV; a table of garbage helps nobody.
void refuseOtherFormats(const fs::path& path, std::string_view text) {
  const auto refuse = [&](std::string_view reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}", path.string(), reason));
  };
  if (text.starts_with("\x1f\x8b")) refuse("is gzipped and not FITS; unpack it first (gunzip)");
  if (text.starts_with("<?xml") || text.starts_with("<VOTABLE"))
    refuse("is XML (a VOTable?), which is not read; save it as CSV or FITS");
  if (text.substr(0, 4096).find('\0') != std::string_view::npos)
    refuse("is neither FITS nor CSV: it holds binary data");
}

/// Value of `key` in a line of ECSV's YAML, as in "# - {name: ra, unit: deg, datatype: float64}"; empty if it is not
/// there.
std::string yamlValue(std::string_view line, std::string_view key) {
  for (std::size_t at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
    const bool starts = at > 0 && (line[at - 1] == ' ' || line[at - 1] == '{');
    if (!starts || line.substr(at + key.size(), 2) != ": ") continue;
    std::string_view value = line.substr(at + key.size() + 2);
    const char quote = value.empty() ? '\0' : value.front();
    if (quote == '\'' || quote == '"') {
      value.remove_prefix(1);
      return std::string(value.substr(0, value.find(quote)));
    }
    return std::string(trimmed(value.substr(0, value.find_first_of(",}"))));
  }
  return {};
}

/// What the lines before the header say.
struct Preamble {
  std::size_t lines = 0;
  std::optional<char> delimiter;
  std::map<std::string, std::string> units;
};

/// Takes '#' and blank lines off the front of `text`.
Preamble takePreamble(std::string_view& text) {
  Preamble preamble;
  std::string column;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, newline));
    if (!line.empty() && line.front() != '#') break;
    if (line.starts_with("# %ECSV")) preamble.delimiter = ' ';  // ECSV's default
    if (line.starts_with("# delimiter:") && line.find(',') != std::string_view::npos) preamble.delimiter = ',';
    if (const std::string name = yamlValue(line, "name"); !name.empty()) column = name;
    if (const std::string unit = yamlValue(line, "unit"); !unit.empty() && !column.empty())
      preamble.units[column] = unit;
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    ++preamble.lines;
  }
  return preamble;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

char delimiterOf(std::string_view header) {
  for (const char candidate : {',', '\t', ';'})
    if (header.find(candidate) != std::string_view::npos) return candidate;
  return ',';
}

/// What a column's cells have in common so far.
struct Kind {
  bool anyMissing = false;
  bool anyText = false;
  bool anyReal = false;
  bool anyLarge = false;     // an integer beyond 2^53
  bool anyTooLarge = false;  // an integer beyond 64 bits

  void look(std::string_view cell) {
    if (anyText) return;
    const std::string_view text = trimmed(cell);
    if (const auto integer = parseInteger(text)) {
      anyLarge = anyLarge || *integer > kLargestExactInteger || *integer < -kLargestExactInteger;
    } else if (meansMissing(text)) {
      anyMissing = true;
    } else if (isPlainInteger(text)) {
      anyTooLarge = true;
    } else if (parseReal(text)) {
      anyReal = true;
    } else {
      anyText = true;
    }
  }

  ColumnValues emptyColumn(std::size_t rows) const {
    const bool onlyIntegers = !anyReal && !anyText;
    if (anyText || (onlyIntegers && (anyTooLarge || (anyLarge && anyMissing)))) return withRoom<std::string>(rows);
    if (onlyIntegers && !anyMissing && rows > 0) return withRoom<std::int64_t>(rows);
    return withRoom<double>(rows);
  }

  template <typename Value>
  static ColumnValues withRoom(std::size_t rows) {
    std::vector<Value> values;
    values.reserve(rows);
    return values;
  }
};

void append(ColumnValues& values, std::string_view cell) {
  const std::string_view text = trimmed(cell);
  if (auto* reals = std::get_if<std::vector<double>>(&values))
    reals->push_back(meansMissing(text) ? std::numeric_limits<double>::quiet_NaN() : *parseReal(text));
  else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&values))
    integers->push_back(*parseInteger(text));
  else
    std::get<std::vector<std::string>>(values).emplace_back(meansMissing(text) ? std::string_view{} : cell);
}

std::vector<Column> namedColumns(const std::vector<std::string_view>& header, const Preamble& preamble,
                                 const std::string& where) {
  std::vector<Column> columns;
  std::set<std::string> names;
  for (const std::string_view cell : header) {
    Column column;
    column.name = trimmed(cell);
    if (column.name.empty()) column.name = fmt::format("col{}", columns.size() + 1);
    if (const auto unit = preamble.units.find(column.name); unit != preamble.units.end()) column.unit = unit->second;
    if (!names.insert(column.name).second)
      throw Error(ErrorKind::Format, fmt::format("{}: two columns are called '{}'", where, column.name));
    columns.push_back(std::move(column));
  }
  const bool allNumbers = std::all_of(header.begin(), header.end(),
                                      [](std::string_view cell) { return parseReal(trimmed(cell)).has_value(); });
  if (allNumbers)
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: a line of numbers stands where the names of the columns should; add a header line", where));
  return columns;
}

}  // namespace

Table readCsv(const fs::path& path) {
  const std::string whole = readWhole(path);
  refuseOtherFormats(path, whole);
  std::string_view text = whole;
  const Preamble preamble = takePreamble(text);
  const char delimiter = preamble.delimiter.value_or(delimiterOf(text.substr(0, text.find('\n'))));

  // Twice through the text: to see what the columns hold, then to fill them. That needs no memory but the result's.
  CsvRecords records(text, delimiter, path.string(), preamble.lines + 1);
  std::vector<std::string_view> cells;
  if (!records.next(cells))
    throw Error(ErrorKind::Format, fmt::format("{}: has no header line that names its columns", path.string()));
  Table table;
  table.source = path.string();
  table.columns = namedColumns(cells, preamble, fmt::format("{}, line {}", path.string(), records.line()));
  const CsvRecords afterHeader = records;

  std::vector<Kind> kinds(table.columns.size());
  std::size_t rows = 0;
  for (; records.next(cells); ++rows) {
    if (cells.size() != kinds.size())
      throw Error(ErrorKind::Format,
                  fmt::format("{}, line {}: {}, but the header names {}", path.string(), records.line(),
                              counted(cells.size(), "field"), counted(kinds.size(), "column")));
    for (std::size_t i = 0; i < kinds.size(); ++i)
      kinds[i].look(cells[i]);
  }
  for (std::size_t i = 0; i < kinds.size(); ++i)
    table.columns[i].values = kinds[i].emptyColumn(rows);
  records = afterHeader;
  while (records.next(cells))
    for (std::size_t i = 0; i < cells.size(); ++i)
      append(table.columns[i].values, cells[i]);
  return table;
}

}  // namespace maury::io
