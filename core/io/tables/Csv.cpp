// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "base/Error.h"
#include "io/Numbers.h"
#include "io/tables/CsvRecords.h"
#include "io/tables/EcsvHeader.h"
#include "io/tables/TableFiles.h"

namespace maury::io {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Cells that `delimiter` makes of a line without quotes that are numbers, some of them with decimal commas.
bool areDecimalCommas(std::string_view line, char delimiter) {
  bool any = false;
  while (true) {
    const std::size_t end = line.find(delimiter);
    const std::string_view cell = trimmed(line.substr(0, end));
    const bool hasComma = parseDecimalComma(cell).has_value();
    if (!hasComma && !parseReal(cell) && !meansMissing(cell)) return false;
    any = any || hasComma;
    if (end == std::string_view::npos) return any;
    line.remove_prefix(end + 1);
  }
}

char delimiterOf(std::string_view header) {
  for (const char other : {';', '\t'})  // numbers where names should be; columnNames() says so
    if (header.find(other) != std::string_view::npos && areDecimalCommas(header, other)) return other;
  for (const char candidate : {',', '\t', ';', ' '})
    if (header.find(candidate) != std::string_view::npos) return candidate;
  return ',';
}

/// A table in columns made with blanks, as one with a single blank between cells. Blanks inside quotes stay.
std::string withSingleBlanks(std::string_view text) {
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

/// What a column's cells have in common so far.
struct Kind {
  const EcsvColumn* stated = nullptr;
  bool anyMissing = false;
  bool anyText = false;
  bool anyReal = false;
  bool anyTruth = false;
  bool anyList = false;
  bool anyInteger = false;
  bool anyPoint = false;     // a real number with a decimal point
  bool anyComma = false;     // or with a decimal comma, as it seems
  bool isCommaSure = false;  // and one of these is no "1,234", which may be a whole number
  bool readsCommas = false;  // they are decimal commas: the whole table says so
  std::string comma;         // the first of them
  bool anyLarge = false;     // an integer beyond 2^53
  bool anyTooLarge = false;  // an integer beyond 64 bits

  bool isStated(std::string_view datatype) const { return stated != nullptr && stated->datatype == datatype; }
  bool isStatedReal() const { return stated != nullptr && stated->datatype.starts_with("float"); }

  void look(std::string_view cell, std::vector<double>& scratch) {
    if (anyText) return;
    const std::string_view text = trimmed(cell);
    if (anyPoint && parseReal(text)) return;  // most cells of most tables: nothing new
    bool truth = false;
    if (const auto integer = parseInteger(text)) {
      anyInteger = true;
      anyLarge = anyLarge || *integer > kLargestExactInteger || *integer < -kLargestExactInteger;
    } else if (meansMissing(text)) {
      anyMissing = true;
    } else if (isPlainInteger(text)) {
      anyTooLarge = true;
    } else if (parseReal(text)) {
      anyReal = true;
      anyPoint = text.find('.') != std::string_view::npos;
    } else if (scratch.clear(); parseNumberList(text, scratch)) {
      anyList = true;
    } else if (parseTruth(text, truth)) {
      anyTruth = true;
    } else if (stated == nullptr && parseDecimalComma(text)) {
      if (!anyComma) comma = text;
      anyComma = true;
      isCommaSure = isCommaSure || !mayBeThousands(text);
    } else {
      anyText = true;
    }
  }

  bool anyNumber() const { return anyReal || anyInteger || anyTooLarge || anyComma; }

  bool isArray() const {
    if (anyText || anyTruth || anyNumber()) return false;
    return anyList || (stated != nullptr && stated->isArray);
  }

  bool isText() const {
    if (anyText || isStated("string") || anyList || (anyTruth && anyNumber())) return true;
    if (anyComma) return !readsCommas;
    return !isStatedReal() && !anyReal && (anyTooLarge || (anyLarge && anyMissing));
  }

  /// All its cells are numbers or missing if those with commas are.
  bool seemsDecimalComma() const { return anyComma && !anyText && !anyList && !anyTruth; }

  bool isInteger(std::size_t rows) const { return !anyReal && !anyComma && !anyMissing && rows > 0 && !isStatedReal(); }
};

void append(ColumnValues& values, std::string_view cell, bool readsCommas) {
  const std::string_view text = trimmed(cell);
  bool truth = false;
  if (auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    texts->emplace_back(meansMissing(text) ? std::string_view{} : cell);
  } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&values)) {
    const auto integer = parseInteger(text);
    integers->push_back(integer ? *integer : parseTruth(text, truth) && truth);
  } else {
    auto& reals = std::get<std::vector<double>>(values);
    if (const auto real = parseReal(text))
      reals.push_back(*real);
    else if (const auto withComma = readsCommas ? parseDecimalComma(text) : std::nullopt)
      reals.push_back(*withComma);
    else
      reals.push_back(parseTruth(text, truth) ? truth : std::numeric_limits<double>::quiet_NaN());
  }
}

