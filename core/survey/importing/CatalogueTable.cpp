// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/CatalogueTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/Error.h"
#include "base/Printable.h"
#include "survey/dataset/LabelNames.h"
#include "survey/dataset/PositionColumns.h"
#include "survey/dataset/Sentinels.h"
#include "survey/dataset/TextCase.h"

namespace maury::survey {

namespace {

/// Gaia's names (DR3 data model) of the scalars that networks use in addition to the spectrum.
constexpr std::array<std::string_view, 4> kScalarInputs = {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag",
                                                           kParallaxColumn};

constexpr std::array<std::string_view, 9> kIdColumns = {"file",       "id",    "source_id", "RAVE_OBS_ID", "APOGEE_ID",
                                                        "sobject_id", "obsid", "targetid",  "CNAME"};

/// Role that renames a column to the name used throughout this program, with the unit if the file states none.
struct NamedRole {
  std::string_view role, name, unit;
};
constexpr std::array<NamedRole, 6> kNamedRoles = {{{"ra", kRightAscensionColumn, "deg"},
                                                   {"dec", kDeclinationColumn, "deg"},
                                                   {"distance", kDistanceColumn, "kpc"},
                                                   {"R", kRadiusColumn, "kpc"},
                                                   {"Z", kHeightColumn, "kpc"},
                                                   {"snr", "snr", ""}}};

/// Returns the column as floats with sentinels replaced by NaN, and counts the sentinels. Throws for text that is not a
/// number.
std::vector<float> cleanValues(const io::Table& table, const io::Column& column, std::size_t& sentinels) {
  std::vector<float> values;
  values.reserve(column.size());
  for (const double value : table.real(column.name)) {
    const bool isUnknown = isSentinel(value);
    if (isUnknown) ++sentinels;
    values.push_back(isUnknown || !std::isfinite(value) ? std::numeric_limits<float>::quiet_NaN()
                                                        : static_cast<float>(value));
  }
  return values;
}

/// Returns the label whose 1σ error a column of this name holds: "e_teff", "eTeff", "TEFF_ERR", "teff_error".
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

/// Returns the names that unusedName() returns for parts that are added to a dataset one after another, in constant
/// time for each, because tables may have 10⁵ columns.
class UnusedNames {
public:
  explicit UnusedNames(const Dataset& dataset) : m_dataset(dataset) {
    for (const AuxiliaryInput& input : dataset.inputs)
      m_taken.insert(input.name);
    for (const io::Column& column : dataset.columns)
      m_taken.insert(column.name);
  }

  /// Returns the name for an input or column and marks it as taken.
  std::string claim(const std::string& name) {
    std::string candidate = name;
    for (int& number = m_numbers[name]; isTaken(candidate);)
      candidate = fmt::format("{}_{}", name, number++ + 2);
    m_taken.insert(candidate);
    return candidate;
  }

private:
  bool isTaken(const std::string& name) const {
    const auto isLabel = [&](const Label& label) { return label.name == name; };
    if (m_taken.contains(name) || std::any_of(m_dataset.labels.begin(), m_dataset.labels.end(), isLabel)) return true;
    if (!name.starts_with("e_")) return false;
    const Label* label = m_dataset.findLabel(std::string_view(name).substr(2));
    return label != nullptr && !label->errors.empty();
  }

  const Dataset& m_dataset;
  std::unordered_set<std::string> m_taken;         ///< names of inputs and columns
  std::unordered_map<std::string, int> m_numbers;  ///< by name: how many numbers were tried
};

/// Sorts the columns of a table into a Dataset with one star per row.
class ColumnSorter {
public:
  ColumnSorter(Dataset& stars, const io::Table& table, RoleMap& roles, ImportReport& report)
      : m_dataset(stars), m_table(table), m_report(report), m_names(stars) {
    for (const io::Column& column : table.columns)
      m_roles.push_back(roles.roleOf(column.name));
    m_taken.assign(table.columns.size(), false);
  }

