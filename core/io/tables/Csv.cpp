// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "io/tables/CsvRecords.h"
#include "io/tables/EcsvHeader.h"
#include "io/tables/TableFiles.h"

namespace maury::io {
namespace {

std::string pluralText(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Returns true if `delimiter` splits the line, which has no quotes, into numbers of which some have decimal commas.
bool areDecimalCommas(std::string_view line, char delimiter) {
  bool any = false;
  while (true) {
    const std::size_t end = line.find(delimiter);
    const std::string_view cell = trim(line.substr(0, end));
    const bool hasComma = parseDecimalComma(cell).has_value();
    if (!hasComma && !parseReal(cell) && !isMissingText(cell)) return false;
    any = any || hasComma;
    if (end == std::string_view::npos) return any;
    line.remove_prefix(end + 1);
  }
}

char delimiterOf(std::string_view header) {
  // The line may be numbers with decimal commas instead of names; columnNames() then refuses it.
  for (const char other : {';', '\t'})
    if (header.find(other) != std::string_view::npos && areDecimalCommas(header, other)) return other;
  for (const char candidate : {',', '\t', ';', ' '})
    if (header.find(candidate) != std::string_view::npos) return candidate;
  return ',';
}

/// Replaces runs of blanks by a single one and removes those at the ends of lines, so that blank is the delimiter of a
/// table that is aligned in columns. Blanks inside quotes stay.
std::string collapseBlanks(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  bool isQuoted = false;
  for (const char c : text) {
    if (c == '"') isQuoted = !isQuoted;
    const bool isBlank = (c == ' ' || c == '\t' || c == '\r') && !isQuoted;
    const bool atStart = plain.empty() || plain.back() == '\n';
    if (isBlank && (atStart || plain.back() == ' ')) continue;
    if (c == '\n' && !isQuoted && !atStart && plain.back() == ' ') plain.pop_back();
    plain += isBlank ? ' ' : c;
  }
  return plain;
}

/// Kinds of cells that a column was found to contain, from which its type follows.
struct ColumnKind {
  const EcsvColumn* declared = nullptr;  ///< the column in the ECSV header, nullptr if there is none
  bool anyMissing = false;
  bool anyText = false;
  bool anyReal = false;
  bool anyBool = false;
  bool anyList = false;
  bool anyInteger = false;
  bool anyPoint = false;        ///< a real number with a decimal point
  bool anyComma = false;        ///< a number with what may be a decimal comma
  bool isCommaSure = false;     ///< at least one of these commas cannot separate thousands, unlike the comma of "1,234"
  bool readsCommas = false;     ///< decideCommas() found that they are decimal commas
  std::string comma;            ///< the first cell with such a comma
  bool anyLarge = false;        ///< an integer beyond 2^53
  bool anyTooLarge = false;     ///< an integer beyond 64 bits
  std::size_t codeDigits = 0;   ///< digits of the first integer
  bool anyOtherWidth = false;   ///< an integer with a sign or with another number of digits
  bool anyLeadingZero = false;  ///< an integer such as 00000010

  bool isDeclared(std::string_view datatype) const { return declared != nullptr && declared->datatype == datatype; }
  bool isDeclaredReal() const { return declared != nullptr && declared->datatype.starts_with("float"); }

  void inspect(std::string_view cell, std::vector<double>& scratch) {
    if (anyText) return;
    const std::string_view text = trim(cell);
    if (anyPoint && parseReal(text)) return;  // shortcut for the most frequent cells, which change nothing
    bool value = false;
    if (const auto integer = parseInteger(text)) {
      anyInteger = true;
      inspectDigits(text);
      anyLarge = anyLarge || *integer > kLargestExactInteger || *integer < -kLargestExactInteger;
    } else if (isMissingText(text)) {
      anyMissing = true;
    } else if (isPlainInteger(text)) {
      anyTooLarge = true;
    } else if (parseReal(text)) {
      anyReal = true;
      anyPoint = text.find('.') != std::string_view::npos;
    } else if (scratch.clear(); parseNumberList(text, scratch)) {
      anyList = true;
    } else if (parseBool(text, value)) {
      anyBool = true;
    } else if (declared == nullptr && parseDecimalComma(text)) {
      if (!anyComma) comma = text;
      anyComma = true;
      isCommaSure = isCommaSure || !mayHaveThousandsComma(text);
    } else {
      anyText = true;
    }
  }

  void inspectDigits(std::string_view text) {
    if (codeDigits == 0) codeDigits = text.size();
    anyOtherWidth = anyOtherWidth || text.size() != codeDigits || text.front() == '-' || text.front() == '+';
    anyLeadingZero = anyLeadingZero || text.front() == '0';
  }

  /// Returns true if all cells have the same number of digits and some begin with 0: flags of one digit per quantity,
  /// and ids, whose zeros a number would lose.
  bool isDigitCode() const {
    constexpr std::size_t kShortest = 5;  // shorter ones may be padded numbers
    return declared == nullptr && anyLeadingZero && !anyOtherWidth && codeDigits >= kShortest && !anyReal && !anyComma;
  }

  bool anyNumber() const { return anyReal || anyInteger || anyTooLarge || anyComma; }

  bool isArray() const {
    if (anyText || anyBool || anyNumber()) return false;
    return anyList || (declared != nullptr && declared->isArray);
  }

  bool isText() const {
    if (anyText || isDeclared("string") || anyList || (anyBool && anyNumber()) || isDigitCode()) return true;
    if (anyComma) return !readsCommas;
    return !isDeclaredReal() && !anyReal && (anyTooLarge || (anyLarge && anyMissing));
  }

  /// Returns true if all cells are numbers or missing, provided that the commas are decimal.
  bool seemsDecimalComma() const { return anyComma && !anyText && !anyList && !anyBool; }

  bool isInteger(std::size_t rows) const {
    return !anyReal && !anyComma && !anyMissing && rows > 0 && !isDeclaredReal();
  }
};

void append(ColumnValues& values, std::string_view cell, bool readsCommas) {
  const std::string_view text = trim(cell);
  bool value = false;
  if (auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    texts->emplace_back(isMissingText(text) ? std::string_view{} : cell);
  } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&values)) {
    const auto integer = parseInteger(text);
    integers->push_back(integer ? *integer : parseBool(text, value) && value);
  } else {
    auto& reals = std::get<std::vector<double>>(values);
    if (const auto real = parseReal(text))
      reals.push_back(*real);
    else if (const auto withComma = readsCommas ? parseDecimalComma(text) : std::nullopt)
      reals.push_back(*withComma);
    else
      reals.push_back(parseBool(text, value) ? value : std::numeric_limits<double>::quiet_NaN());
  }
}

void append(ArrayColumn& column, std::string_view cell) {
  const std::string_view text = trim(cell);
  if (!isMissingText(text)) parseNumberList(text, column.values);  // inspectRows() found that every cell is a list
  column.starts.push_back(column.values.size());
}

std::vector<std::string> columnNames(const std::vector<std::string_view>& header, const std::string& location) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const std::string_view cell : header) {
    std::string name(trim(cell));
    if (name.empty()) name = fmt::format("col{}", names.size() + 1);
    if (!taken.insert(name).second)
      throw Error(ErrorKind::Format, fmt::format("{}: two columns are called '{}'", location, excerpt(name)));
    names.push_back(std::move(name));
  }
  const bool allNumbers = std::all_of(header.begin(), header.end(), [](std::string_view cell) {
    return parseReal(trim(cell)) || parseDecimalComma(trim(cell));
  });
  if (allNumbers)
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: there are numbers instead of column names; add a header line with the names", location));
  return names;
}

