// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/Dataset.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "base/Error.h"
#include "survey/names/LabelNames.h"
#include "survey/names/NearNames.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

template <typename Part>
const Part* findByName(const std::vector<Part>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &*found;
}

/// Returns the label whose errors are called `name`; nullptr if `name` is not that of an error or the label has none.
const Label* labelWithError(const Dataset& dataset, std::string_view name) {
  const std::string_view labelName = labelOfError(name);
  if (labelName.empty()) return nullptr;
  const Label* label = dataset.findLabel(labelName);
  return label != nullptr && !label->errors.empty() ? label : nullptr;
}

const AuxiliaryInput* scalarInput(const Dataset& dataset, std::string_view name) {
  const AuxiliaryInput* input = dataset.findInput(name);
  return input != nullptr && input->width == 1 ? input : nullptr;
}

template <typename T>
std::vector<T> pickRows(const std::vector<T>& values, std::span<const std::size_t> rows, std::size_t width) {
  std::vector<T> picked;
  if (values.empty()) return picked;
  picked.reserve(rows.size() * width);
  for (const std::size_t row : rows) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(row * width);
    picked.insert(picked.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  return picked;
}

void checkLength(const std::string& part, std::size_t length, std::size_t expected, const std::string& shape) {
  if (length != expected)
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} has {} values, but {} ({}) are needed.", part, length, expected, shape));
}

std::string stepsText(const std::vector<std::string>& steps) {
  return steps.empty() ? "no steps" : fmt::format("'{}'", fmt::join(steps, "', '"));
}

template <typename T>
void appendTo(std::vector<T>& values, const std::vector<T>& more) {
  values.insert(values.end(), more.begin(), more.end());
}

}  // namespace

std::span<const float> Dataset::fluxOf(std::size_t star) const {
  return std::span(flux).subspan(star * pixelCount(), pixelCount());
}

std::span<const float> Dataset::fluxErrorOf(std::size_t star) const {
  if (fluxError.empty()) return {};
  return std::span(fluxError).subspan(star * pixelCount(), pixelCount());
}

const AuxiliaryInput* Dataset::findInput(std::string_view name) const {
  return findByName(inputs, name);
}

const Label* Dataset::findLabel(std::string_view name) const {
  const Label* exact = findByName(labels, name);
  return exact != nullptr ? exact : findByName(labels, canonicalLabelName(name));
}

const io::Column* Dataset::findColumn(std::string_view name) const {
  const io::Column* exact = findByName(columns, name);
  if (exact != nullptr || name != "snr") return exact;
  const auto other = std::find_if(columns.begin(), columns.end(), [](const io::Column& column) {
    return !column.isText() && isSignalToNoise(column.name);
  });
  return other == columns.end() ? nullptr : &*other;
}

std::vector<std::string> Dataset::numericNames() const {
  std::vector<std::string> names;
  for (const Label& label : labels)
    names.push_back(label.name);
  for (const Label& label : labels)
    if (!label.errors.empty()) names.push_back(errorName(label.name));
  for (const AuxiliaryInput& input : inputs)
    if (input.width == 1) names.push_back(input.name);
  for (const io::Column& column : columns)
    if (!column.isText()) names.push_back(column.name);
  return names;
}

bool Dataset::hasNumeric(std::string_view name) const {
  const io::Column* column = findColumn(name);
  return (column != nullptr && !column->isText()) || scalarInput(*this, name) != nullptr ||
         findLabel(name) != nullptr || labelWithError(*this, name) != nullptr;
}

// An exact name takes precedence over an alias of a label, so that a column "Teff" stays reachable in a dataset that
// also has the label "teff".
std::string Dataset::unitOf(std::string_view name) const {
  if (const AuxiliaryInput* input = scalarInput(*this, name)) return input->unit;
  if (const io::Column* column = findColumn(name)) return column->unit;
  if (const Label* label = findLabel(name)) return label->unit;
  if (const Label* label = labelWithError(*this, name)) return label->unit;
  return {};
}

std::vector<double> Dataset::numeric(std::string_view name) const {
  const auto widened = [](const std::vector<float>& values) {
    return std::vector<double>(values.begin(), values.end());
  };
  if (const AuxiliaryInput* input = scalarInput(*this, name)) return widened(input->values);
  if (const io::Column* column = findColumn(name)) {
    if (!column->isText()) return column->asReal();
    throw Error(ErrorKind::Mismatch, fmt::format("Column '{}' contains text, but numbers are needed; {}.", name,
                                                 nearNames(name, numericNames())));
  }
  if (const Label* label = findLabel(name)) return widened(label->values);
  if (const Label* label = labelWithError(*this, name)) return widened(label->errors);
  throw Error(ErrorKind::Mismatch, fmt::format("There is no column '{}'; {}.", name, nearNames(name, numericNames())));
}

