// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/combining/MergedColumns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "io/Numbers.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

constexpr std::size_t kAbsent = std::numeric_limits<std::size_t>::max();
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

using Reals = std::vector<double>;
using Integers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

bool isMissing(double value) {
  return std::isnan(value);
}
bool isMissing(const std::string& text) {
  return text.empty();
}
bool isMissing(std::int64_t) {
  return false;
}

/// Returns true if the numbers are the same, apart from the rounding of 32-bit reals.
bool agree(double a, double b) {
  constexpr double kRounding = 1e-6;
  return a == b || std::abs(a - b) <= kRounding * std::max(std::abs(a), std::abs(b));
}
bool agree(const std::string& a, const std::string& b) {
  return a == b || io::trim(a) == io::trim(b);
}
bool agree(std::int64_t a, std::int64_t b) {
  return a == b;
}

/// Converts a column to the type of `prototype`, to which all its values can be converted.
io::ColumnValues convert(const io::Column& column, const io::ColumnValues& prototype) {
  if (column.values.index() == prototype.index()) return column.values;
  return std::holds_alternative<Texts>(prototype) ? io::ColumnValues(column.asText())
                                                  : io::ColumnValues(column.asReal());
}

/// Names that describe a spectrum rather than its star, so that a difference is no contradiction.
bool isOfSpectrum(const std::string& name) {
  return lowerCase(name) == "file";
}

bool isStated(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty();
}

}  // namespace

