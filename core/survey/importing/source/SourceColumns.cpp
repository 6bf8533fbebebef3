// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/SourceColumns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "base/Error.h"
#include "io/tables/ReadTable.h"
#include "io/tables/text/TextForm.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/source/ImageRoles.h"

namespace maury::survey {

namespace {

constexpr std::size_t kSamples = 3;
constexpr std::size_t kStartBytes = std::size_t{1} << 16;  // start() of a text file: its header and some rows

/// Returns the roles that the user can give to a column whatever it was read as.
std::vector<PartRole> rolesOf(PartKind kind, bool isText) {
  using Role = PartRole;
  if (isText) return {Role::Id, Role::RightAscension, Role::Declination};
  std::vector<Role> roles = {Role::Wavelength,      Role::Flux,     Role::Error, Role::RelativeError,
                             Role::InverseVariance, Role::Variance, Role::Mask};
  if (kind != PartKind::ArrayColumn)
    roles.insert(roles.end(), {Role::Label, Role::Input, Role::Id, Role::RightAscension, Role::Declination,
                               Role::Distance, Role::Radius, Role::Height, Role::SignalToNoise});
  return roles;
}

ReadPart partOf(const std::string& name, PartKind kind, const std::string& unit, bool isText) {
  ReadPart part{.name = name, .kind = kind, .role = PartRole::NotUsed, .unit = unit};
  if (!unit.empty()) part.unitReason = {Ground::Unit};
  part.alternatives = rolesOf(kind, isText);
  return part;
}

/// Returns the values in the first rows of a column, or in its first vector; none for complex numbers.
std::vector<std::string> samplesIn(const io::FitsReader& fits, const io::FitsColumn& column, int index) {
  const std::int64_t rows = std::min<std::int64_t>(kSamples, fits.rowCount());
  if (rows == 0 || column.type == 'C' || column.type == 'M') return {};
  if (column.type == 'A') return fits.readText(index, 0, rows);
  if (column.varies) {
    io::FitsArrays arrays;
    fits.readArrays(index, 0, 1, arrays);
    return samplesOf(std::span<const double>(arrays.values));
  }
  if (column.width > 1) {
    std::vector<double> values(column.width);
    fits.readReal(index, 0, 1, std::span<double>(values));
    return samplesOf(std::span<const double>(values));
  }
  std::vector<std::string> samples;
  if (column.isUnsigned64) {
    std::vector<std::uint64_t> values(static_cast<std::size_t>(rows));
    fits.readUnsigned(index, 0, rows, values);
    for (const std::uint64_t value : values)
      samples.push_back(std::to_string(value));
  } else if (std::string_view("BIJK").find(column.type) != std::string_view::npos && !column.hasNull) {
    std::vector<std::int64_t> values(static_cast<std::size_t>(rows));
    fits.readInteger(index, 0, rows, values);
    for (const std::int64_t value : values)
      samples.push_back(std::to_string(value));
  } else {
    std::vector<double> values(static_cast<std::size_t>(rows));
    fits.readReal(index, 0, rows, std::span<double>(values));
    samples = samplesOf(std::span<const double>(values));
  }
  return samples;
}

std::vector<ReadPart> fitsColumns(SourceFile& file) {
  if (file.chosenHdu() && !file.choosesTable()) return {};
  const int hdu = file.tableHdu();
  io::FitsReader& fits = file.fits();
  fits.moveTo(hdu);
  if (!fits.isTable()) return {};
  std::vector<ReadPart> parts;
  int index = 0;
  for (const io::FitsColumn& column : fits.columns()) {
    const bool isText = column.type == 'A';
    const bool isArray = !isText && (column.varies || column.width > 1);
    parts.push_back(partOf(column.name, isArray ? PartKind::ArrayColumn : PartKind::Column, column.unit, isText));
    parts.back().samples = samplesIn(fits, column, index++);
  }
  return parts;
}

std::vector<ReadPart> arrayColumns(const io::ArrayFile& arrays) {
  std::vector<ReadPart> parts;
  for (const io::ArrayInfo& info : arrays.arrays()) {
    parts.push_back(partOf(info.name, PartKind::Array, info.unit, info.type == io::ElementType::Text));
    parts.back().samples = {fmt::format("{}", fmt::join(info.shape, " × "))};
  }
  return parts;
}

std::vector<ReadPart> tableColumns(const io::Table& table) {
  std::vector<ReadPart> parts;
  for (const io::Column& column : table.columns) {
    parts.push_back(partOf(column.name, PartKind::Column, column.unit, column.isText()));
    parts.back().samples = samplesOf(column);
  }
  for (const io::ArrayColumn& column : table.arrays) {
    ReadPart part = readPart(column, PartRole::NotUsed, {});
    part.alternatives = rolesOf(PartKind::ArrayColumn, false);
    parts.push_back(std::move(part));
  }
  return parts;
}

/// Returns the columns of a text table as its first lines tell; without units and samples if these alone are no table,
/// as those of a table whose ReadMe is another file.
std::vector<ReadPart> textColumns(SourceFile& file) {
  const std::vector<std::string>& names = file.columnNames();
  const std::string bytes = file.start(kStartBytes);
  std::string text = io::normaliseText(bytes);
  if (bytes.size() >= kStartBytes) text.resize(std::min(text.size(), text.rfind('\n') + 1));
  try {
    std::vector<ReadPart> parts = tableColumns(io::readTable(std::move(text), file.source()));
    if (parts.size() == names.size()) return parts;
  } catch (const Error&) {
    // The names are known all the same.
  }
  std::vector<ReadPart> parts;
  for (const std::string& name : names)
    parts.push_back(partOf(name, PartKind::Column, "", false));
  return parts;
}

/// Appends the names and units of columns to the description of a form.
void addColumns(std::string& form, const std::vector<ReadPart>& columns) {
  for (const ReadPart& column : columns)
    form += fmt::format("\n{}\t{}", column.name, column.unit);
}

/// Returns the FNV-1a hash of 64 bits (Fowler, Noll and Vo), as 16 hexadecimal digits.
std::string hashOf(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

}  // namespace

std::vector<SourcePlace> placesOf(SourceFile& file, std::size_t maxPlaces) {
  std::vector<SourcePlace> places;
  if (file.isFits()) {
    std::vector<std::pair<int, std::string>> sizes;
    for (const SourceFile::Image& image : file.images())
      sizes.emplace_back(image.hdu, fmt::format("image of {}", fmt::join(image.axes, " × ")));
    for (const SourceFile::Tabular& table : file.tables())
      if (table.rows > 0)
        sizes.emplace_back(table.hdu, fmt::format("{} {}", table.rows, table.rows == 1 ? "row" : "rows"));
    std::sort(sizes.begin(), sizes.end());
    sizes.resize(std::min(sizes.size(), maxPlaces));
    for (const auto& [hdu, size] : sizes)
      places.push_back({std::to_string(hdu), fmt::format("{}, {}", file.hduLabel(hdu), size)});
  } else if (const io::ArrayFile* arrays = file.arrays()) {
    std::set<std::string> known;
    const auto add = [&](const std::string& choice, const std::string& text) {
      if (!choice.empty() && places.size() < maxPlaces && known.insert(choice).second) places.push_back({choice, text});
    };
    for (const io::ArrayInfo& info : arrays->arrays()) {
      add(info.table, fmt::format("table {}", info.table));
      if (info.table.empty()) add(info.group(), fmt::format("group {}", info.group()));
      if (info.table.empty() && info.matrixShape()) add(info.name, info.describe());
    }
  }
  return places;
}

std::vector<ReadPart> columnsOf(SourceFile& file) {
  if (file.isFits()) return fitsColumns(file);
  if (const io::ArrayFile* arrays = file.arrays()) return arrayColumns(*arrays);
  if (!file.hasTable()) return {};
  return file.isText() ? textColumns(file) : tableColumns(file.table());
}

std::string formOf(SourceFile& file) {
  std::string form;
  if (!file.isFits()) {
    addColumns(form, columnsOf(file));
    return hashOf(form);
  }
  for (const SourceFile::Image& image : file.images())
    form += fmt::format("\nimage {}", armForm(image.name));
  for (const SourceFile::Tabular& table : file.tables()) {
    form += fmt::format("\ntable {}", table.name);
    file.fits().moveTo(table.hdu);
    for (const io::FitsColumn& column : file.fits().columns())
      form += fmt::format("\n{}\t{}", column.name, column.unit);
  }
  return hashOf(form);
}

}  // namespace maury::survey
