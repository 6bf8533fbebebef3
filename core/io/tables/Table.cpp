// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/Table.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"

namespace maury::io {
namespace {

std::string toLowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// Returns the element of that name, or else the first that differs only in case; nullptr if there is none.
template <typename Named>
const Named* findByName(const std::vector<Named>& all, std::string_view name) {
  const auto exact = std::find_if(all.begin(), all.end(), [&](const Named& each) { return each.name == name; });
  if (exact != all.end()) return &*exact;
  const std::string lower = toLowerCase(name);
  const auto similar =
      std::find_if(all.begin(), all.end(), [&](const Named& each) { return toLowerCase(each.name) == lower; });
  return similar != all.end() ? &*similar : nullptr;
}

std::string cellText(const Column& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return std::to_string((*integers)[row]);
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values))
    return column.isFloat32 ? shortestFloatText((*reals)[row]) : shortestText((*reals)[row]);
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
    const std::string_view text = trim(texts[row]);
    if (isMissingNumber(text)) continue;
    const std::optional<double> value = parseReal(text);
    if (!value)
      throw Error(ErrorKind::Format,
                  fmt::format("column '{}', row {}: '{}' is not a number{}", excerpt(name), row + 1, excerpt(text),
                              parseDecimalComma(text) ? " (use a decimal point)" : ""));
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

std::span<const double> ArrayColumn::row(std::size_t i) const {
  return std::span(values).subspan(starts[i], starts[i + 1] - starts[i]);
}

std::size_t Table::rowCount() const {
  if (!columns.empty()) return columns.front().size();
  return arrays.empty() ? 0 : arrays.front().size();
}

const Column* Table::find(std::string_view name) const {
  return findByName(columns, name);
}

const ArrayColumn* Table::findArray(std::string_view name) const {
  return findByName(arrays, name);
}

const Column& Table::at(std::string_view name) const {
  if (const Column* column = find(name)) return *column;
  std::string names;
  for (const Column& column : columns) {
    if (names.size() > 400) {
      names += ", …";
      break;
    }
    names += (names.empty() ? "" : ", ") + excerpt(column.name);
  }
  throw Error(ErrorKind::Format, fmt::format("{}: there is no column '{}'; the table has {}", source, name,
                                             names.empty() ? "no columns" : names));
}

ColumnValues integersWithMissing(std::vector<std::int64_t> integers, const std::vector<std::size_t>& missing) {
  if (missing.empty()) return integers;
  for (const std::size_t row : missing)
    integers[row] = 0;
  const auto isExact = [](std::int64_t value) {
    return value <= kLargestExactInteger && value >= -kLargestExactInteger;
  };
  if (std::all_of(integers.begin(), integers.end(), isExact)) {
    std::vector<double> reals(integers.begin(), integers.end());
    for (const std::size_t row : missing)
      reals[row] = std::numeric_limits<double>::quiet_NaN();
    return reals;
  }
  std::vector<std::string> texts(integers.size());
  for (std::size_t row = 0; row < texts.size(); ++row)
    texts[row] = std::to_string(integers[row]);
  for (const std::size_t row : missing)
    texts[row].clear();
  return texts;
}

void roundToFloat32(std::vector<double>& values) {
  for (double& value : values)
    value = static_cast<double>(static_cast<float>(value));
}

std::vector<double> Table::real(std::string_view name) const {
  const Column& column = at(name);
  try {
    return column.asReal();
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", source, error.what()));
  }
}

}  // namespace maury::io