std::size_t FileRows::placeOf(std::size_t row) const {
  return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

MergedColumns::MergedColumns(const CombineSources& sources, const StarGroups& groups) {
  for (std::size_t file = 0; file < sources.size(); ++file)
    addFields(sources, file);
  chooseTypes(sources, groups);
}

void MergedColumns::addFields(const CombineSources& sources, std::size_t file) {
  const Dataset& example = sources[file]->example();
  for (std::size_t i = 0; i < example.labels.size(); ++i) {
    const Label& label = example.labels[i];
    Field field{.kind = Kind::Label, .name = label.name, .unit = label.unit, .indices = {}};
    field.hasErrors = !label.errors.empty();
    addField(sources, file, std::move(field), i);
  }
  for (std::size_t i = 0; i < example.inputs.size(); ++i) {
    const AuxiliaryInput& input = example.inputs[i];
    Field field{.kind = Kind::Input, .name = input.name, .unit = input.unit, .indices = {}};
    field.width = input.width;
    addField(sources, file, std::move(field), i);
  }
  for (std::size_t i = 0; i < example.columns.size(); ++i) {
    const io::Column& column = example.columns[i];
    if (lowerCase(column.name) == "snr") continue;
    Field field{.kind = Kind::Column, .name = column.name, .unit = column.unit, .indices = {}};
    field.prototype = column;
    addField(sources, file, std::move(field), i);
  }
}

/// Adds the field of a file, unless an earlier file uses its name for something else.
void MergedColumns::addField(const CombineSources& sources, std::size_t file, Field field, std::size_t index) {
  const auto known = std::find_if(m_fields.begin(), m_fields.end(),
                                  [&](const Field& other) { return lowerCase(other.name) == lowerCase(field.name); });
  if (known == m_fields.end()) {
    field.indices.assign(sources.size(), kAbsent);
    field.indices[file] = index;
    m_fields.push_back(std::move(field));
    return;
  }
  if (known->indices[file] != kAbsent) return;  // the file has two names that differ only in case
  if (known->kind != field.kind || known->width != field.width) {
    m_conflictingNames.push_back(fmt::format("{} of {} is of another kind than in an earlier file, and was left out.",
                                             field.name, sources[file]->name()));
    return;
  }
  if (isStated(known->unit, field.unit) && known->unit != field.unit) {
    m_conflictingNames.push_back(fmt::format("{} of {} is in {}, but in {} in an earlier file, and was left out.",
                                             field.name, sources[file]->name(), field.unit, known->unit));
    return;
  }
  known->indices[file] = index;
  known->hasErrors = known->hasErrors || field.hasErrors;
  if (known->unit.empty()) known->unit = field.unit;
}

/// Sets the type of each column: that of all files, or one to which all types can be converted without loss.
void MergedColumns::chooseTypes(const CombineSources& sources, const StarGroups& groups) {
  for (Field& field : m_fields) {
    if (field.kind != Kind::Column) continue;
    bool anyText = false, anyReal = false, anyInteger = false, isFloat32 = true;
    for (std::size_t file = 0; file < sources.size(); ++file) {
      if (field.indices[file] == kAbsent) continue;
      const io::Column& column = sources[file]->example().columns[field.indices[file]];
      anyText = anyText || column.isText();
      anyReal = anyReal || std::holds_alternative<Reals>(column.values);
      anyInteger = anyInteger || std::holds_alternative<Integers>(column.values);
      isFloat32 = isFloat32 && column.isFloat32;
    }
    const auto hasValue = [&](Group group) {
      return std::any_of(group.begin(), group.end(),
                         [&](const SpectrumRow& row) { return field.indices[row.file] != kAbsent; });
    };
    bool isComplete = true;
    for (std::size_t i = 0; i < groups.size() && isComplete && anyInteger && !anyText && !anyReal; ++i)
      isComplete = hasValue(groups[i]);
    const bool needsReal = anyReal || !isComplete;
    if (needsReal && anyInteger && !anyText)
      for (std::size_t file = 0; file < sources.size(); ++file)
        anyText = anyText || (field.indices[file] != kAbsent && sources[file]->hasLargeIntegers(field.name));
    field.prototype.isFloat32 = isFloat32;
    field.prototype.unit = field.unit;
    field.prototype.values = anyText                    ? io::ColumnValues(Texts())
                             : needsReal || !anyInteger ? io::ColumnValues(Reals())
                                                        : io::ColumnValues(Integers());
  }
}

Dataset MergedColumns::merge(const StarGroups& groups, std::size_t first, std::size_t last,
                             const std::vector<FileRows>& files) {
  std::vector<SpectrumRow> places;  // with the place in `files` instead of the row
  for (std::size_t i = first; i < last; ++i)
    for (const SpectrumRow& spectrum : groups[i])
      places.push_back({spectrum.file, files[spectrum.file].placeOf(spectrum.row)});
  std::vector<Group> some;
  Dataset merged;
  for (std::size_t i = first, begin = 0; i < last; begin += groups[i].size(), ++i) {
    some.push_back(std::span(places).subspan(begin, groups[i].size()));
    merged.ids.push_back(files[places[begin].file].stars.ids[places[begin].row]);
  }
  for (Field& field : m_fields) {
    if (field.kind == Kind::Label)
      merged.labels.push_back(mergeLabel(field, some, files));
    else if (field.kind == Kind::Input)
      merged.inputs.push_back(mergeInput(field, some, files));
    else
      merged.columns.push_back(mergeColumn(field, some, files));
  }
  return merged;
}

Label MergedColumns::mergeLabel(Field& field, const std::vector<Group>& groups,
                                const std::vector<FileRows>& files) const {
  Label merged{field.name, field.unit, std::vector<float>(groups.size(), kMissing), {}};
  if (field.hasErrors) merged.errors.assign(groups.size(), kMissing);
  for (std::size_t star = 0; star < groups.size(); ++star) {
    bool differs = false;
    for (const SpectrumRow& spectrum : groups[star]) {
      if (field.indices[spectrum.file] == kAbsent) continue;
      const Label& label = files[spectrum.file].stars.labels[field.indices[spectrum.file]];
      const float value = label.values[spectrum.row];
      if (std::isnan(value)) continue;
      if (!std::isnan(merged.values[star])) {
        differs = differs || !agree(value, merged.values[star]);
        continue;
      }
      merged.values[star] = value;
      if (!label.errors.empty()) merged.errors[star] = label.errors[spectrum.row];
    }
    field.stars += differs ? 1 : 0;
  }
  return merged;
}

AuxiliaryInput MergedColumns::mergeInput(Field& field, const std::vector<Group>& groups,
                                         const std::vector<FileRows>& files) const {
  AuxiliaryInput merged{field.name, field.unit, field.width, std::vector<float>(groups.size() * field.width, kMissing)};
  const auto isPresent = [](std::span<const float> values) {
    return std::any_of(values.begin(), values.end(), [](float value) { return !std::isnan(value); });
  };
  for (std::size_t star = 0; star < groups.size(); ++star) {
    const auto chosen = std::span(merged.values).subspan(star * field.width, field.width);
    bool differs = false;
    for (const SpectrumRow& spectrum : groups[star]) {
      if (field.indices[spectrum.file] == kAbsent) continue;
      const AuxiliaryInput& input = files[spectrum.file].stars.inputs[field.indices[spectrum.file]];
      const auto values = std::span<const float>(input.values).subspan(spectrum.row * field.width, field.width);
      if (!isPresent(values)) continue;
      if (!isPresent(chosen))
        std::copy(values.begin(), values.end(), chosen.begin());
      else
        differs = differs || !std::equal(values.begin(), values.end(), chosen.begin(), [](float a, float b) {
                    return (std::isnan(a) && std::isnan(b)) || agree(a, b);
                  });
    }
    field.stars += differs ? 1 : 0;
  }
  return merged;
}

io::Column MergedColumns::mergeColumn(Field& field, const std::vector<Group>& groups,
                                      const std::vector<FileRows>& files) const {
  io::Column merged = field.prototype;
  std::vector<io::ColumnValues> converted(files.size(), field.prototype.values);
  for (std::size_t file = 0; file < files.size(); ++file)
    if (field.indices[file] != kAbsent && !files[file].rows.empty())
      converted[file] = convert(files[file].stars.columns[field.indices[file]], field.prototype.values);
  std::visit(
      [&](auto& values) {
        using Values = std::decay_t<decltype(values)>;
        using Value = typename Values::value_type;
        Value missing{};
        if constexpr (std::is_same_v<Value, double>) missing = std::numeric_limits<double>::quiet_NaN();
        for (const Group& group : groups) {
          Value chosen = missing;
          bool isChosen = false, differs = false;
          for (const SpectrumRow& spectrum : group) {
            if (field.indices[spectrum.file] == kAbsent) continue;
            const Value& value = std::get<Values>(converted[spectrum.file])[spectrum.row];
            if (isMissing(value)) continue;
            if (isChosen)
              differs = differs || !agree(value, chosen);
            else
              chosen = value;
            isChosen = true;
          }
          field.stars += differs ? 1 : 0;
          values.push_back(std::move(chosen));
        }
      },
      merged.values);
  return merged;
}

std::vector<std::string> MergedColumns::contradictions() const {
  constexpr std::size_t kListed = 12;
  std::vector<std::string> sentences = m_conflictingNames;
  std::vector<std::string> differing;
  for (const Field& field : m_fields)
    if (field.stars > 0 && !isOfSpectrum(field.name))
      differing.push_back(fmt::format("{} of {} star{}", field.name, field.stars, field.stars == 1 ? "" : "s"));
  const std::size_t more = differing.size() - std::min(differing.size(), kListed);
  differing.resize(differing.size() - more);
  if (!differing.empty())
    sentences.push_back(fmt::format("The spectra of a star have different values, of which the first was taken: {}{}.",
                                    fmt::join(differing, ", "),
                                    more > 0 ? fmt::format(" and {} more columns", more) : std::string()));
  return sentences;
}

}  // namespace maury::survey