Dataset Dataset::select(std::span<const std::size_t> stars) const {
  for (const std::size_t star : stars)
    if (star >= starCount())
      throw Error(ErrorKind::Mismatch,
                  fmt::format("Row {} does not exist: the dataset has {} stars.", star, starCount()));
  Dataset chosen;
  chosen.provenance = provenance;
  chosen.grid = grid;
  chosen.ids = pickRows(ids, stars, 1);
  chosen.flux = pickRows(flux, stars, pixelCount());
  chosen.fluxError = pickRows(fluxError, stars, pixelCount());
  for (const AuxiliaryInput& input : inputs)
    chosen.inputs.push_back({input.name, input.unit, input.width, pickRows(input.values, stars, input.width)});
  for (const Label& label : labels)
    chosen.labels.push_back(
        {label.name, label.unit, pickRows(label.values, stars, 1), pickRows(label.errors, stars, 1)});
  for (const io::Column& column : columns) {
    io::ColumnValues values =
        std::visit([&](const auto& all) { return io::ColumnValues(pickRows(all, stars, 1)); }, column.values);
    chosen.columns.push_back(
        {column.name, column.unit, std::move(values), column.description, column.ucd, column.isFloat32});
  }
  return chosen;
}

std::size_t Dataset::rowOf(std::string_view id) const {
  return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

void Dataset::validate() const {
  const std::size_t stars = starCount();
  const std::string spectra = fmt::format("{} stars × {} pixels", stars, pixelCount());
  checkLength("The flux", flux.size(), stars * pixelCount(), spectra);
  if (!fluxError.empty()) checkLength("The flux error", fluxError.size(), stars * pixelCount(), spectra);
  const std::string rows = fmt::format("{} stars", stars);
  std::unordered_set<std::string> names;
  const auto claim = [&](const std::string& name, const char* kind) {
    if (name.empty()) throw Error(ErrorKind::Mismatch, fmt::format("A {} has no name.", kind));
    if (!names.insert(name).second)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("The name '{}' is used twice, once for a {}. Rename one.", name, kind));
  };
  for (const Label& label : labels) {
    claim(label.name, "label");
    checkLength(fmt::format("Label '{}'", label.name), label.values.size(), stars, rows);
    if (label.errors.empty()) continue;
    claim(errorName(label.name), "label error");
    checkLength(fmt::format("The error of label '{}'", label.name), label.errors.size(), stars, rows);
  }
  for (const AuxiliaryInput& input : inputs) {
    claim(input.name, "input");
    if (input.width == 0) throw Error(ErrorKind::Mismatch, fmt::format("Input '{}' has no elements.", input.name));
    checkLength(fmt::format("Input '{}'", input.name), input.values.size(), stars * input.width,
                fmt::format("{} stars × {}", stars, input.width));
  }
  for (const io::Column& column : columns) {
    claim(column.name, "column");
    checkLength(fmt::format("Column '{}'", column.name), column.size(), stars, rows);
  }
}

void requireSameParts(const Dataset& dataset, const Dataset& more) {
  const auto refuse = [](const std::string& reason) {
    throw Error(ErrorKind::Mismatch, "The stars cannot be combined: " + reason + ".");
  };
  if (!dataset.grid.matches(more.grid))
    refuse(fmt::format("one set has {}, the other {}", dataset.grid.describe(), more.grid.describe()));
  if (dataset.starCount() > 0 && more.starCount() > 0 && dataset.fluxError.empty() != more.fluxError.empty() &&
      !dataset.grid.empty())
    refuse("only one set has flux errors");
  const auto sameNames = [&](const auto& first, const auto& second, const char* kind) {
    if (first.size() != second.size())
      refuse(fmt::format("one set has {} {}s, the other {}", first.size(), kind, second.size()));
    for (std::size_t i = 0; i < first.size(); ++i)
      if (first[i].name != second[i].name)
        refuse(fmt::format("{} {} is '{}' in one and '{}' in the other", kind, i + 1, first[i].name, second[i].name));
  };
  sameNames(dataset.inputs, more.inputs, "input");
  sameNames(dataset.labels, more.labels, "label");
  sameNames(dataset.columns, more.columns, "column");
  for (std::size_t i = 0; i < dataset.inputs.size(); ++i)
    if (dataset.inputs[i].width != more.inputs[i].width)
      refuse(fmt::format("input '{}' has {} elements in one and {} in the other", dataset.inputs[i].name,
                         dataset.inputs[i].width, more.inputs[i].width));
  for (std::size_t i = 0; i < dataset.labels.size(); ++i)
    if (dataset.starCount() > 0 && more.starCount() > 0 &&
        dataset.labels[i].errors.empty() != more.labels[i].errors.empty())
      refuse(fmt::format("only one set has errors of label '{}'", dataset.labels[i].name));
  for (std::size_t i = 0; i < dataset.columns.size(); ++i)
    if (dataset.columns[i].values.index() != more.columns[i].values.index())
      refuse(fmt::format("the values of column '{}' differ in type", dataset.columns[i].name));
}

