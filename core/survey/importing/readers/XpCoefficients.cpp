// SPDX-License-Identifier: GPL-3.0-or-later
// Gaia's xp_continuous_mean_spectrum: one row per star, with vectors of 55 BP and 55 RP coefficients and their errors
// (Gaia DR3 data model). They become network inputs with the names of the archive; correlations are not read.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "survey/importing/columns/ReadParts.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

namespace {

constexpr std::size_t kCoefficients = 55;
constexpr std::array<const char*, 4> kVectors = {"bp_coefficients", "rp_coefficients", "bp_coefficient_errors",
                                                 "rp_coefficient_errors"};

bool recognises(SourceFile& file) {
  if (file.isFits() && !file.images().empty() && !file.choosesTable()) return false;
  const auto& names = file.columnNames();
  const auto has = [&](const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  return has("source_id") && (has("bp_coefficients") || has("rp_coefficients"));
}

/// Converts a column of coefficients to an input. Stars without a spectrum in one of the two photometers have no vector
/// in that column and get missing values.
AuxiliaryInput inputOf(const io::ArrayColumn& column, const std::string& source) {
  AuxiliaryInput input{lowerCase(column.name), column.unit, kCoefficients, {}};
  input.values.assign(column.size() * kCoefficients, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t row = 0; row < column.size(); ++row) {
    const auto values = column.row(row);
    if (values.empty()) continue;
    if (values.size() != kCoefficients)
      refuseFile(source, fmt::format("column '{}', row {}: {} coefficients, but Gaia's XP spectra have {}.",
                                     column.name, row + 1, values.size(), kCoefficients));
    for (std::size_t i = 0; i < kCoefficients; ++i)
      input.values[row * kCoefficients + i] = static_cast<float>(values[i]);
  }
  return input;
}

/// Returns true for columns that identify the star, hold the coefficients or describe their fit; they are not kept as
/// columns.
bool isSkippedColumn(const std::string& name) {
  constexpr std::array<std::string_view, 9> kEnds = {
      "_basis_function_id", "_degrees_of_freedom",      "_n_parameters",
      "_n_measurements",    "_n_rejected_measurements", "_standard_deviation",
      "_chi_squared",       "_n_relevant_bases",        "_relative_shrinking"};
  const bool isVector = name.find("_coefficient") != std::string::npos;
  return name == "source_id" || name == "solution_id" || isVector ||
         std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return name.ends_with(end); });
}

void read(SourceFile& file, const ReadContext& context, const FormatOutput& output) {
  const io::Table& table = file.table();
  context.job.checkpoint();
  StarInputs stars;
  stars.source = file.source();
  stars.file = file.fileName();
  stars.ids = table.at("source_id").asText();
  for (const char* name : kVectors) {
    if (const io::ArrayColumn* column = table.findArray(name)) {
      stars.inputs.push_back(inputOf(*column, table.source));
      continue;
    }
    // A column that is empty in every row is not an array. Add it with missing values, so that all files have the same
    // inputs.
    stars.inputs.push_back(
        {name, "", kCoefficients,
         std::vector<float>(stars.ids.size() * kCoefficients, std::numeric_limits<float>::quiet_NaN())});
  }
  addIdColumn(output.reading, table.find("source_id"), file.roles());
  for (const char* name : kVectors) {
    const io::ArrayColumn* column = table.findArray(name);
    if (column == nullptr) continue;
    ReadPart part = readPart(*column, PartRole::Input, {Ground::Name});
    part.target = lowerCase(column->name);
    part.alternatives.clear();
    output.reading.parts.push_back(std::move(part));
  }
  for (const io::Column& column : table.columns)
    if (!isSkippedColumn(lowerCase(column.name))) stars.starTable.columns.push_back(column);
  output.inputs(std::move(stars));
}

}  // namespace

const Format kXpCoefficients = {"Gaia XP coefficients", recognises, read};

}  // namespace maury::survey
