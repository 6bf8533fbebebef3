// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/TextColumns.h"

#include <limits>
#include <set>
#include <utility>

#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "io/tables/Table.h"

namespace maury::io {
namespace {

constexpr std::size_t kMaxOddCells = 16;  // cells of text in a column that was probably meant to be numeric

std::string pluralText(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

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
  if (!isMissingNumber(text)) parseNumberList(text, column.values);  // inspect() found that every cell is a list
  column.starts.push_back(column.values.size());
}

/// Returns a hint for the error message if a row has twice as many fields as there are columns, all of them integers:
/// the commas are then probably decimal commas too.
std::string_view hintOf(const std::vector<std::string_view>& cells, std::size_t columns) {
  const bool areIntegers = std::all_of(cells.begin(), cells.end(), [](auto cell) { return parseInteger(cell); });
  return columns > 1 && cells.size() == 2 * columns && areIntegers
             ? "; if these are decimal commas, use decimal points, or semicolons between the columns"
             : "";
}

}  // namespace

void ColumnKind::inspect(std::string_view cell, std::size_t line, std::vector<double>& scratch) {
  if (texts > kMaxOddCells) return;
  const std::string_view text = trim(cell);
  if (anyPoint && parseReal(text)) {  // shortcut for the most frequent cells, which change nothing
    ++numbers;
    return;
  }
  bool value = false;
  if (const auto integer = parseInteger(text)) {
    ++numbers;
    anyInteger = true;
    inspectDigits(text);
    anyLarge = anyLarge || *integer > kLargestExactInteger || *integer < -kLargestExactInteger;
  } else if (isMissingText(text)) {
    anyMissing = true;
  } else if (isPlainInteger(text)) {
    ++numbers;
    anyTooLarge = true;
  } else if (parseReal(text)) {
    ++numbers;
    anyReal = true;
    anyPoint = text.find('.') != std::string_view::npos;
  } else if (isMissingNumber(text)) {
    anyMissing = anyMissingWord = true;
  } else if (scratch.clear(); parseNumberList(text, scratch)) {
    anyList = true;
  } else if (parseBool(text, value)) {
    anyBool = true;
  } else if (declared == nullptr && parseDecimalComma(text)) {
    if (!anyComma) comma = text;
    anyComma = true;
    isCommaSure = isCommaSure || !mayHaveThousandsComma(text);
  } else {
    if (!anyText) {
      oddCell = text;
      oddLine = line;
    }
    anyText = true;
    ++texts;
  }
}

void ColumnKind::inspectDigits(std::string_view text) {
  if (codeDigits == 0) codeDigits = text.size();
  anyOtherWidth = anyOtherWidth || text.size() != codeDigits || text.front() == '-' || text.front() == '+';
  anyLeadingZero = anyLeadingZero || text.front() == '0';
}

bool ColumnKind::isDigitCode() const {
  constexpr std::size_t kShortest = 5;  // shorter ones may be padded numbers
  return declared == nullptr && anyLeadingZero && !anyOtherWidth && codeDigits >= kShortest && !anyReal && !anyComma;
}

bool ColumnKind::isArray() const {
  if (anyText || anyBool || anyNumber()) return false;
  return anyList || (declared != nullptr && declared->isArray);
}

bool ColumnKind::isText() const {
  if (anyText || isDeclared("string") || anyList || (anyBool && anyNumber()) || isDigitCode()) return true;
  if (anyComma) return !readsCommas;
  if (anyMissingWord && !anyNumber() && declared == nullptr) return true;
  return !isDeclaredReal() && !anyReal && (anyTooLarge || (anyLarge && anyMissing));
}

bool ColumnKind::isInteger(std::size_t rows) const {
  return !anyReal && !anyComma && !anyMissing && rows > 0 && !isDeclaredReal();
}

bool ColumnKind::isNearlyNumeric() const {
  constexpr std::size_t kNumbersPerText = 3;
  return anyText && !isDeclared("string") && !anyList && texts <= kMaxOddCells && numbers >= kNumbersPerText * texts;
}

void ColumnBuilder::prepare(std::size_t rows) {
  previous.clear();
  if (kind.isArray()) return;
  if (kind.isText())
    column.values = std::vector<std::string>();
  else if (kind.isInteger(rows))
    column.values = std::vector<std::int64_t>();
  std::visit([rows](auto& values) { values.reserve(rows); }, column.values);
  column.isFloat32 = kind.isDeclared("float32") && std::holds_alternative<std::vector<double>>(column.values);
}

void ColumnBuilder::add(std::string_view cell) {
  if (kind.isArray())
    append(arrays, cell);
  else if (repeats(cell) && !cell.empty())
    std::visit([](auto& values) { values.push_back(values.back()); }, column.values);
  else
    append(column.values, cell, kind.readsCommas);
}

void ColumnBuilder::moveTo(Table& table) {
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

std::vector<ColumnBuilder> makeBuilders(std::vector<std::string> names,
                                        const std::map<std::string, EcsvColumn>& declared, Table& table) {
  std::vector<ColumnBuilder> builders(names.size());
  constexpr std::size_t kMaxWarnings = 5;
  std::size_t renamed = 0;
  std::set<std::string> taken;
  std::map<std::string, int> numbers;  // by name: how many numbers were tried, so that equal names take linear time
  for (std::size_t i = 0; i < names.size(); ++i) {
    ColumnBuilder& builder = builders[i];
    std::string name = names[i].empty() ? fmt::format("col{}", i + 1) : names[i];
    const std::string stated = name;
    for (int& number = numbers[stated]; !taken.insert(name).second;)
      name = fmt::format("{}_{}", stated, number++ + 2);
    if (name != stated && ++renamed <= kMaxWarnings)
      table.warnings.push_back(fmt::format("{}: two columns are called '{}'; the second was renamed to '{}'.",
                                           table.source, excerpt(stated), excerpt(name)));
    if (const auto found = declared.find(stated); found != declared.end()) {
      builder.kind.declared = &found->second;
      builder.column.unit = found->second.unit;
      builder.column.description = found->second.description;
      builder.column.ucd = found->second.ucd;
    }
    builder.column.name = std::move(name);
  }
  return builders;
}

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

void warnAboutOddCells(const std::vector<ColumnBuilder>& builders, Table& table) {
  for (const ColumnBuilder& builder : builders)
    if (builder.kind.isNearlyNumeric())
      table.warnings.push_back(fmt::format(
          "{}: column '{}' is kept as text, because '{}' in line {} is not a number. Correct it to make the column "
          "numeric.",
          table.source, excerpt(builder.column.name), excerpt(builder.kind.oddCell), builder.kind.oddLine));
}

void refuseRecord(const std::vector<std::string_view>& cells, std::size_t line,
                  const std::vector<ColumnBuilder>& builders, const std::string& source) {
  throw Error(ErrorKind::Format,
              fmt::format("{}, line {}: {}, but the header names {}{}", source, line, pluralText(cells.size(), "field"),
                          pluralText(builders.size(), "column"), hintOf(cells, builders.size())));
}

void requireList(const ColumnBuilder& builder, std::string_view cell, std::size_t line, const std::string& source) {
  const ColumnKind& kind = builder.kind;
  if (kind.anyText || kind.anyBool || kind.anyNumber())
    throw Error(ErrorKind::Format, fmt::format("{}, line {}: column '{}': '{}' is not an array of numbers", source,
                                               line, excerpt(builder.column.name), excerpt(cell)));
}

}  // namespace maury::io
