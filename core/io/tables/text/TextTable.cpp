// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/text/TextTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "io/TextFile.h"
#include "io/tables/Table.h"
#include "io/tables/text/CsvRecords.h"
#include "io/tables/text/FixedColumns.h"
#include "io/tables/text/TextColumns.h"
#include "io/tables/text/TextForm.h"
#include "io/tables/text/TextHeader.h"

namespace maury::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMaskSuffix = ".mask";

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

/// Sets the values of a column of numbers or text to missing where the mask is true.
void applyMask(Column& column, std::span<const double> mask) {
  std::vector<std::size_t> missing;
  for (std::size_t row = 0; row < std::min(mask.size(), column.size()); ++row)
    if (mask[row] != 0.0) missing.push_back(row);
  if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    column.values = integersWithMissing(std::move(*integers), missing);
    return;
  }
  for (const std::size_t row : missing) {
    if (auto* reals = std::get_if<std::vector<double>>(&column.values))
      (*reals)[row] = std::numeric_limits<double>::quiet_NaN();
    else
      std::get<std::vector<std::string>>(column.values)[row].clear();
  }
}

/// Returns true for the name of a column that ECSV declares as the mask of another one: "teff.mask" of "teff".
bool isMaskName(const CsvPreamble& preamble, const std::string& name) {
  const auto declared = preamble.columns.find(name);
  return preamble.isEcsv && name.size() > kMaskSuffix.size() && name.ends_with(kMaskSuffix) &&
         declared != preamble.columns.end() && declared->second.datatype == "bool" &&
         preamble.columns.contains(name.substr(0, name.size() - kMaskSuffix.size()));
}

/// Returns the column that the mask called `mask` belongs to; nullptr if there is none.
template <typename Named>
Named* ownerOf(std::vector<Named>& columns, std::string_view mask) {
  mask.remove_suffix(kMaskSuffix.size());
  const auto owner = std::find_if(columns.begin(), columns.end(), [&](const Named& each) { return each.name == mask; });
  return owner == columns.end() ? nullptr : &*owner;
}

/// Applies the masks of columns to their values, and removes them. astropy can write a masked column as two columns,
/// the second of which is called NAME.mask (Table.write() with serialize_method data_mask).
void applySeparateMasks(const CsvPreamble& preamble, Table& table) {
  std::set<std::string> applied;
  for (const Column& mask : table.columns) {
    Column* owner = isMaskName(preamble, mask.name) ? ownerOf(table.columns, mask.name) : nullptr;
    if (owner == nullptr) continue;
    applyMask(*owner, mask.asReal());
    applied.insert(mask.name);
  }
  for (const ArrayColumn& mask : table.arrays) {
    ArrayColumn* owner = isMaskName(preamble, mask.name) ? ownerOf(table.arrays, mask.name) : nullptr;
    if (owner == nullptr || owner->values.size() != mask.values.size()) continue;
    for (std::size_t i = 0; i < mask.values.size(); ++i)
      if (mask.values[i] != 0.0) owner->values[i] = std::numeric_limits<double>::quiet_NaN();
    applied.insert(mask.name);
  }
  std::erase_if(table.columns, [&](const Column& column) { return applied.contains(column.name); });
  std::erase_if(table.arrays, [&](const ArrayColumn& column) { return applied.contains(column.name); });
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
  if (header.preamble.isEcsv) applySeparateMasks(header.preamble, table);
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
    TextHeader header = takeTextHeader(start, source);
    std::erase_if(header.names, [&](const std::string& name) { return isMaskName(header.preamble, name); });
    return std::move(header.names);
  } catch (const Error&) {
    return {};  // reading the whole table reports the reason
  }
}

}  // namespace maury::io
