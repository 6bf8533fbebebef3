// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/CatalogueTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/Numbers.h"
#include "survey/dataset/UnusedNames.h"
#include "survey/importing/columns/ReadParts.h"
#include "survey/names/Ids.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/PredictedNames.h"
#include "survey/names/Sentinels.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

/// Gaia's names (DR3 data model) of the scalars that networks use in addition to the spectrum.
constexpr std::array<std::string_view, 4> kScalarInputs = {"phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag",
                                                           kParallaxColumn};

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

constexpr const char* kBoundaryFlags = "flag_boundary";  ///< as in Guiglion+2024: one digit per quantity
constexpr const char* kInLimits = "in_limits";

PartRole roleOfWord(std::string_view word) {
  for (const PartRole role : {PartRole::RightAscension, PartRole::Declination, PartRole::Distance, PartRole::Radius,
                              PartRole::Height, PartRole::SignalToNoise})
    if (roleWord(role) == word) return role;
  return PartRole::Other;
}

/// Adds the counts of missing values to the report.
void addMissing(ReadPart& part, const MissingValues& missing, const Quantity& quantity) {
  if (const std::size_t count = missing.sentinelCount(); count > 0)
    part.missing.push_back({MissingCause::Sentinel, count, sentinelsText(missing)});
  if (missing.outside > 0) part.missing.push_back({MissingCause::OutsideRange, missing.outside, limitsText(quantity)});
}

/// Sorts the columns of a table into a Dataset with one star per row.
class ColumnSorter {
public:
  ColumnSorter(Dataset& stars, const io::Table& table, bool keepSentinels, RoleMap& roles, ImportReport& report)
      : m_dataset(stars), m_table(table), m_keepSentinels(keepSentinels), m_report(report), m_names(stars) {
    for (const io::Column& column : table.columns) {
      m_roles.push_back(roles.roleOf(column.name));
      m_parts.push_back(readPart(column, PartRole::Other, {}));
      if (!roles.unitOf(column.name).empty()) m_parts.back().unitReason = {Ground::User};
    }
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
    addLimits();
    completeParts(idColumn);
  }

  /// Returns the entries of the reading report, in the order of the columns.
  std::vector<ReadPart> takeParts() { return std::move(m_parts); }

private:
  /// Sets what a column was read as.
  void setRole(const io::Column& from, PartRole role, const std::string& target, const std::string& unit) {
    const auto i = static_cast<std::size_t>(&from - m_table.columns.data());
    ReadPart& part = m_parts[i];
    part.role = role;
    part.target = target;
    if (part.unit.empty() && !unit.empty()) {
      part.unit = unit;
      part.unitReason = {Ground::Default};
    }
    const bool isUsers = !m_roles[i].empty();
    part.roleReason = {isUsers ? Ground::User : role == PartRole::Other ? Ground::Unknown : Ground::Name};
    std::erase(part.alternatives, role);
  }

  void doubt(const io::Column& from, std::string text) {
    ReadPart& part = m_parts[static_cast<std::size_t>(&from - m_table.columns.data())];
    part.isDoubtful = true;
    part.doubt = std::move(text);
  }