  /// Returns the column to which the user gave the role "id"; nullptr if there is none.
  const io::Column* idByRole() const {
    const auto found = std::find(m_roles.begin(), m_roles.end(), "id");
    return found == m_roles.end() ? nullptr : &m_table.columns[static_cast<std::size_t>(found - m_roles.begin())];
  }

  /// Sorts all columns except the ids. Roles take precedence over names, and labels come before their errors.
  void run(const io::Column* idColumn) {
    for (std::size_t i = 0; i < m_roles.size(); ++i)
      m_taken[i] = &column(i) == idColumn || m_roles[i] == "ignore" || m_roles[i] == "id";
    each([&](std::size_t i) { return takeLabelByRole(i); });
    each([&](std::size_t i) {
      return m_roles[i].empty() && isKnownLabel(column(i).name) && !refusesText(column(i)) &&
             addLabel(column(i), column(i).name);
    });
    each([&](std::size_t i) { return takeByRole(i); });
    each([&](std::size_t i) {
      addOther(column(i));
      return true;
    });
    noteArrays();
  }

private:
  const io::Column& column(std::size_t i) const { return m_table.columns[i]; }

  template <typename Take>
  void each(const Take& take) {
    for (std::size_t i = 0; i < m_roles.size(); ++i)
      if (!m_taken[i]) m_taken[i] = take(i);
  }

  bool takeLabelByRole(std::size_t i) {
    if (m_roles[i] == "label") return addLabel(column(i), column(i).name);
    return isKnownLabel(m_roles[i]) && !m_roles[i].starts_with("e_") && addLabel(column(i), m_roles[i]);
  }

  bool takeByRole(std::size_t i) {
    const std::string& role = m_roles[i];
    if (role == "input") {
      addInput(column(i), column(i).name);
      return true;
    }
    if (role.starts_with("e_")) return addError(column(i), canonicalLabelName(role.substr(2)), true);
    const auto named =
        std::find_if(kNamedRoles.begin(), kNamedRoles.end(), [&](const auto& r) { return r.role == role; });
    if (named == kNamedRoles.end()) return false;
    io::Column copy = column(i);
    copy.name = m_names.claim(std::string(named->name));
    if (copy.unit.empty()) copy.unit = named->unit;
    m_dataset.columns.push_back(std::move(copy));
    return true;
  }

  std::vector<float> clean(const io::Column& column) {
    std::size_t sentinels = 0;
    std::vector<float> values = cleanValues(m_table, column, sentinels);
    if (sentinels > 0)
      m_report.warnings.push_back(fmt::format("{}: column '{}': {} values such as −9999 were treated as missing.",
                                              m_table.source, excerpt(column.name), sentinels));
    return values;
  }

  /// Returns true for a column with text that is not a number, which no one said to be a label; adds a warning.
  bool refusesText(const io::Column& column) {
    if (!column.isText()) return false;
    try {
      (void)column.asReal();
      return false;
    } catch (const Error& error) {
      m_report.warnings.push_back(
          fmt::format("{}: {}; the column was kept as text instead of a label.", m_table.source, error.what()));
      return true;
    }
  }

  Label* findLabel(const std::string& name) {
    const auto found = std::find_if(m_dataset.labels.begin(), m_dataset.labels.end(),
                                    [&](const Label& label) { return label.name == name; });
    return found == m_dataset.labels.end() ? nullptr : &*found;
  }

  bool addLabel(const io::Column& column, const std::string& as) {
    const std::string name = canonicalLabelName(as);
    if (findLabel(name) != nullptr) {
      m_report.warnings.push_back(fmt::format("{}: column '{}' repeats the label {}; it was kept as a column.",
                                              m_table.source, excerpt(column.name), name));
      return false;
    }
    m_dataset.labels.push_back({name, column.unit.empty() ? defaultUnit(name) : column.unit, clean(column), {}});
    return true;
  }

  bool addError(const io::Column& column, const std::string& labelName, bool isRequested) {
    Label* label = findLabel(labelName);
    if (label != nullptr && label->errors.empty()) {
      label->errors = clean(column);
      return true;
    }
    if (isRequested)
      m_report.warnings.push_back(fmt::format("{}: column '{}' cannot be the error of {}: {}; it was kept as a column.",
                                              m_table.source, excerpt(column.name), labelName,
                                              label == nullptr ? "there is no such label" : "it has errors already"));
    return false;
  }

