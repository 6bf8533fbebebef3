// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyWriter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/Units.h"
#include "io/fits/FitsWriter.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyLayout.h"
#include "survey/names/Ids.h"
#include "survey/names/PredictedNames.h"

namespace maury::survey {

namespace {

char letterOf(const io::Column& column) {
  constexpr char kLetters[] = {'D', 'K', 'A'};  // in the order of io::ColumnValues
  return kLetters[column.values.index()];
}

std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t length = 0;
  for (const std::string& text : texts)
    length = std::max(length, asciiId(text).size());
  return length;
}

Dataset withoutRows(const Dataset& dataset) {
  return dataset.select({});
}

/// Returns `name`, or `name` with a number if it is taken. Names are compared without case, as in FITS.
std::string distinctName(const std::string& name, std::set<std::string>& taken) {
  const auto claim = [&](std::string candidate) {
    for (char& c : candidate)
      c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return taken.insert(candidate).second;
  };
  std::string distinct = name;
  for (int number = 2; !claim(distinct); ++number)
    distinct = fmt::format("{}_{}", name, number);
  return distinct;
}

}  // namespace

struct SurveyWriter::Impl {
  Impl(const std::filesystem::path& path, const Dataset& schemaOf, std::size_t textWidthOf)
      : file(path), writer(file), schema(withoutRows(schemaOf)), textWidth(std::max<std::size_t>(1, textWidthOf)) {
    schemaOf.validate();
    // A schema without rows does not show whether there are errors; wait for the first chunk.
    if (schemaOf.starCount() > 0) begin(schemaOf);
  }

  void begin(const Dataset& example);
  void addSlot(const Slot& slot, const std::string& name, const std::string& unit);
  void describe();
  void writeRows(const Dataset& chunk, std::size_t first, std::size_t count);
  void writeTexts(std::size_t column, std::size_t width, const std::string& name, const std::vector<std::string>& texts,
                  const std::vector<std::string>& ids, std::size_t first, std::size_t count);
  void requireErrors(const Dataset& chunk) const;
  void writeReading();

  io::AtomicFile file;
  io::FitsWriter writer;
  Dataset schema;
  std::size_t textWidth;
  bool begun = false;
  std::size_t rowsWritten = 0;
  std::vector<Slot> slots;
  std::vector<io::FitsColumn> fitsColumns;
  std::vector<std::string> trueNames;  ///< names and units of the slots before conversion to what FITS allows
  std::vector<std::string> trueUnits;
  std::set<std::string> takenNames;
};

void SurveyWriter::Impl::addSlot(const Slot& slot, const std::string& name, const std::string& unit) {
  slots.push_back(slot);
  trueNames.push_back(name);
  trueUnits.push_back(unit);
  fitsColumns.push_back(
      {distinctName(plainColumnName(name), takenNames), io::standardUnit(unit), slot.type, slot.width});
}

/// Sets the description and UCD of each column, which other programs show.
void SurveyWriter::Impl::describe() {
  io::Table named;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    io::Column column{trueNames[i], "", {}};
    if (slots[i].role == Role::Column) {
      column.description = schema.columns[slots[i].part].description;
      column.ucd = schema.columns[slots[i].part].ucd;
    }
    named.columns.push_back(std::move(column));
  }
  describeColumns(named);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    fitsColumns[i].description = asciiText(named.columns[i].description);
    fitsColumns[i].ucd = io::isUcd(named.columns[i].ucd) ? named.columns[i].ucd : "";
  }
}

