// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/CatalogueTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/Error.h"
#include "survey/LabelNames.h"

namespace maury::survey {

namespace {

/// What surveys write for "no value" in a label (seen in RAVE, LAMOST, APOGEE and Gaia-ESO catalogues).
constexpr std::array kSentinels = {-9999.0, -999.0, -32768.0, 9999.0, 99999.0};

/// Gaia's names (DR3 data model) of the scalars that networks take beside the spectrum.
constexpr std::array<std::string_view, 4> kScalarInputs = {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag",
                                                           "parallax"};

constexpr std::array<std::string_view, 4> kIdColumns = {"file", "id", "source_id", "RAVE_OBS_ID"};

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

/// The column as float with sentinels made missing; throws for text that is no number.
std::vector<float> cleanValues(const io::Table& table, const io::Column& column, std::size_t& sentinels) {
  std::vector<float> values;
  values.reserve(column.size());
  for (const double value : table.real(column.name)) {
    const bool isSentinel = std::find(kSentinels.begin(), kSentinels.end(), value) != kSentinels.end();
    if (isSentinel) ++sentinels;
    values.push_back(isSentinel || !std::isfinite(value) ? std::numeric_limits<float>::quiet_NaN()
                                                         : static_cast<float>(value));
  }
  return values;
}

/// The label whose 1σ error a column of this name holds: "e_teff", "eTeff", "TEFF_ERR", "teff_error".
std::optional<std::string> labelOfErrorColumn(std::string_view name) {
  const std::string lower = lowerCase(name);
  std::vector<std::string_view> rests;
  for (const std::string_view suffix : {"_error", "_err"})
    if (lower.ends_with(suffix)) rests.push_back(name.substr(0, name.size() - suffix.size()));
  for (const std::string_view prefix : {"e_", "e"})
    if (lower.starts_with(prefix)) rests.push_back(name.substr(prefix.size()));
  for (const std::string_view rest : rests)
    if (isKnownLabel(rest)) return canonicalLabelName(rest);
  return std::nullopt;
}

const io::Column* idColumnOf(const io::Table& table, const std::string& wanted) {
  if (!wanted.empty()) return &table.at(wanted);
  for (const std::string_view name : kIdColumns)
    if (const io::Column* column = table.find(name)) return column;
  const io::Column& first = table.columns.front();
  const bool isReal = std::holds_alternative<std::vector<double>>(first.values);
  return isReal || isKnownLabel(first.name) ? nullptr : &first;
}

/// The part of a table that is being sorted into a Dataset.
class CatalogueReader {
public:
  CatalogueReader(const io::Table& table, const std::string& idColumn, ImportReport& report)
      : m_table(table), m_report(report) {
    if (table.columns.empty() || table.rowCount() == 0)
      throw Error(ErrorKind::Format, fmt::format("{}: the table has no rows.", table.source));
    m_idColumn = idColumnOf(table, idColumn);
  }

  Dataset run() {
    readIds();
    for (const io::Column& column : m_table.columns)
      if (&column != m_idColumn && isKnownLabel(column.name)) addLabel(column);
    for (const io::Column& column : m_table.columns)
      if (&column != m_idColumn && m_labelColumns.count(&column) == 0) addOther(column);
    if (m_dataset.numericNames().empty())
      throw Error(ErrorKind::Format,
                  fmt::format("{}: no column holds a label or another number, so it is no catalogue of stars.",
                              m_table.source));
    m_dataset.validate();
    return std::move(m_dataset);
  }

private:
  void readIds() {
    if (m_idColumn != nullptr) {
      m_dataset.ids = m_idColumn->asText();
      return;
    }
    for (std::size_t row = 0; row < m_table.rowCount(); ++row)
      m_dataset.ids.push_back(fmt::format("row {}", row + 1));
    m_report.warnings.push_back(
        fmt::format("{}: no column names the stars; they are called row 1, row 2 …", m_table.source));
  }

  std::vector<float> clean(const io::Column& column) {
    std::size_t sentinels = 0;
    std::vector<float> values = cleanValues(m_table, column, sentinels);
    if (sentinels > 0)
      m_report.warnings.push_back(fmt::format("{}: column '{}': {} values such as −9999 are taken as missing.",
                                              m_table.source, column.name, sentinels));
    return values;
  }

  void addLabel(const io::Column& column) {
    const std::string name = canonicalLabelName(column.name);
    const auto known = std::find_if(m_dataset.labels.begin(), m_dataset.labels.end(),
                                    [&](const Label& label) { return label.name == name; });
    if (known != m_dataset.labels.end()) {
      m_report.warnings.push_back(fmt::format("{}: column '{}' names the label {} again; it is kept as a column.",
                                              m_table.source, column.name, name));
      return;
    }
    m_dataset.labels.push_back({name, column.unit.empty() ? defaultUnit(name) : column.unit, clean(column), {}});
    m_labelColumns.emplace(&column, true);
  }