  /// Completes the report by what is known after all columns were sorted: the ids, columns that were left out, and
  /// positions, distances and motions, which are found in the whole dataset.
  void completeParts(const io::Column* idColumn) {
    std::unordered_map<std::string, ReadPart*> byTarget;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
      if (&column(i) == idColumn) setRole(column(i), PartRole::Id, "", "");
      if (m_roles[i] == "ignore") setRole(column(i), PartRole::NotUsed, "", "");
      if (!m_parts[i].target.empty()) byTarget.emplace(m_parts[i].target, &m_parts[i]);
    }
    const auto assign = [&](const std::string& name, PartRole role) {
      const auto found = byTarget.find(name);
      if (name.empty() || found == byTarget.end() || found->second->role != PartRole::Other) return;
      ReadPart& part = *found->second;
      part.role = role;
      if (part.roleReason.ground != Ground::Unknown) return;
      part.roleReason = {isDirection(role) && !isDirectionName(name) ? Ground::Ucd : Ground::Name};
    };
    const DirectionNames directions = directionNames(m_dataset);
    assign(directions.rightAscension, PartRole::RightAscension);
    assign(directions.declination, PartRole::Declination);
    assign(findDistanceColumn(m_dataset).name, PartRole::Distance);
    if (const io::Column* snr = m_dataset.findColumn("snr")) assign(snr->name, PartRole::SignalToNoise);
    for (ReadPart& part : m_parts) {
      doubtMissing(part);
      if (part.role != PartRole::Other) continue;
      if (isParallaxName(part.target)) part.role = PartRole::Parallax;
      if (isProperMotionName(part.target)) part.role = PartRole::ProperMotion;
      if (part.role != PartRole::Other && part.roleReason.ground == Ground::Unknown) part.roleReason = {Ground::Name};
    }
    for (const io::ArrayColumn& array : m_table.arrays)
      m_parts.push_back(readPart(array, PartRole::NotUsed, {Ground::Default, "several values per row"}));
  }

  /// The user should look at a label or input with values that may be missing.
  static void doubtMissing(ReadPart& part) {
    if (part.role == PartRole::Label || part.role == PartRole::Input)
      part.isDoubtful = part.isDoubtful || !part.missing.empty();
    else if (!part.missing.empty())
      part.doubt.clear();
  }

  static bool isDirection(PartRole role) { return role == PartRole::RightAscension || role == PartRole::Declination; }

  const io::Column& column(std::size_t i) const { return m_table.columns[i]; }

  template <typename Take>
  void each(const Take& take) {
    for (std::size_t i = 0; i < m_roles.size(); ++i)
      if (!m_taken[i]) m_taken[i] = take(i);
  }

  bool takeLabelByRole(std::size_t i) {
    if (m_roles[i] == "label") return addLabel(column(i), column(i).name);
    return isKnownLabel(m_roles[i]) && labelOfError(m_roles[i]).empty() && addLabel(column(i), m_roles[i]);
  }

  bool takeByRole(std::size_t i) {
    const std::string& role = m_roles[i];
    if (role == "input") {
      addInput(column(i), column(i).name);
      return true;
    }
    if (const std::string_view label = labelOfError(role); !label.empty())
      return addError(column(i), canonicalLabelName(label), true);
    const auto named =
        std::find_if(kNamedRoles.begin(), kNamedRoles.end(), [&](const auto& r) { return r.role == role; });
    if (named == kNamedRoles.end()) return false;
    io::Column copy = column(i);
    copy.name = m_names.claim(std::string(named->name));
    if (copy.unit.empty()) copy.unit = named->unit;
    addColumn(std::move(copy), column(i));
    setRole(column(i), roleOfWord(role), m_dataset.columns.back().name, m_dataset.columns.back().unit);
    return true;
  }

  /// Replaces missing values by NaN, with a sentence for the user. `from` is the column in the file.
  bool removeMissing(std::vector<double>& values, const Quantity& quantity, const io::Column& from) {
    const MissingValues missing = survey::removeMissing(values, quantity, m_keepSentinels);
    if (!missing.any()) return false;
    const std::vector<std::string> sentences =
        sentencesOf(missing, quantity, m_table.source, from.name, m_keepSentinels);
    m_report.warnings.insert(m_report.warnings.end(), sentences.begin(), sentences.end());
    ReadPart& part = m_parts[static_cast<std::size_t>(&from - m_table.columns.data())];
    addMissing(part, missing, quantity);
    part.isKept = m_keepSentinels;
    for (const std::string& clause : clausesOf(missing, quantity, m_keepSentinels))
      part.doubt += (part.doubt.empty() ? "" : "; ") + clause;
    return missing.any() && !m_keepSentinels;
  }

  /// Returns the values as floats without those that stand for "no value". Throws for text that is not a number.
  std::vector<float> clean(const io::Column& column, const Quantity& quantity) {
    std::vector<double> values = m_table.real(column.name);
    removeMissing(values, quantity, column);
    return {values.begin(), values.end()};
  }

  /// Returns true for real numbers that are not all whole: no ids, counts or flags.
  static bool isMeasured(const io::Column& column) {
    const auto* reals = std::get_if<std::vector<double>>(&column.values);
    return reals != nullptr && std::any_of(reals->begin(), reals->end(), [](double value) {
             return std::isfinite(value) && !looksLikeSentinel(value) && value != std::trunc(value);
           });
  }

  /// Adds a column; if its name and unit reveal its quantity, without values that stand for "no value".
  void addColumn(io::Column&& column, const io::Column& from) {
    Quantity quantity;
    const bool isKnown = findQuantity(column.name, column.unit, quantity);
    if (!isKnown && isMeasured(column)) quantity = unknownQuantity();
    if (!column.isText() && (isKnown || quantity.isUnknown)) {
      std::vector<double> values = column.asReal();
      if (removeMissing(values, quantity, from)) column.values = std::move(values);
    }
    if (const auto to = column.isText() ? std::nullopt : positionConversion(column.name, column.unit)) {
      std::vector<double> values = column.asReal();
      for (double& value : values)
        value *= to->factor;
      noteConversion(from.name, column.unit, to->unit);
      column.values = std::move(values);
      column.unit = to->unit;
      column.isFloat32 = false;
    }
    m_dataset.columns.push_back(std::move(column));
  }

  void noteConversion(const std::string& name, const std::string& from, const std::string& to) {
    m_report.notes.push_back(
        fmt::format("{}: column '{}' was converted from {} to {}.", m_table.source, excerpt(name), excerpt(from), to));
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
      doubt(column, "the column was kept as text instead of a label");
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
      doubt(column, fmt::format("repeats the label {}; it was kept as a column", name));
      return false;
    }
    m_dataset.labels.push_back(
        {name, column.unit.empty() ? defaultUnit(name) : column.unit, clean(column, labelQuantity(name)), {}});
    setRole(column, PartRole::Label, name, m_dataset.labels.back().unit);
    return true;
  }

  bool addError(const io::Column& column, const std::string& labelName, bool isRequested) {
    Label* label = findLabel(labelName);
    if (label != nullptr && label->errors.empty()) {
      label->errors = clean(column, labelErrorQuantity(labelName));
      setRole(column, PartRole::LabelError, errorName(labelName), label->unit);
      return true;
    }
    if (isRequested)
      m_report.warnings.push_back(fmt::format("{}: column '{}' cannot be the error of {}: {}; it was kept as a column.",
                                              m_table.source, excerpt(column.name), labelName,
                                              label == nullptr ? "there is no such label" : "it has errors already"));
    return false;
  }

  void addInput(const io::Column& column, const std::string& name) {
    std::string unit = column.unit.empty() ? defaultUnit(name) : column.unit;
    Quantity quantity;
    if (!findQuantity(name, unit, quantity)) quantity = labelQuantity(name);
    std::vector<float> values = clean(column, quantity);
    if (const auto to = positionConversion(name, unit)) {  // networks expect a parallax in mas
      for (float& value : values)
        value = static_cast<float>(value * to->factor);
      noteConversion(column.name, unit, to->unit);
      unit = to->unit;
    }
    m_dataset.inputs.push_back({m_names.claim(name), unit, 1, std::move(values)});
    setRole(column, PartRole::Input, m_dataset.inputs.back().name, unit);
  }

  void addOther(const io::Column& column) {
    const auto labelName = labelOfErrorName(column.name);
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
    if (lower == kBoundaryFlags) keepDigits(copy);
    addColumn(std::move(copy), column);
    setRole(column, PartRole::Other, m_dataset.columns.back().name, m_dataset.columns.back().unit);
  }

  /// Converts boundary flags that were saved as numbers back to text: 10 was 00000010.
  void keepDigits(io::Column& flags) {
    constexpr std::size_t kDigits = 8;  // in the catalogue of Guiglion+2024
    // A catalogue with in_limits is one of this program, whose number of digits is that of its labels and inputs.
    if (!std::holds_alternative<std::vector<std::int64_t>>(flags.values) || m_table.find(kInLimits) != nullptr) return;
    std::vector<std::string> texts = flags.asText();
    const bool areFlags = std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
      return text.size() <= kDigits && text.find_first_not_of("01") == std::string::npos;
    });
    if (!areFlags) return;
    for (std::string& text : texts)
      text.insert(0, kDigits - text.size(), '0');
    flags.values = std::move(texts);
    m_report.notes.push_back(
        fmt::format("{}: column '{}' holds numbers; they were read as texts of {} digits, one per "
                    "quantity.",
                    m_table.source, excerpt(flags.name), kDigits));
  }

  /// Derives in_limits from boundary flags of one digit per quantity: 1 if no digit is set.
  void addLimits() {
    const auto named = [&](std::string_view name) {
      return std::find_if(m_dataset.columns.begin(), m_dataset.columns.end(),
                          [&](const io::Column& column) { return lowerCase(column.name) == name; });
    };
    const auto flags = named(kBoundaryFlags);
    if (flags == m_dataset.columns.end() || !flags->isText() || named(kInLimits) != m_dataset.columns.end()) return;
    std::vector<double> inside;
    for (const std::string& cell : std::get<std::vector<std::string>>(flags->values)) {
      const std::string_view text = io::trim(cell);
      if (text.find_first_not_of("0123456789") != std::string_view::npos) return;  // flags of another kind
      inside.push_back(text.empty() ? std::numeric_limits<double>::quiet_NaN()
                                    : text.find_first_not_of('0') == std::string_view::npos);
    }
    const bool isComplete = std::none_of(inside.begin(), inside.end(), [](double value) { return std::isnan(value); });
    io::Column column{m_names.claim(kInLimits), "", {}};
    if (isComplete)
      column.values = std::vector<std::int64_t>(inside.begin(), inside.end());
    else
      column.values = std::move(inside);
    m_dataset.columns.push_back(std::move(column));
    m_report.notes.push_back(
        fmt::format("{}: {} was derived from {}: 1 where no digit is set.", m_table.source, kInLimits, kBoundaryFlags));
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
  bool m_keepSentinels;
  ImportReport& m_report;
  UnusedNames m_names;
  std::vector<std::string> m_roles;
  std::vector<bool> m_taken;
  std::vector<ReadPart> m_parts;  ///< one for each column
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

std::vector<std::string> namesOf(const io::Table& table) {
  std::vector<std::string> names;
  for (const io::Column& column : table.columns)
    names.push_back(column.name);
  return names;
}

/// Reports how the ids were found.
void describeIds(ReadGroup& reading, const io::Table& table, const io::Column* ids, bool isFirst, bool isGuessed) {
  if (ids == nullptr) {
    reading.isDoubtful = true;
    reading.doubt = "no column holds ids; the stars are called row 1, row 2 …";
    return;
  }
  ReadPart& part = reading.parts[static_cast<std::size_t>(ids - table.columns.data())];
  part.roleReason = {!isGuessed ? Ground::User : isFirst ? Ground::Default : Ground::Name, ""};
  if (!isFirst) return;
  part.roleReason.detail = "the first column";
  part.isDoubtful = true;
  part.doubt = "no column is named like an id, so the ids were taken from the first column";
}

}  // namespace

