// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyReader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>

#include "base/Error.h"
#include "io/FormatVersion.h"
#include "io/Numbers.h"
#include "io/fits/FitsReader.h"
#include "survey/file/SurveyLayout.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

/// Removes all `parts` for which `isKept` is false. Returns the new index of each former part; nullopt for removed
/// ones.
template <typename Part, typename IsKept>
std::vector<std::optional<std::size_t>> keepIf(std::vector<Part>& parts, const IsKept& isKept) {
  std::vector<std::optional<std::size_t>> places;
  std::vector<Part> remaining;
  for (Part& part : parts) {
    const bool keep = isKept(part);
    places.push_back(keep ? std::optional(remaining.size()) : std::nullopt);
    if (keep) remaining.push_back(std::move(part));
  }
  parts = std::move(remaining);
  return places;
}

}  // namespace

struct SurveyReader::Impl {
  Impl(const std::filesystem::path& path, const SurveyParts& parts) : fits(path) {
    requireReadableVersion();
    readGrid();
    requireHdu(kStarsHdu);
    fits.moveTo(kStarsHdu);
    rows = static_cast<std::size_t>(fits.rowCount());
    readColumns();
    readProvenance();
    renameOldPredictions();
    readReading();
    schema.validate();
    keep(parts);
  }

  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorKind::Format, fmt::format("{}, {}: {}.", fits.path().string(), fits.hduLabel(), reason));
  }
  void requireHdu(const char* name) {
    if (fits.hasHdu(name)) return;
    throw Error(ErrorKind::Format,
                fmt::format("{}: not a survey file, because it has no HDU {}. Import other tables and spectra "
                            "instead.",
                            fits.path().string(), name));
  }
  void requireReadableVersion();
  void readGrid();
  void readColumns();
  void addColumn(const io::FitsColumn& column, Role role, const std::string& name);
  void keep(const SurveyParts& parts);
  void readProvenance();
  void renameOldPredictions();
  void readReading();
  void readRows(Dataset& into, std::size_t intoRow, std::size_t first, std::size_t count) const;

  io::FitsReader fits;
  std::size_t rows = 0;
  Dataset schema;
  std::vector<Slot> slots;
  bool hasFluxError = false;
  std::vector<bool> hasLabelError;
  bool isVerified = false;
};

void SurveyReader::Impl::requireReadableVersion() {
  if (!fits.hasHdu(kStarsHdu)) return;
  fits.moveTo(kStarsHdu);
  const auto text = fits.keyText(kVersionKey);
  if (!text) return;  // Maury 0.1 wrote no version; its format is version 1
  try {
    io::requireReadableVersion(std::strtoll(text->c_str(), nullptr, 10), kSurveyVersion);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", fits.path().string(), error.what()));
  }
}

void SurveyReader::Impl::readGrid() {
  requireHdu(kWavelengthHdu);
  fits.moveTo(kWavelengthHdu);
  const auto columns = fits.columns();
  if (columns.empty() || columns.front().width != 1 || columns.front().type == 'A')
    refuse("the first column must be the wavelength in nm, one number per row");
  std::vector<double> nm(static_cast<std::size_t>(fits.rowCount()));
  if (!nm.empty()) fits.readReal(0, 0, fits.rowCount(), nm);
  try {
    schema.grid = spectra::WavelengthGrid(std::move(nm));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}, {}: {}", fits.path().string(), fits.hduLabel(), error.what()));
  }
}