/// Determines the columns and text widths from the rows of `example` and writes the header of the table.
void SurveyWriter::Impl::begin(const Dataset& example) {
  const std::size_t pixels = schema.pixelCount();
  addSlot({Role::Id, 0, 'A', std::max(textWidth, longest(example.ids))}, "id", "");
  if (pixels > 0) addSlot({Role::Flux, 0, 'E', pixels}, "flux", "");
  if (pixels > 0 && !example.fluxError.empty()) addSlot({Role::FluxError, 0, 'E', pixels}, "flux_error", "");
  for (std::size_t i = 0; i < schema.inputs.size(); ++i)
    addSlot({Role::Input, i, 'E', schema.inputs[i].width}, schema.inputs[i].name, schema.inputs[i].unit);
  for (std::size_t i = 0; i < schema.labels.size(); ++i) {
    const Label& label = schema.labels[i];
    addSlot({Role::Label, i, 'E', 1}, label.name, label.unit);
    if (!example.labels[i].errors.empty()) addSlot({Role::LabelError, i, 'E', 1}, errorName(label.name), label.unit);
  }
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const auto* texts = std::get_if<std::vector<std::string>>(&example.columns[i].values);
    const std::size_t width = texts == nullptr ? 1 : std::max(textWidth, longest(*texts));
    addSlot({Role::Column, i, letterOf(schema.columns[i]), width}, schema.columns[i].name, schema.columns[i].unit);
  }

  describe();
  writer.createTable(kStarsHdu, fitsColumns, 0);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    writer.setKey(fmt::format("ROLE{}", i + 1), std::string(roleName(slots[i].role)), "role of this column");
    if (trueNames[i] != fitsColumns[i].name)
      writer.setKey(fmt::format("NAME{}", i + 1), asciiText(trueNames[i]), "full name of this column");
    if (trueUnits[i] != fitsColumns[i].unit)
      writer.setKey(fmt::format("UNIT{}", i + 1), asciiText(trueUnits[i]), "unit that FITS does not define");
  }
  writer.setKey(kVersionKey, kSurveyVersion, "version of this file's format");
  writer.setKey("MOCK", schema.provenance.isMock, "T if the stars are simulated");
  if (schema.provenance.isMock) {
    // Keys with the default value are left out, as in files of earlier versions.
    const SimulatedErrors& simulated = schema.provenance.simulated;
    if (simulated.correlatedNoise)
      writer.setKey(kCorrelatedNoiseKey, true, "T if the noise of neighbouring pixels correlates");
    if (simulated.velocityErrorScale != SimulatedErrors{}.velocityErrorScale)
      writer.setKey(kVelocityErrorKey, simulated.velocityErrorScale, "velocity errors relative to Gaia DR3");
  }
  writer.setKey("ORIGIN", asciiText(schema.provenance.origin), "origin of the stars");
  for (const std::string& line : historyOf(schema.provenance))
    writer.addHistory(line);
  begun = true;
}

void SurveyWriter::Impl::requireErrors(const Dataset& chunk) const {
  const auto has = [&](Role role, std::size_t part) {
    return std::any_of(slots.begin(), slots.end(), [&](const Slot& s) { return s.role == role && s.part == part; });
  };
  const auto require = [&](bool inFile, bool inChunk, const std::string& part) {
    if (inFile == inChunk) return;
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: {} are {} in these stars but {} in earlier ones.", file.target().string(), part,
                            inChunk ? "given" : "missing", inFile ? "given" : "missing"));
  };
  if (schema.pixelCount() > 0) require(has(Role::FluxError, 0), !chunk.fluxError.empty(), "flux errors");
  for (std::size_t i = 0; i < schema.labels.size(); ++i)
    require(has(Role::LabelError, i), !chunk.labels[i].errors.empty(),
            fmt::format("errors of label '{}'", schema.labels[i].name));
}

void SurveyWriter::Impl::writeTexts(std::size_t column, std::size_t width, const std::string& name,
                                    const std::vector<std::string>& texts, const std::vector<std::string>& ids,
                                    std::size_t first, std::size_t count) {
  std::vector<std::string> plain;
  plain.reserve(count);
  for (std::size_t row = first; row < first + count; ++row) {
    plain.push_back(asciiId(texts[row]));
    const std::string& text = plain.back();
    // Ids that differ only in characters that FITS cannot store would become the same star.
    if (&texts == &ids && text != texts[row])
      throw Error(ErrorKind::Mismatch, fmt::format("{}: the id '{}' has characters that FITS cannot store; use ASCII.",
                                                   file.target().string(), texts[row]));
    if (text.size() > width)
      throw Error(ErrorKind::Mismatch,
                  fmt::format("{}: column '{}' is {} characters wide, but the star '{}' has '{}' ({} characters).",
                              file.target().string(), name, width, ids[row], text, text.size()));
  }
  writer.write(static_cast<int>(column), static_cast<std::int64_t>(rowsWritten), std::span<const std::string>(plain));
}