void append(Dataset& dataset, const Dataset& more) {
  if (&dataset == &more) {
    append(dataset, Dataset(more));
    return;
  }
  requireSameParts(dataset, more);
  if (dataset.provenance.preprocessing != more.provenance.preprocessing)
    throw Error(ErrorKind::Mismatch,
                fmt::format("The stars cannot be combined: one set was prepared with {}, the other with {}.",
                            stepsText(dataset.provenance.preprocessing), stepsText(more.provenance.preprocessing)));
  appendTo(dataset.ids, more.ids);
  appendTo(dataset.flux, more.flux);
  appendTo(dataset.fluxError, more.fluxError);
  for (std::size_t i = 0; i < more.inputs.size(); ++i)
    appendTo(dataset.inputs[i].values, more.inputs[i].values);
  for (std::size_t i = 0; i < more.labels.size(); ++i) {
    appendTo(dataset.labels[i].values, more.labels[i].values);
    appendTo(dataset.labels[i].errors, more.labels[i].errors);
  }
  for (std::size_t i = 0; i < more.columns.size(); ++i)
    std::visit(
        [&](auto& values) { appendTo(values, std::get<std::decay_t<decltype(values)>>(more.columns[i].values)); },
        dataset.columns[i].values);
}

std::string shownLabel(const Dataset& dataset, std::string_view label) {
  std::string predicted = predictedName(label);
  return dataset.hasNumeric(predicted) ? predicted : std::string(label);
}

std::string nameOrCounterpart(const Dataset& dataset, const std::string& name) {
  if (dataset.hasNumeric(name)) return name;
  std::string counterpart = isPredictedLabel(name) ? referenceName(name) : predictedName(name);
  return dataset.hasNumeric(counterpart) ? counterpart : name;
}

std::string unusedName(const Dataset& dataset, const std::string& name) {
  const auto taken = [&](const std::string& candidate) {
    return dataset.findInput(candidate) != nullptr || findByName(dataset.columns, candidate) != nullptr ||
           findByName(dataset.labels, candidate) != nullptr || labelWithError(dataset, candidate) != nullptr;
  };
  if (!taken(name)) return name;
  for (int number = 2;; ++number) {
    std::string candidate = fmt::format("{}_{}", name, number);
    if (!taken(candidate)) return candidate;
  }
}

std::vector<std::size_t> everyNth(std::span<const std::size_t> rows, std::size_t maxCount) {
  const std::size_t count = std::min(maxCount, rows.size());
  std::vector<std::size_t> chosen;
  chosen.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    chosen.push_back(rows[i * rows.size() / count]);
  return chosen;
}

std::vector<float> valuesAt(const std::vector<float>& values, std::span<const std::size_t> rows, std::size_t width) {
  std::vector<float> picked;
  if (values.empty()) return picked;
  picked.reserve(rows.size() * width);
  for (const std::size_t row : rows)
    for (std::size_t i = 0; i < width; ++i)
      picked.push_back((row + 1) * width <= values.size() ? values[row * width + i]
                                                          : std::numeric_limits<float>::quiet_NaN());
  return picked;
}

io::ColumnValues valuesAt(const io::Column& column, std::span<const std::size_t> rows, bool mayHaveMissing) {
  const std::size_t size = column.size();
  const bool complete =
      !mayHaveMissing && std::all_of(rows.begin(), rows.end(), [&](std::size_t row) { return row < size; });
  const auto take = [&](const auto& values, const auto& missing) {
    std::decay_t<decltype(values)> taken;
    taken.reserve(rows.size());
    for (const std::size_t row : rows)
      taken.push_back(row < size ? values[row] : missing);
    return io::ColumnValues(std::move(taken));
  };
  if (const auto* text = std::get_if<std::vector<std::string>>(&column.values)) return take(*text, std::string());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (const auto* real = std::get_if<std::vector<double>>(&column.values)) return take(*real, nan);
  const auto& integers = std::get<std::vector<std::int64_t>>(column.values);
  if (complete) return take(integers, std::int64_t{0});
  constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53;
  const bool exact = std::all_of(integers.begin(), integers.end(),
                                 [](std::int64_t v) { return v > -kExactInDouble && v < kExactInDouble; });
  return exact ? take(column.asReal(), nan) : take(column.asText(), std::string());
}

}  // namespace maury::survey