  void addInput(const io::Column& column, const std::string& name) {
    const std::string unit = column.unit.empty() ? defaultUnit(name) : column.unit;
    m_dataset.inputs.push_back({m_names.claim(name), unit, 1, clean(column)});
  }

  void addOther(const io::Column& column) {
    const auto labelName = labelOfErrorColumn(column.name);
    if (labelName && !refusesText(column) && addError(column, *labelName, false)) return;
    const std::string lower = lowerCase(column.name);
    const bool isInput = std::find(kScalarInputs.begin(), kScalarInputs.end(), lower) != kScalarInputs.end();
    if (isInput && !column.isText()) {
      addInput(column, lower);
      return;
    }
    io::Column copy = column;
    copy.name = m_names.claim(column.name);
    if (copy.unit.empty()) copy.unit = defaultUnit(column.name);
    m_dataset.columns.push_back(std::move(copy));
  }

  void noteArrays() {
    if (m_table.arrays.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(5, m_table.arrays.size()); ++i)
      names += (i > 0 ? ", " : "") + excerpt(m_table.arrays[i].name);
    m_report.notes.push_back(fmt::format("{}: {} columns with several values per row were left out ({}{}).",
                                         m_table.source, m_table.arrays.size(), names,
                                         m_table.arrays.size() > 5 ? " …" : ""));
  }