void append(ArrayColumn& column, std::string_view cell) {
  const std::string_view text = trimmed(cell);
  if (!meansMissing(text)) parseNumberList(text, column.values);  // is one: it was looked at before
  column.starts.push_back(column.values.size());
}

std::vector<std::string> columnNames(const std::vector<std::string_view>& header, const std::string& where) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const std::string_view cell : header) {
    std::string name(trimmed(cell));
    if (name.empty()) name = fmt::format("col{}", names.size() + 1);
    if (!taken.insert(name).second)
      throw Error(ErrorKind::Format, fmt::format("{}: two columns are called '{}'", where, name));
    names.push_back(std::move(name));
  }
  const bool allNumbers = std::all_of(header.begin(), header.end(), [](std::string_view cell) {
    return parseReal(trimmed(cell)) || parseDecimalComma(trimmed(cell));
  });
  if (allNumbers)
    throw Error(
        ErrorKind::Format,
        fmt::format("{}: a line of numbers stands where the names of the columns should; add a header line", where));
  return names;
}

/// One column of the file on its way into the table: scalars or arrays.
struct Filling {
  Kind kind;
  std::string above;  ///< the cell of the row before; empty in the first
  Column column;
  ArrayColumn arrays;

  void prepare(std::size_t rows) {
    above.clear();
    if (kind.isArray()) return;
    if (kind.isText())
      column.values = std::vector<std::string>();
    else if (kind.isInteger(rows))
      column.values = std::vector<std::int64_t>();
    std::visit([rows](auto& values) { values.reserve(rows); }, column.values);
    column.isSingle = kind.isStated("float32") && std::holds_alternative<std::vector<double>>(column.values);
  }

  /// A cell that says what the one above it says (ids and positions of a file with a row a pixel) is not read again.
  bool repeats(std::string_view cell) {
    if (cell == above) return true;
    above = cell;
    return false;
  }

  void look(std::string_view cell, std::vector<double>& scratch) {
    if (!repeats(cell) || cell.empty()) kind.look(cell, scratch);
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
    if (column.isSingle) roundToSingle(std::get<std::vector<double>>(column.values));
    if (!kind.isArray()) {
      table.columns.push_back(std::move(column));
      return;
    }
    arrays.name = std::move(column.name);
    arrays.unit = std::move(column.unit);
    arrays.description = std::move(column.description);
    arrays.ucd = std::move(column.ucd);
    arrays.isSingle = kind.isStated("float32");
    if (arrays.isSingle) roundToSingle(arrays.values);
    table.arrays.push_back(std::move(arrays));
  }
};

std::vector<Filling> fillingsOf(std::vector<std::string> names, const CsvPreamble& preamble) {
  std::vector<Filling> fillings(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    Filling& filling = fillings[i];
    if (const auto stated = preamble.columns.find(names[i]); stated != preamble.columns.end()) {
      filling.kind.stated = &stated->second;
      filling.column.unit = stated->second.unit;
      filling.column.description = stated->second.description;
      filling.column.ucd = stated->second.ucd;
    }
    filling.column.name = std::move(names[i]);
  }
  return fillings;
}