  void addOther(const io::Column& column) {
    if (const auto labelName = labelOfErrorColumn(column.name)) {
      const auto label = std::find_if(m_dataset.labels.begin(), m_dataset.labels.end(),
                                      [&](const Label& known) { return known.name == *labelName; });
      if (label != m_dataset.labels.end() && label->errors.empty()) {
        label->errors = clean(column);
        return;
      }
    }
    const bool isInput =
        std::find(kScalarInputs.begin(), kScalarInputs.end(), lowerCase(column.name)) != kScalarInputs.end();
    const std::string unit = column.unit.empty() ? defaultUnit(column.name) : column.unit;
    if (isInput && !column.isText())
      m_dataset.inputs.push_back({unusedName(m_dataset, lowerCase(column.name)), unit, 1, clean(column)});
    else
      m_dataset.columns.push_back({unusedName(m_dataset, column.name), unit, column.values});
  }

  const io::Table& m_table;
  ImportReport& m_report;
  const io::Column* m_idColumn = nullptr;
  Dataset m_dataset;
  std::unordered_map<const io::Column*, bool> m_labelColumns;
};

/// The row of each star in the catalogue; catalogue.starCount() where there is none.
class StarMatcher {
public:
  StarMatcher(const Dataset& catalogue, const std::string& source) : m_absent(catalogue.starCount()) {
    m_rows.reserve(catalogue.starCount());
    for (std::size_t row = 0; row < catalogue.starCount(); ++row) {
      const std::string key = std::filesystem::path(catalogue.ids[row]).filename().string();
      if (key.empty()) continue;
      const auto [first, fresh] = m_rows.emplace(key, row);
      if (!fresh)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the id '{}' stands in rows {} and {}; one star needs one row.", source, key,
                                first->second + 1, row + 1));
    }
  }

  std::size_t rowOf(const std::string& id, const std::string& fileName) const {
    for (const std::string& key : {id, fileName, stemOf(fileName)}) {
      const auto found = m_rows.find(key);
      if (!key.empty() && found != m_rows.end()) return found->second;
    }
    return m_absent;
  }

private:
  std::size_t m_absent;
  std::unordered_map<std::string, std::size_t> m_rows;
};

std::vector<float> floatsAt(const std::vector<float>& values, const std::vector<std::size_t>& rows, std::size_t width) {
  std::vector<float> picked;
  if (values.empty()) return picked;
  picked.reserve(rows.size() * width);
  for (const std::size_t row : rows)
    for (std::size_t i = 0; i < width; ++i)
      picked.push_back((row + 1) * width <= values.size() ? values[row * width + i]
                                                          : std::numeric_limits<float>::quiet_NaN());
  return picked;
}

}  // namespace

std::string stemOf(const std::string& fileName) {
  std::filesystem::path path = std::filesystem::path(fileName).filename();
  if (path.extension() == ".gz") path = path.stem();
  return path.stem().string();
}

Dataset catalogueOf(const io::Table& table, const std::string& idColumn, ImportReport& report) {
  return CatalogueReader(table, idColumn, report).run();
}

void joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                   const std::string& source, ImportReport& report) {
  const StarMatcher matcher(catalogue, source);
  std::vector<std::size_t> rows;
  std::vector<bool> used(catalogue.starCount(), false);
  for (std::size_t star = 0; star < stars.starCount(); ++star) {
    rows.push_back(matcher.rowOf(stars.ids[star], fileNames.empty() ? "" : fileNames[star]));
    if (rows.back() < used.size()) used[rows.back()] = true;
  }
  const auto absent = static_cast<std::size_t>(std::count(rows.begin(), rows.end(), catalogue.starCount()));
  report.matched = rows.size() - absent;
  report.unmatchedSpectra = absent;
  report.unmatchedLabels = static_cast<std::size_t>(std::count(used.begin(), used.end(), false));
  if (report.matched == 0 && !rows.empty())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: none of its {} ids is the name of one of the {} stars: it says '{}', the stars are "
                            "called '{}'{}; name the column that holds the ids (--id-column).",
                            source, catalogue.starCount(), stars.starCount(), catalogue.ids.front(), stars.ids.front(),
                            fileNames.empty() ? "" : fmt::format(" (file {})", fileNames.front())));

  for (const Label& label : catalogue.labels) {
    if (unusedName(stars, label.name) != label.name)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: the stars have a '{}' already; leave that column out.", source, label.name));
    stars.labels.push_back({label.name, label.unit, floatsAt(label.values, rows, 1), floatsAt(label.errors, rows, 1)});
  }
  for (const AuxiliaryInput& input : catalogue.inputs)
    stars.inputs.push_back(
        {unusedName(stars, input.name), input.unit, input.width, floatsAt(input.values, rows, input.width)});
  for (const io::Column& column : catalogue.columns)
    stars.columns.push_back({unusedName(stars, column.name), column.unit, valuesAt(column, rows)});
}

}  // namespace maury::survey