const io::Column* knownIdColumn(const io::Table& table) {
  return findIdColumn(table.columns);
}

const io::Column* catalogueIdColumn(const io::Table& table) {
  if (const io::Column* known = knownIdColumn(table)) return known;
  if (table.columns.empty()) return nullptr;
  const io::Column& first = table.columns.front();
  const bool isReal = std::holds_alternative<std::vector<double>>(first.values);
  return isReal || isKnownLabel(first.name) ? nullptr : &first;
}

Dataset catalogueOf(const io::Table& table, const ImportOptions& options, RoleMap& roles, ImportReport& report,
                    ReadGroup& reading) {
  const std::vector<std::string> names = namesOf(table);
  if (const std::vector<std::string> predicted = oldPredictedLabels(names); !predicted.empty()) {
    report.notes.push_back(fmt::format("{}: {}", table.source, oldPredictionsNote(predicted)));
    io::Table renamed = table;
    for (io::Column& column : renamed.columns)
      column.name = nameOfOldColumn(column.name, predicted, names);
    return catalogueOf(renamed, options, roles, report, reading);
  }
  if (table.rowCount() == 0) throw Error(ErrorKind::Format, fmt::format("{}: the table has no rows.", table.source));
  report.warnings.insert(report.warnings.end(), table.warnings.begin(), table.warnings.end());
  Dataset catalogue;
  ColumnSorter sorter(catalogue, table, options.keepSentinels, roles, report);
  const io::Column* ids = options.idColumn.empty() ? sorter.idByRole() : &table.at(options.idColumn);
  const bool isGuessed = ids == nullptr;
  if (isGuessed) ids = catalogueIdColumn(table);
  const bool isFirst = isGuessed && ids != nullptr && knownIdColumn(table) == nullptr;
  catalogue.ids = idsOf(table, ids, isFirst, report);
  sorter.run(ids);
  reading.starCount = table.rowCount();
  reading.parts = sorter.takeParts();
  describeIds(reading, table, ids, isFirst, isGuessed);
  if (catalogue.numericNames().empty() && catalogue.columns.empty())
    throw Error(ErrorKind::Format,
                fmt::format("{}: there is no column other than the ids{}; add labels or other values.", table.source,
                            ids == nullptr ? "" : fmt::format(" ('{}')", excerpt(ids->name))));
  catalogue.validate();
  return catalogue;
}

void addColumns(Dataset& stars, const io::Table& starTable, const ImportOptions& options, RoleMap& roles,
                ImportReport& report, std::vector<ReadPart>& parts) {
  ColumnSorter sorter(stars, starTable, options.keepSentinels, roles, report);
  sorter.run(nullptr);
  parts = sorter.takeParts();
}

std::string stemOf(const std::string& fileName) {
  std::filesystem::path path = std::filesystem::path(fileName).filename();
  if (path.extension() == ".gz") path = path.stem();
  return path.stem().string();
}

}  // namespace maury::survey