  Dataset& m_dataset;
  const io::Table& m_table;
  ImportReport& m_report;
  UnusedNames m_names;
  std::vector<std::string> m_roles;
  std::vector<bool> m_taken;
};

std::vector<std::string> idsOf(const io::Table& table, const io::Column* column, bool isFirst, ImportReport& report) {
  if (column != nullptr) {
    if (isFirst)
      report.notes.push_back(
          fmt::format("{}: no column is named like an id, so the ids were taken from the first column, '{}'.",
                      table.source, excerpt(column->name)));
    return column->asText();
  }
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < table.rowCount(); ++row)
    ids.push_back(fmt::format("row {}", row + 1));
  report.warnings.push_back(fmt::format("{}: no column holds ids; the stars are called row 1, row 2 …", table.source));
  return ids;
}

/// Index that finds the catalogue row of a star; catalogue.starCount() if there is none.
class StarMatcher {
public:
  StarMatcher(const Dataset& catalogue, const std::string& source) : m_absent(catalogue.starCount()) {
    m_rows.reserve(catalogue.starCount());
    for (std::size_t row = 0; row < catalogue.starCount(); ++row) {
      const std::string key = std::filesystem::path(catalogue.ids[row]).filename().string();
      if (key.empty()) continue;
      const auto [first, isNew] = m_rows.emplace(key, row);
      if (!isNew)
        throw Error(ErrorKind::Mismatch,
                    fmt::format("{}: the id '{}' is in rows {} and {}, but each star must have one row.", source,
                                excerpt(key), first->second + 1, row + 1));
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

}  // namespace

const io::Column* knownIdColumn(const io::Table& table) {
  for (const std::string_view name : kIdColumns)
    if (const io::Column* column = table.find(name)) return column;
  return nullptr;
}

const io::Column* catalogueIdColumn(const io::Table& table) {
  if (const io::Column* known = knownIdColumn(table)) return known;
  if (table.columns.empty()) return nullptr;
  const io::Column& first = table.columns.front();
  const bool isReal = std::holds_alternative<std::vector<double>>(first.values);
  return isReal || isKnownLabel(first.name) ? nullptr : &first;
}

Dataset catalogueOf(const io::Table& table, const std::string& idColumn, RoleMap& roles, ImportReport& report) {
  if (table.rowCount() == 0) throw Error(ErrorKind::Format, fmt::format("{}: the table has no rows.", table.source));
  report.warnings.insert(report.warnings.end(), table.warnings.begin(), table.warnings.end());
  Dataset catalogue;
  ColumnSorter sorter(catalogue, table, roles, report);
  const io::Column* ids = idColumn.empty() ? sorter.idByRole() : &table.at(idColumn);
  const bool isGuessed = ids == nullptr;
  if (isGuessed) ids = catalogueIdColumn(table);
  catalogue.ids = idsOf(table, ids, isGuessed && knownIdColumn(table) == nullptr, report);
  sorter.run(ids);
  if (catalogue.numericNames().empty() && catalogue.columns.empty())
    throw Error(ErrorKind::Format,
                fmt::format("{}: there is no column other than the ids{}; add labels or other values.", table.source,
                            ids == nullptr ? "" : fmt::format(" ('{}')", excerpt(ids->name))));
  catalogue.validate();
  return catalogue;
}

void addColumns(Dataset& stars, const io::Table& starTable, RoleMap& roles, ImportReport& report) {
  ColumnSorter(stars, starTable, roles, report).run(nullptr);
}

namespace {

/// Adds catalogue row rows[i] to star i; missing values if there is no such row.
void takeRows(Dataset& stars, const Dataset& catalogue, const std::vector<std::size_t>& rows,
              const std::string& source) {
  for (const Label& label : catalogue.labels) {
    if (unusedName(stars, label.name) != label.name)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: the stars already have a '{}'; remove that column.", source, label.name));
    stars.labels.push_back({label.name, label.unit, valuesAt(label.values, rows, 1), valuesAt(label.errors, rows, 1)});
  }
  UnusedNames names(stars);
  for (const AuxiliaryInput& input : catalogue.inputs)
    stars.inputs.push_back(
        {names.claim(input.name), input.unit, input.width, valuesAt(input.values, rows, input.width)});
  for (const io::Column& column : catalogue.columns) {
    io::Column taken = column;
    taken.name = names.claim(column.name);
    taken.values = valuesAt(column, rows);
    stars.columns.push_back(std::move(taken));
  }
}

}  // namespace

JoinCounts joinCatalogue(Dataset& stars, const std::vector<std::string>& fileNames, const Dataset& catalogue,
                         const std::string& source) {
  const StarMatcher matcher(catalogue, source);
  std::vector<std::size_t> rows;
  std::vector<bool> used(catalogue.starCount(), false);
  for (std::size_t star = 0; star < stars.starCount(); ++star) {
    rows.push_back(matcher.rowOf(stars.ids[star], fileNames.empty() ? "" : fileNames[star]));
    if (rows.back() < used.size()) used[rows.back()] = true;
  }
  JoinCounts counts;
  counts.unmatchedStars = static_cast<std::size_t>(std::count(rows.begin(), rows.end(), catalogue.starCount()));
  counts.matched = rows.size() - counts.unmatchedStars;
  counts.unmatchedCatalogue = static_cast<std::size_t>(std::count(used.begin(), used.end(), false));
  if (counts.matched == 0 && !rows.empty())
    throw Error(
        ErrorKind::Mismatch,
        fmt::format("{}: none of its {} ids matches any of the {} stars; its first id is '{}', that of the "
                    "stars is '{}'{}.",
                    source, catalogue.starCount(), stars.starCount(), excerpt(catalogue.ids.front()),
                    excerpt(stars.ids.front()), fileNames.empty() ? "" : fmt::format(" (file {})", fileNames.front())),
        "Use --id-column to name the column of ids.");
  takeRows(stars, catalogue, rows, source);
  return counts;
}

JoinCounts joinCatalogueByRow(Dataset& stars, const Dataset& catalogue, const std::string& source) {
  if (catalogue.starCount() != stars.starCount())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: the table has {} rows for {} spectra, so the rows are not aligned.", source,
                            catalogue.starCount(), stars.starCount()));
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  takeRows(stars, catalogue, rows, source);
  return {stars.starCount(), 0, 0};
}

std::string stemOf(const std::string& fileName) {
  std::filesystem::path path = std::filesystem::path(fileName).filename();
  if (path.extension() == ".gz") path = path.stem();
  return path.stem().string();
}

}  // namespace maury::survey