/// Builds one column of the table, of scalars or of arrays, from the cells of the file.
struct ColumnBuilder {
  ColumnKind kind;
  std::string previous;  ///< cell of the previous row; empty in the first row
  Column column;
  ArrayColumn arrays;

  void prepare(std::size_t rows) {
    previous.clear();
    if (kind.isArray()) return;
    if (kind.isText())
      column.values = std::vector<std::string>();
    else if (kind.isInteger(rows))
      column.values = std::vector<std::int64_t>();
    std::visit([rows](auto& values) { values.reserve(rows); }, column.values);
    column.isFloat32 = kind.isDeclared("float32") && std::holds_alternative<std::vector<double>>(column.values);
  }

  /// Returns true if the cell equals the one in the previous row. Its value is then reused, which saves time in files
  /// with one row per pixel, where ids and coordinates repeat.
  bool repeats(std::string_view cell) {
    if (cell == previous) return true;
    previous = cell;
    return false;
  }

  void inspect(std::string_view cell, std::vector<double>& scratch) {
    if (!repeats(cell) || cell.empty()) kind.inspect(cell, scratch);
  }

  void add(std::string_view cell) {
    if (kind.isArray())
      append(arrays, cell);
    else if (repeats(cell) && !cell.empty())
      std::visit([](auto& values) { values.push_back(values.back()); }, column.values);
    else
      append(column.values, cell, kind.readsCommas);
  }

  void moveTo(Table& table) {
    if (column.isFloat32) roundToFloat32(std::get<std::vector<double>>(column.values));
    if (!kind.isArray()) {
      table.columns.push_back(std::move(column));
      return;
    }
    arrays.name = std::move(column.name);
    arrays.unit = std::move(column.unit);
    arrays.description = std::move(column.description);
    arrays.ucd = std::move(column.ucd);
    arrays.isFloat32 = kind.isDeclared("float32");
    if (arrays.isFloat32) roundToFloat32(arrays.values);
    table.arrays.push_back(std::move(arrays));
  }
};