void SurveyReader::Impl::readColumns() {
  const std::vector<io::FitsColumn> columns = fits.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto text = fits.keyText(fmt::format("ROLE{}", i + 1));
    if (!text) refuse(fmt::format("column {} ('{}') has no keyword ROLE{}", i + 1, columns[i].name, i + 1));
    const auto role = roleOf(*text);
    if (!role)
      refuse(
          fmt::format("ROLE{} of column '{}' is '{}', which is not one of id, flux, flux_error, input, label, "
                      "label_error, column",
                      i + 1, columns[i].name, *text));
    io::FitsColumn column = columns[i];
    column.unit = fits.keyText(fmt::format("UNIT{}", i + 1)).value_or(column.unit);
    addColumn(column, *role, fits.keyText(fmt::format("NAME{}", i + 1)).value_or(columns[i].name));
  }
  const auto count = [&](Role role) {
    return std::count_if(slots.begin(), slots.end(), [&](const Slot& slot) { return slot.role == role; });
  };
  if (count(Role::Id) != 1)
    refuse(fmt::format("{} columns have the role id, but exactly one is needed", count(Role::Id)));
  if (count(Role::Flux) > 1 || count(Role::FluxError) > 1)
    refuse("more than one column has the role flux or flux_error");
  if (schema.pixelCount() > 0 && count(Role::Flux) == 0)
    refuse(fmt::format("no column has the role flux, but HDU {} has {} pixels", kWavelengthHdu, schema.pixelCount()));
}

/// Adds the column to the schema and a slot for it. The error of a label must come after the label.
void SurveyReader::Impl::addColumn(const io::FitsColumn& column, Role role, const std::string& name) {
  const bool isText = column.type == 'A';
  if (isText != (role == Role::Id) && role != Role::Column)
    refuse(fmt::format("column '{}' with the role {} must contain {}", name, roleName(role),
                       role == Role::Id ? "text" : "numbers"));
  const bool isSpectrum = role == Role::Flux || role == Role::FluxError;
  if (isSpectrum && column.width != schema.pixelCount())
    refuse(fmt::format("column '{}' has {} pixels, but HDU {} has {}", name, column.width, kWavelengthHdu,
                       schema.pixelCount()));
  if (!isText && !isSpectrum && role != Role::Input && column.width != 1)
    refuse(fmt::format("column '{}' with the role {} has {} elements per row, but one is needed", name, roleName(role),
                       column.width));
  Slot slot{role, 0, 'E', column.width};
  switch (role) {
    case Role::Id:
      slot.type = 'A';
      break;
    case Role::Flux:
      break;
    case Role::FluxError:
      hasFluxError = true;
      break;
    case Role::Input:
      slot.part = schema.inputs.size();
      schema.inputs.push_back({name, column.unit, column.width, {}});
      break;
    case Role::Label:
      slot.part = schema.labels.size();
      schema.labels.push_back({name, column.unit, {}, {}});
      hasLabelError.push_back(false);
      break;
    case Role::LabelError: {
      const auto label = std::find_if(schema.labels.begin(), schema.labels.end(),
                                      [&](const Label& known) { return errorName(known.name) == name; });
      if (label == schema.labels.end())
        refuse(fmt::format("column '{}' contains the errors of a label, but no such label precedes it", name));
      slot.part = static_cast<std::size_t>(label - schema.labels.begin());
      hasLabelError[slot.part] = true;
      break;
    }
    case Role::Column: {
      slot.part = schema.columns.size();
      io::ColumnValues values;
      if (isText)
        values = std::vector<std::string>();
      else if (column.type == 'E' || column.type == 'D')
        values = std::vector<double>();
      else
        values = std::vector<std::int64_t>();
      slot.type = isText ? 'A' : values.index() == 0 ? 'D' : 'K';
      schema.columns.push_back({name, column.unit, std::move(values), column.description, column.ucd});
      break;
    }
  }
  slots.push_back(slot);
}