/// Twice as many fields as columns, all of them whole numbers: commas stand for the points too.
std::string_view hintOf(const std::vector<std::string_view>& cells, std::size_t columns) {
  const bool areIntegers = std::all_of(cells.begin(), cells.end(), [](auto cell) { return parseInteger(cell); });
  return columns > 1 && cells.size() == 2 * columns && areIntegers
             ? "; if these are decimal commas, write points, or semicolons between the columns"
             : "";
}

/// Decides for the whole table whether commas are decimal: they are where one is sure and no number has a point. A
/// column of those that are not is text, which a warning says. Where commas separate columns, one inside quotes may
/// mean anything: such a column is text.
void decideCommas(std::vector<Filling>& fillings, char delimiter, Table& table) {
  if (delimiter == ',') return;
  const auto any = [&](const auto& what) { return std::any_of(fillings.begin(), fillings.end(), what); };
  const bool areSure = any([](const Filling& f) { return f.kind.seemsDecimalComma() && f.kind.isCommaSure; });
  const bool arePoints = any([](const Filling& f) { return f.kind.anyPoint && !f.kind.anyText; });
  for (Filling& filling : fillings) {
    if (!filling.kind.seemsDecimalComma()) continue;
    filling.kind.readsCommas = areSure && !arePoints;
    if (filling.kind.readsCommas) continue;
    table.warnings.push_back(fmt::format(
        "{}: column '{}' is kept as text: whether {} has a decimal comma is not certain, for {}. Write points.",
        table.source, filling.column.name, filling.kind.comma,
        arePoints ? "other numbers have points" : "it may stand for thousands"));
  }
}

/// Sees what the columns hold; the number of rows. Throws for a row of another length than the header's.
std::size_t lookThrough(CsvRecords records, std::vector<Filling>& fillings, const std::string& source) {
  std::vector<std::string_view> cells;
  std::vector<double> scratch;
  std::size_t rows = 0;
  for (; records.next(cells); ++rows) {
    if (cells.size() != fillings.size())
      throw Error(ErrorKind::Format, fmt::format("{}, line {}: {}, but the header names {}{}", source, records.line(),
                                                 counted(cells.size(), "field"), counted(fillings.size(), "column"),
                                                 hintOf(cells, fillings.size())));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      fillings[i].look(cells[i], scratch);
      const Kind& kind = fillings[i].kind;
      if (kind.stated != nullptr && kind.stated->isArray && (kind.anyText || kind.anyTruth || kind.anyNumber()))
        throw Error(ErrorKind::Format, fmt::format("{}, line {}: column '{}': '{}' is not an array of numbers", source,
                                                   records.line(), fillings[i].column.name, cells[i].substr(0, 40)));
    }
  }
  return rows;
}

}  // namespace

Table parseCsv(std::string_view text, const std::string& source) {
  const CsvPreamble preamble = takeCsvPreamble(text, source);
  std::string ours;
  if (!preamble.names.empty()) text = ours = fmt::format("{}\n{}", preamble.names, text);
  const char delimiter = preamble.delimiter.value_or(delimiterOf(trimmed(text.substr(0, text.find('\n')))));
  if (delimiter == ' ' && !preamble.isEcsv) text = ours = withSingleBlanks(text);

  // Twice through the text: to see what the columns hold, then to fill them. That needs no memory but the result's.
  CsvRecords records(text, delimiter, source, preamble.lines + (preamble.names.empty() ? 1 : 0));
  std::vector<std::string_view> cells;
  if (!records.next(cells))
    throw Error(ErrorKind::Format, fmt::format("{}: has no header line that names its columns", source));
  std::vector<Filling> fillings =
      fillingsOf(columnNames(cells, fmt::format("{}, line {}", source, records.line())), preamble);
  const std::size_t rows = lookThrough(records, fillings, source);
  Table table;
  table.source = source;
  decideCommas(fillings, delimiter, table);
  for (Filling& filling : fillings)
    filling.prepare(rows);
  while (records.next(cells))
    for (std::size_t i = 0; i < cells.size(); ++i)
      fillings[i].add(cells[i]);
  for (Filling& filling : fillings)
    filling.moveTo(table);
  return table;
}

}  // namespace maury::io
