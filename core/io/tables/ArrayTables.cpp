// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/ArrayTables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"

namespace maury::io {
namespace {

constexpr std::uint64_t kWidestArray = 256;  // columns of a matrix that is read into a table
constexpr std::size_t kMostNames = 40;       // in messages

bool sameName(const std::string& a, const std::string& b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// Returns the table or group of an array.
std::string homeOf(const ArrayInfo& info) {
  return info.table.empty() ? info.group() : info.table;
}

/// Vectors of one length in one group.
struct Candidate {
  std::string home;
  std::uint64_t rows = 0;
  std::size_t columns = 0;
};

std::vector<Candidate> candidatesIn(const ArrayFile& file, const std::string& group) {
  std::vector<Candidate> candidates;
  for (const ArrayInfo& info : file.arrays()) {
    const auto length = info.vectorLength();
    const std::string home = homeOf(info);
    if (!length || (!group.empty() && !sameName(home, group) && !sameName(info.name, group))) continue;
    const auto known = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const Candidate& c) { return c.home == home && c.rows == *length; });
    if (known == candidates.end())
      candidates.push_back({home, *length, 1});
    else
      ++known->columns;
  }
  // Single values are facts about the file, unless there is nothing else.
  const auto isTable = [](const Candidate& c) { return c.rows > 1; };
  if (std::any_of(candidates.begin(), candidates.end(), isTable))
    std::erase_if(candidates, [&](const Candidate& c) { return !isTable(c); });
  return candidates;
}

Candidate choose(const ArrayFile& file, const std::string& group) {
  std::vector<Candidate> candidates = candidatesIn(file, group);
  const auto refuse = [&](const std::string& reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}; the file has {}", file.source(), reason, arrayList(file)));
  };
  if (candidates.empty())
    refuse(group.empty() ? "no array has one value per row, as a table needs"
                         : fmt::format("there is no table or group of columns '{}'", excerpt(group)));
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.columns > b.columns; });
  if (candidates.size() > 1 && candidates[0].columns == candidates[1].columns)
    refuse("several groups of arrays could be the table; choose one by name");
  return candidates.front();
}

ArrayColumn readMatrix(ArrayFile& file, std::size_t array) {
  const ArrayInfo& info = file.arrays()[array];
  ArrayColumn column{info.baseName(), info.unit, {}, {0}, info.description, {}, info.elementBytes <= 4};
  column.values.resize(info.rows() * info.width());
  file.readReals(array, 0, column.values);
  for (std::uint64_t row = 0; row < info.rows(); ++row)
    column.starts.push_back((row + 1) * info.width());
  return column;
}

}  // namespace

std::string arrayList(const ArrayFile& file) {
  std::vector<std::string> names;
  for (const ArrayInfo& info : file.arrays())
    if (names.size() < kMostNames) names.push_back(info.describe());
  return fmt::format(
      "{}{}", fmt::join(names, ", "),
      file.arrays().size() > kMostNames ? fmt::format(" and {} more arrays", file.arrays().size() - kMostNames) : "");
}

Column readArrayColumn(ArrayFile& file, std::size_t array) {
  const ArrayInfo& info = file.arrays().at(array);
  const std::uint64_t length = info.rows() * info.width();
  Column column{info.baseName(), info.unit, {}, info.description};
  if (info.type == ElementType::Text) {
    std::vector<std::string> texts(length);
    file.readTexts(array, 0, texts);
    column.values = std::move(texts);
  } else if (info.type == ElementType::Real) {
    std::vector<double> reals(length);
    file.readReals(array, 0, reals);
    column.values = std::move(reals);
    column.isFloat32 = info.elementBytes <= 4;
  } else {
    std::vector<std::int64_t> integers(length);
    file.readIntegers(array, 0, integers);
    const bool isLarge = info.type == ElementType::Unsigned &&
                         std::any_of(integers.begin(), integers.end(), [](std::int64_t value) { return value < 0; });
    if (isLarge) {
      std::vector<std::string> digits;
      for (const std::int64_t value : integers)
        digits.push_back(std::to_string(static_cast<std::uint64_t>(value)));
      column.values = std::move(digits);
    } else {
      column.values = std::move(integers);
    }
  }
  return column;
}

Table readArrayTable(ArrayFile& file, const std::string& group) {
  const Candidate chosen = choose(file, group);
  Table table;
  table.source = chosen.home.empty() ? file.source() : fmt::format("{}, {}", file.source(), excerpt(chosen.home));
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < file.arrays().size(); ++i) {
    const ArrayInfo& info = file.arrays()[i];
    const bool isHere = homeOf(info) == chosen.home;
    const auto matrix = info.matrixShape();
    if (isHere && info.vectorLength() == chosen.rows)
      table.columns.push_back(readArrayColumn(file, i));
    else if (isHere && matrix && matrix->first == chosen.rows && matrix->second <= kWidestArray)
      table.arrays.push_back(readMatrix(file, i));
    else
      unused.push_back(info.describe());
  }
  unused.insert(unused.end(), file.leftOut().begin(), file.leftOut().end());
  table.unusedArrays = unused;
  const std::size_t more = unused.size() > kMostNames ? unused.size() - kMostNames : 0;
  unused.resize(unused.size() - more);
  if (!unused.empty())
    table.warnings.push_back(fmt::format("{}: not used: {}{}.", table.source, fmt::join(unused, "; "),
                                         more > 0 ? fmt::format(" and {} more arrays", more) : ""));
  return table;
}

}  // namespace maury::io