/// Removes parts that are not requested from the schema and marks their slots as not read.
void SurveyReader::Impl::keep(const SurveyParts& parts) {
  std::set<const void*> requested;
  for (const std::string& name : parts.names.value_or(std::vector<std::string>())) {
    requested.insert(schema.findInput(name));
    requested.insert(schema.findColumn(name));
    requested.insert(schema.findLabel(name));
    requested.insert(schema.findLabel(labelOfError(name)));
  }
  const auto isRequested = [&](const auto& part) { return !parts.names || requested.contains(&part); };
  const auto inputs = keepIf(schema.inputs, [&](const AuxiliaryInput& input) {
    return isRequested(input) && (parts.vectors || input.width == 1);
  });
  const auto labels = keepIf(schema.labels, isRequested);
  const auto columns = keepIf(schema.columns, isRequested);
  std::vector<bool> errors(schema.labels.size());
  const auto place = [](Slot& slot, const std::vector<std::optional<std::size_t>>& places) {
    slot.isRead = places[slot.part].has_value();
    slot.part = places[slot.part].value_or(0);
  };
  for (Slot& slot : slots) {
    if (slot.role == Role::Flux) slot.isRead = parts.spectra;
    if (slot.role == Role::FluxError) slot.isRead = hasFluxError = parts.spectra && parts.fluxErrors;
    if (slot.role == Role::Input) place(slot, inputs);
    if (slot.role == Role::Label || slot.role == Role::LabelError) place(slot, labels);
    if (slot.role == Role::Column) place(slot, columns);
    if (slot.role == Role::LabelError && slot.isRead) errors[slot.part] = true;
  }
  hasLabelError = std::move(errors);
  if (!parts.spectra) schema.grid = {};
}

void SurveyReader::Impl::readProvenance() {
  schema.provenance.isMock = fits.keyText("MOCK").value_or("F").starts_with('T');
  SimulatedErrors& simulated = schema.provenance.simulated;
  simulated.correlatedNoise = fits.keyText(kCorrelatedNoiseKey).value_or("F").starts_with('T');
  if (const auto scale = io::parseReal(fits.keyText(kVelocityErrorKey).value_or("")); scale && *scale >= 0.0)
    simulated.velocityErrorScale = *scale;
  schema.provenance.origin = fits.keyText("ORIGIN").value_or("");
  readHistory(fits.history(), schema.provenance);
}

/// Gives today's names to predictions of versions before PredictedNames.h. Their history says how they were predicted.
void SurveyReader::Impl::renameOldPredictions() {
  const bool arePredictions = std::any_of(schema.provenance.notes.begin(), schema.provenance.notes.end(),
                                          [](const std::string& note) { return note.starts_with("labels: mean of "); });
  const bool isRenamed = std::any_of(schema.labels.begin(), schema.labels.end(),
                                     [](const Label& label) { return isPredictedLabel(label.name); });
  if (!arePredictions || isRenamed || schema.pixelCount() > 0 || schema.labels.empty()) return;
  std::vector<std::string> predicted;
  for (const Label& label : schema.labels)
    predicted.push_back(label.name);
  const std::vector<std::string> names = schema.numericNames();
  for (Label& label : schema.labels)
    label.name = predictedName(label.name);
  for (io::Column& column : schema.columns)
    column.name = nameOfOldColumn(column.name, predicted, names);
  schema.provenance.notes.push_back(oldPredictionsNote(predicted));
}

/// Reads the lines of the reading report. The HDU STARS stays the current one.
void SurveyReader::Impl::readReading() {
  if (!fits.hasHdu(kReadingHdu)) return;
  fits.moveTo(kReadingHdu);
  const std::vector<io::FitsColumn> columns = fits.columns();
  constexpr std::int64_t kMaxLines = 100'000;  // more than any report has
  if (!columns.empty() && columns.front().type == 'A' && !columns.front().varies)
    schema.provenance.reading = fits.readText(0, 0, std::min(kMaxLines, fits.rowCount()));
  fits.moveTo(kStarsHdu);
}

