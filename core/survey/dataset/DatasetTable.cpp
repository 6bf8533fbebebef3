// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/DatasetTable.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "io/Numbers.h"
#include "survey/dataset/ColumnMeta.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

io::Column idColumn(const Dataset& dataset, std::span<const std::size_t> rows, const IdType& idType) {
  if (idType.isText) {
    std::vector<std::string> ids;
    ids.reserve(rows.size());
    for (const std::size_t row : rows)
      ids.push_back(dataset.ids[row]);
    return {"id", "", std::move(ids)};
  }
  std::vector<std::int64_t> integers;
  integers.reserve(rows.size());
  for (const std::size_t row : rows)
    integers.push_back(io::parseInteger(dataset.ids[row]).value());
  // A Gaia source_id holds the position on the sky in its upper bits (data model of gaia_source), so it is larger than
  // the identifiers of other surveys.
  const bool isGaia = idType.largest > io::kLargestExactInteger;
  const bool isFree = dataset.findColumn("source_id") == nullptr && dataset.findInput("source_id") == nullptr;
  return {isGaia && isFree ? "source_id" : "id", "", std::move(integers)};
}

io::Column floatColumn(const std::string& name, const std::string& unit, const std::vector<float>& values,
                       std::span<const std::size_t> rows) {
  std::vector<double> reals;
  reals.reserve(rows.size());
  for (const std::size_t row : rows)
    reals.push_back(static_cast<double>(values[row]));
  io::Column column{name, unit.empty() ? defaultUnit(name) : unit, std::move(reals)};
  column.isFloat32 = true;
  return column;
}

/// Returns an array column with `width` values per row. A row of NaN only becomes an empty (missing) array.
io::ArrayColumn floatArrays(const std::string& name, const std::string& unit, const std::vector<float>& values,
                            std::size_t width, std::span<const std::size_t> rows) {
  io::ArrayColumn column{name, unit, {}};
  column.isFloat32 = true;
  column.values.reserve(rows.size() * width);
  for (const std::size_t row : rows) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    const auto end = begin + static_cast<std::ptrdiff_t>(width);
    if (std::any_of(begin, end, [](float value) { return value == value; }))
      column.values.insert(column.values.end(), begin, end);
    column.starts.push_back(column.values.size());
  }
  return column;
}

void addSpectra(io::Table& table, const Dataset& dataset, std::span<const std::size_t> rows) {
  const std::vector<double>& nm = dataset.grid.nm();
  io::ArrayColumn wavelength{"wavelength", "nm", {}};
  wavelength.values.reserve(rows.size() * nm.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    wavelength.values.insert(wavelength.values.end(), nm.begin(), nm.end());
    wavelength.starts.push_back(wavelength.values.size());
  }
  table.arrays.push_back(std::move(wavelength));
  table.arrays.push_back(floatArrays("flux", "", dataset.flux, nm.size(), rows));
  if (!dataset.fluxError.empty())
    table.arrays.push_back(floatArrays("flux_error", "", dataset.fluxError, nm.size(), rows));
}

std::vector<std::string> notesOf(const Provenance& provenance) {
  std::vector<std::string> notes;
  if (provenance.isMock) notes.push_back("Mock stars: simulated, not observed");
  if (!provenance.origin.empty()) notes.push_back("Stars: " + provenance.origin);
  for (const std::string& step : provenance.preprocessing)
    notes.push_back("Spectra: " + step);
  for (const std::string& note : provenance.notes)
    notes.push_back("Note: " + note);
  return notes;
}

template <typename AnyColumn>
void describe(AnyColumn& column, std::set<std::string>& mainUcds) {
  const ColumnMeta meta = columnMeta(column.name);
  if (column.description.empty()) column.description = meta.description;
  if (column.ucd.empty()) column.ucd = meta.ucd;
  constexpr std::string_view kMain = ";meta.main";
  if (column.ucd.ends_with(kMain) && !mainUcds.insert(column.ucd).second)
    column.ucd.resize(column.ucd.size() - kMain.size());
}

}  // namespace

void IdType::add(const std::vector<std::string>& ids, std::span<const std::size_t> rows) {
  for (const std::size_t row : rows) {
    if (isText) return;
    const auto id = io::parseInteger(ids[row]);
    isText = !id || std::to_string(*id) != ids[row];  // "022" must stay text to keep its leading zero
    largest = std::max(largest, id.value_or(0));
  }
}

void IdType::add(const std::vector<std::string>& ids) {
  std::vector<std::size_t> rows(ids.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  add(ids, rows);
}

io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra) {
  IdType idType;
  idType.isText = dataset.ids.empty();
  if (rows.empty())
    idType.add(dataset.ids);
  else
    idType.add(dataset.ids, rows);
  return tableOf(dataset, rows, spectra, idType);
}

io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra, const IdType& idType) {
  io::Table table;
  table.source = dataset.provenance.origin;
  table.notes = notesOf(dataset.provenance);
  table.columns.push_back(idColumn(dataset, rows, idType));
  for (const Label& label : dataset.labels) {
    table.columns.push_back(floatColumn(label.name, label.unit, label.values, rows));
    if (label.errors.empty()) continue;
    table.columns.push_back(floatColumn(errorName(label.name), label.unit, label.errors, rows));
  }
  for (const AuxiliaryInput& input : dataset.inputs) {
    if (input.width == 1)
      table.columns.push_back(floatColumn(input.name, input.unit, input.values, rows));
    else
      table.arrays.push_back(floatArrays(input.name, input.unit, input.values, input.width, rows));
  }
  for (const io::Column& column : dataset.columns) {
    io::Column chosen{column.name,
                      column.unit.empty() ? defaultUnit(column.name) : column.unit,
                      valuesAt(column, rows),
                      column.description,
                      column.ucd,
                      column.isFloat32};
    table.columns.push_back(std::move(chosen));
  }
  if (spectra && dataset.pixelCount() > 0) addSpectra(table, dataset, rows);
  describeColumns(table);
  return table;
}

io::Table tableOf(const Dataset& dataset) {
  std::vector<std::size_t> rows(dataset.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return tableOf(dataset, rows);
}

void describeColumns(io::Table& table) {
  std::set<std::string> mainUcds;
  for (io::Column& column : table.columns)
    describe(column, mainUcds);
  for (io::ArrayColumn& column : table.arrays)
    describe(column, mainUcds);
}

}  // namespace maury::survey