void SurveyWriter::Impl::writeRows(const Dataset& chunk, std::size_t first, std::size_t count) {
  const auto firstRow = static_cast<std::int64_t>(rowsWritten);
  writer.bufferRows(firstRow, static_cast<std::int64_t>(count));
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = slots[i];
    const int column = static_cast<int>(i);
    const auto write = [&](const auto& values) {
      writer.write(column, firstRow, std::span(values).subspan(first * slot.width, count * slot.width));
    };
    switch (slot.role) {
      case Role::Id:
        writeTexts(i, slot.width, trueNames[i], chunk.ids, chunk.ids, first, count);
        break;
      case Role::Flux:
        write(chunk.flux);
        break;
      case Role::FluxError:
        write(chunk.fluxError);
        break;
      case Role::Input:
        write(chunk.inputs[slot.part].values);
        break;
      case Role::Label:
        write(chunk.labels[slot.part].values);
        break;
      case Role::LabelError:
        write(chunk.labels[slot.part].errors);
        break;
      case Role::Column: {
        const io::ColumnValues& values = chunk.columns[slot.part].values;
        if (const auto* texts = std::get_if<std::vector<std::string>>(&values))
          writeTexts(i, slot.width, trueNames[i], *texts, chunk.ids, first, count);
        else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&values))
          write(*integers);
        else
          write(std::get<std::vector<double>>(values));
        break;
      }
    }
  }
  writer.writeBufferedRows();
  rowsWritten += count;
}

void SurveyWriter::Impl::writeReading() {
  std::vector<std::string> lines;
  for (const std::string& line : schema.provenance.reading)
    lines.push_back(asciiText(line));
  if (lines.empty()) return;
  const std::size_t width = std::max<std::size_t>(1, longest(lines));
  writer.createTable(kReadingHdu, {{"line", "", 'A', width}}, static_cast<std::int64_t>(lines.size()));
  writer.write(0, 0, std::span<const std::string>(lines));
}

SurveyWriter::SurveyWriter(const std::filesystem::path& path, const Dataset& schema, std::size_t textWidth)
    : m_impl(std::make_unique<Impl>(path, schema, textWidth)) {}

SurveyWriter::~SurveyWriter() = default;
SurveyWriter::SurveyWriter(SurveyWriter&&) noexcept = default;

void SurveyWriter::append(const Dataset& chunk) {
  chunk.validate();
  requireSameParts(m_impl->schema, chunk);
  appendRows(chunk, 0, chunk.starCount());
}

void SurveyWriter::setReading(std::vector<std::string> lines) {
  m_impl->schema.provenance.reading = std::move(lines);
}

void SurveyWriter::appendRows(const Dataset& dataset, std::size_t first, std::size_t count) {
  if (count == 0) return;
  if (!m_impl->begun) m_impl->begin(dataset);
  m_impl->requireErrors(dataset);
  const std::size_t step = rowsPerPass(m_impl->slots);
  for (std::size_t done = 0; done < count; done += step)
    m_impl->writeRows(dataset, first + done, std::min(step, count - done));
}

void SurveyWriter::commit() {
  if (!m_impl->begun) m_impl->begin(m_impl->schema);
  const std::vector<double>& nm = m_impl->schema.grid.nm();
  // Written after the stars, because their table could not grow otherwise, and because programs that read only the
  // first table should get the stars.
  m_impl->writer.createTable(kWavelengthHdu, {{"wavelength", "nm", 'D', 1}}, static_cast<std::int64_t>(nm.size()));
  m_impl->writer.setKey("MEDIUM", std::string("vacuum"), "medium of the wavelengths");
  if (!nm.empty()) m_impl->writer.write(0, 0, std::span<const double>(nm));
  m_impl->writeReading();
  m_impl->writer.close();
  m_impl->file.commit();
}

}  // namespace maury::survey