void SurveyReader::Impl::readRows(Dataset& into, std::size_t intoRow, std::size_t first, std::size_t count) const {
  const auto from = static_cast<std::int64_t>(first);
  const auto rowsHere = static_cast<std::int64_t>(count);
  fits.bufferRows(from, rowsHere);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = slots[i];
    if (!slot.isRead) continue;
    const int column = static_cast<int>(i);
    const auto readReal = [&](auto& values) {
      fits.readReal(column, from, rowsHere, std::span(values).subspan(intoRow * slot.width, count * slot.width));
    };
    const auto readText = [&](std::vector<std::string>& values) {
      std::vector<std::string> texts = fits.readText(column, from, rowsHere);
      std::move(texts.begin(), texts.end(), values.begin() + static_cast<std::ptrdiff_t>(intoRow));
    };
    switch (slot.role) {
      case Role::Id:
        readText(into.ids);
        break;
      case Role::Flux:
        readReal(into.flux);
        break;
      case Role::FluxError:
        readReal(into.fluxError);
        break;
      case Role::Input:
        readReal(into.inputs[slot.part].values);
        break;
      case Role::Label:
        readReal(into.labels[slot.part].values);
        break;
      case Role::LabelError:
        readReal(into.labels[slot.part].errors);
        break;
      case Role::Column: {
        io::ColumnValues& values = into.columns[slot.part].values;
        if (auto* texts = std::get_if<std::vector<std::string>>(&values))
          readText(*texts);
        else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&values))
          fits.readInteger(column, from, rowsHere, std::span(*integers).subspan(intoRow, count));
        else
          readReal(std::get<std::vector<double>>(values));
        break;
      }
    }
  }
}

SurveyReader::SurveyReader(const std::filesystem::path& path, const SurveyParts& parts)
    : m_impl(std::make_unique<Impl>(path, parts)) {}
SurveyReader::~SurveyReader() = default;
SurveyReader::SurveyReader(SurveyReader&&) noexcept = default;

void SurveyReader::verifyChecksums(Job& job) const {
  if (m_impl->isVerified) return;
  m_impl->fits.verifyChecksums(job);
  m_impl->isVerified = true;
}

std::size_t SurveyReader::starCount() const {
  return m_impl->rows;
}

const Dataset& SurveyReader::schema() const {
  return m_impl->schema;
}

std::size_t SurveyReader::rowBytes() const {
  return survey::rowBytes(m_impl->slots);
}

std::size_t SurveyReader::textWidth() const {
  std::size_t widest = 1;
  for (const Slot& slot : m_impl->slots)
    if (slot.type == 'A') widest = std::max(widest, slot.width);
  return widest;
}

Dataset SurveyReader::read(std::size_t first, std::size_t count) const {
  Dataset stars;
  read(first, count, stars);
  return stars;
}

void SurveyReader::read(std::size_t first, std::size_t count, Dataset& chunk) const {
  if (chunk.ids.empty()) chunk = m_impl->schema;
  resizeRows(chunk, count);
  readInto(chunk, 0, first, count);
}

Dataset SurveyReader::readRows(std::span<const std::size_t> rows) const {
  Dataset stars = m_impl->schema;
  resizeRows(stars, rows.size());
  for (std::size_t index = 0, count = 0; index < rows.size(); index += count) {
    for (count = 1; index + count < rows.size() && rows[index + count] == rows[index] + count;)
      ++count;
    readInto(stars, index, rows[index], count);
  }
  return stars;
}

void SurveyReader::resizeRows(Dataset& dataset, std::size_t count) const {
  dataset.ids.resize(count);
  dataset.flux.resize(count * dataset.pixelCount());
  if (m_impl->hasFluxError) dataset.fluxError.resize(count * dataset.pixelCount());
  for (AuxiliaryInput& input : dataset.inputs)
    input.values.resize(count * input.width);
  for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
    dataset.labels[i].values.resize(count);
    if (m_impl->hasLabelError[i]) dataset.labels[i].errors.resize(count);
  }
  for (io::Column& column : dataset.columns)
    std::visit([&](auto& values) { values.resize(count); }, column.values);
}

void SurveyReader::readInto(Dataset& dataset, std::size_t intoRow, std::size_t first, std::size_t count) const {
  if (first > m_impl->rows || count > m_impl->rows - first)
    throw Error(ErrorKind::Mismatch, fmt::format("{} has {} stars; rows {} to {} do not exist.",
                                                 m_impl->fits.path().string(), m_impl->rows, first, first + count));
  if (!m_impl->isVerified) {
    Job job;
    verifyChecksums(job);
  }
  const std::size_t step = rowsPerPass(m_impl->slots);
  for (std::size_t done = 0; done < count; done += step)
    m_impl->readRows(dataset, intoRow + done, first + done, std::min(step, count - done));
}

}  // namespace maury::survey