std::vector<ColumnBuilder> makeBuilders(std::vector<std::string> names, const CsvPreamble& preamble) {
  std::vector<ColumnBuilder> builders(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    ColumnBuilder& builder = builders[i];
    if (const auto declared = preamble.columns.find(names[i]); declared != preamble.columns.end()) {
      builder.kind.declared = &declared->second;
      builder.column.unit = declared->second.unit;
      builder.column.description = declared->second.description;
      builder.column.ucd = declared->second.ucd;
    }
    builder.column.name = std::move(names[i]);
  }
  return builders;
}

/// Returns a hint for the error message if a row has twice as many fields as there are columns, all of them integers:
/// the commas are then probably decimal commas too.
std::string_view hintOf(const std::vector<std::string_view>& cells, std::size_t columns) {
  const bool areIntegers = std::all_of(cells.begin(), cells.end(), [](auto cell) { return parseInteger(cell); });
  return columns > 1 && cells.size() == 2 * columns && areIntegers
             ? "; if these are decimal commas, use decimal points, or semicolons between the columns"
             : "";
}

/// Decides for the whole table whether the commas in numbers are decimal: they are if one of them surely is and no
/// number has a decimal point. Otherwise a column with such commas becomes text, with a warning. If commas separate the
/// columns, a column with commas inside quotes is text without a warning, because these may mean anything.
void decideCommas(std::vector<ColumnBuilder>& builders, char delimiter, Table& table) {
  if (delimiter == ',') return;
  const auto any = [&](const auto& predicate) { return std::any_of(builders.begin(), builders.end(), predicate); };
  const bool areSure = any([](const ColumnBuilder& b) { return b.kind.seemsDecimalComma() && b.kind.isCommaSure; });
  const bool arePoints = any([](const ColumnBuilder& b) { return b.kind.anyPoint && !b.kind.anyText; });
  for (ColumnBuilder& builder : builders) {
    if (!builder.kind.seemsDecimalComma()) continue;
    builder.kind.readsCommas = areSure && !arePoints;
    if (builder.kind.readsCommas) continue;
    table.warnings.push_back(
        fmt::format("{}: column '{}' is kept as text, because the comma in {} may not be a decimal comma: {}. Use "
                    "decimal points to make it numeric.",
                    table.source, excerpt(builder.column.name), excerpt(builder.kind.comma),
                    arePoints ? "other numbers have points" : "it may separate thousands"));
  }
}

/// Inspects all cells to find the kind of each column. Returns the number of rows. Throws if a row has more or fewer
/// cells than the header.
std::size_t inspectRows(CsvRecords records, std::vector<ColumnBuilder>& builders, const std::string& source) {
  std::vector<std::string_view> cells;
  std::vector<double> scratch;
  std::size_t rows = 0;
  for (; records.next(cells); ++rows) {
    if (cells.size() != builders.size())
      throw Error(ErrorKind::Format,
                  fmt::format("{}, line {}: {}, but the header names {}{}", source, records.line(),
                              pluralText(cells.size(), "field"), pluralText(builders.size(), "column"),
                              hintOf(cells, builders.size())));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      builders[i].inspect(cells[i], scratch);
      const ColumnKind& kind = builders[i].kind;
      if (kind.declared != nullptr && kind.declared->isArray && (kind.anyText || kind.anyBool || kind.anyNumber()))
        throw Error(ErrorKind::Format,
                    fmt::format("{}, line {}: column '{}': '{}' is not an array of numbers", source, records.line(),
                                excerpt(builders[i].column.name), excerpt(cells[i])));
    }
  }
  return rows;
}

}  // namespace

Table parseCsv(std::string_view text, const std::string& source) {
  const CsvPreamble preamble = takeCsvPreamble(text, source);
  std::string rewritten;
  if (!preamble.names.empty()) text = rewritten = fmt::format("{}\n{}", preamble.names, text);
  const char delimiter = preamble.delimiter.value_or(delimiterOf(trim(text.substr(0, text.find('\n')))));
  if (delimiter == ' ' && !preamble.isEcsv) text = rewritten = collapseBlanks(text);

  // The text is read twice, first to find the kinds of the columns, then to fill them. This needs memory only for the
  // result.
  CsvRecords records(text, delimiter, source, preamble.lines + (preamble.names.empty() ? 1 : 0));
  std::vector<std::string_view> cells;
  if (!records.next(cells))
    throw Error(ErrorKind::Format, fmt::format("{}: has no header line that names its columns", source));
  std::vector<ColumnBuilder> builders =
      makeBuilders(columnNames(cells, fmt::format("{}, line {}", source, records.line())), preamble);
  const std::size_t rows = inspectRows(records, builders, source);
  Table table;
  table.source = source;
  decideCommas(builders, delimiter, table);
  for (ColumnBuilder& builder : builders)
    builder.prepare(rows);
  while (records.next(cells))
    for (std::size_t i = 0; i < cells.size(); ++i)
      builders[i].add(cells[i]);
  for (ColumnBuilder& builder : builders)
    builder.moveTo(table);
  return table;
}

}  // namespace maury::io
