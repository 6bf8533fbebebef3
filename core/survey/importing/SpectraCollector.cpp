// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/SpectraCollector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/Error.h"
#include "base/Statistics.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/LabelJoin.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();

double stepOf(const spectra::WavelengthGrid& grid) {
  return grid.size() > 1 ? grid[1] - grid[0] : 0.0;
}

/// Converts the column to a type that holds the values of both columns: doubles if `more` has doubles, text if it has
/// text.
void widenFor(io::Column& column, const io::Column& more) {
  if (column.values.index() == more.values.index()) return;
  if (column.isText()) return;
  column.values = more.isText() ? io::ColumnValues(column.asText()) : io::ColumnValues(column.asReal());
}

/// Appends missing values until the column has `rows` rows.
void padTo(io::Column& column, std::size_t rows) {
  const std::size_t size = column.size();
  if (size >= rows) return;
  // There is no missing value of integers, so valuesAt() may convert the column.
  std::vector<std::size_t> places(rows);
  for (std::size_t i = 0; i < rows; ++i)
    places[i] = i;
  column.values = valuesAt(column, places);
}

void appendValues(io::Column& column, const io::Column& more) {
  widenFor(column, more);
  if (auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    const std::vector<std::string> added = more.asText();
    texts->insert(texts->end(), added.begin(), added.end());
  } else if (auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    const std::vector<double> added = more.asReal();
    reals->insert(reals->end(), added.begin(), added.end());
  } else {
    const auto& added = std::get<std::vector<std::int64_t>>(more.values);
    auto& integers = std::get<std::vector<std::int64_t>>(column.values);
    integers.insert(integers.end(), added.begin(), added.end());
  }
}

}  // namespace

io::Column& GrowingTable::column(const io::Column& prototype) {
  // A table may have a column b and a column B. The second one is found by its exact name.
  std::string key = "=" + prototype.name;
  if (!m_places.contains(key)) {
    const auto similar = m_places.find(lowerCase(prototype.name));
    const bool isFilled = similar != m_places.end() && m_columns[similar->second].size() > m_rows;
    if (!isFilled) key = lowerCase(prototype.name);
  }
  const auto [found, fresh] = m_places.emplace(key, m_columns.size());
  if (fresh) {
    io::Column column = prototype;
    std::visit([](auto& values) { values.clear(); }, column.values);
    m_columns.push_back(std::move(column));
  }
  return m_columns[found->second];
}

void GrowingTable::append(const io::Table& rows, std::size_t count) {
  for (const io::Column& more : rows.columns) {
    io::Column& target = column(more);
    if (target.size() > m_rows) continue;  // the rows have two columns of one name
    padTo(target, m_rows);
    appendValues(target, more);
  }
  m_rows += count;
}

io::Table GrowingTable::take() {
  for (io::Column& column : m_columns)
    padTo(column, m_rows);
  io::Table table;
  table.columns = std::move(m_columns);
  return table;
}

void SpectraCollector::add(SpectraBlock&& block) {
  if (block.isFallback) {
    m_fallback.push_back(std::move(block));
    return;
  }
  for (Spectrum& spectrum : block.spectra)
    addSpectrum(spectrum);
  m_starTable.append(block.starTable, block.spectra.size());
}

void SpectraCollector::add(StarInputs&& stars) {
  std::vector<std::size_t> fresh;
  for (std::size_t row = 0; row < stars.ids.size(); ++row)
    if (m_inputRows.emplace(stars.ids[row], m_inputs.ids.size() + fresh.size()).second)
      fresh.push_back(row);
    else
      ++m_repeatedInputs;
  if (m_inputs.inputs.empty()) {
    m_inputs.source = stars.source;
    m_inputs.file = stars.file;
    for (const AuxiliaryInput& input : stars.inputs)
      m_inputs.inputs.push_back({input.name, input.unit, input.width, {}});
  }
  for (std::size_t i = 0; i < stars.inputs.size(); ++i)
    for (const std::size_t row : fresh) {
      const AuxiliaryInput& from = stars.inputs[i];
      const auto begin = from.values.begin() + static_cast<std::ptrdiff_t>(row * from.width);
      m_inputs.inputs[i].values.insert(m_inputs.inputs[i].values.end(), begin,
                                       begin + static_cast<std::ptrdiff_t>(from.width));
    }
  io::Table starTable;
  for (const io::Column& column : stars.starTable.columns) {
    starTable.columns.push_back(column);
    starTable.columns.back().values = valuesAt(column, fresh);
  }
  for (const std::size_t row : fresh)
    m_inputs.ids.push_back(std::move(stars.ids[row]));
  m_inputStarTable.append(starTable, fresh.size());
}

void SpectraCollector::addSpectrum(Spectrum& spectrum) {
  requireSameGrid(spectrum);
  const std::size_t pixels = spectrum.grid->size();
  std::size_t missing = 0;
  std::size_t dark = 0;
  for (float& flux : spectrum.flux) {
    if (!std::isfinite(flux)) flux = kNoData;
    if (std::isnan(flux)) ++missing;
    if (flux == 0.0f) ++dark;
  }
  m_missingFlux += missing;
  if (missing + dark == pixels) {
    std::fill(spectrum.flux.begin(), spectrum.flux.end(), kNoData);
    m_missingFlux += dark;
    m_empty.add(spectrum.file);
  } else if (missing > 0) {
    m_gaps.add(fmt::format("{}: {} of {} pixels", spectrum.file, missing, pixels));
  }
  addErrors(spectrum);
  m_wasAir = m_wasAir || spectrum.wasAir;
  m_dataset.ids.push_back(std::move(spectrum.id));
  m_dataset.flux.insert(m_dataset.flux.end(), spectrum.flux.begin(), spectrum.flux.end());
  m_fileNames.push_back(std::move(spectrum.file));
}

void SpectraCollector::requireSameGrid(const Spectrum& spectrum) {
  if (spectrum.flux.size() != spectrum.grid->size())
    throw Error(ErrorKind::Format, fmt::format("{}: has {} flux values for {} wavelengths.", spectrum.file,
                                               spectrum.flux.size(), spectrum.grid->size()));
  if (!m_grid) {
    m_grid = spectrum.grid;
    m_dataset.grid = *m_grid;
    m_firstFile = spectrum.file;
  }
  if (spectrum.grid == m_grid || spectrum.grid == m_checkedGrid) return;
  if (!m_grid->matches(*spectrum.grid))
    throw Error(
        ErrorKind::Mismatch,
        fmt::format("{} has {} (first step {:.5f} nm), but {} has {} (first step {:.5f} nm). The spectra of a survey "
                    "must be on one grid.",
                    spectrum.file, spectrum.grid->describe(), stepOf(*spectrum.grid), m_firstFile, m_grid->describe(),
                    stepOf(*m_grid)),
        "Rebin them with --grid first-file or --grid FIRST:STEP:PIXELS (nm).");
  m_checkedGrid = spectrum.grid;
}

void SpectraCollector::addErrors(Spectrum& spectrum) {
  const std::size_t pixels = spectrum.grid->size();
  const std::size_t valuesBefore = m_dataset.flux.size();  // flux values of earlier stars
  if (spectrum.fluxError.empty() && m_dataset.fluxError.empty()) {
    m_snr.push_back(std::numeric_limits<double>::quiet_NaN());
    return;
  }
  if (m_dataset.fluxError.empty()) m_dataset.fluxError.assign(valuesBefore, kNoData);
  if (spectrum.fluxError.empty()) spectrum.fluxError.assign(pixels, kNoData);
  std::vector<float> ratios;
  ratios.reserve(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    float& error = spectrum.fluxError[i];
    if (!std::isfinite(error) || error <= 0.0f) {
      error = kNoData;
      if (!std::isnan(spectrum.flux[i])) ++m_missingErrors;
    }
    const float ratio = spectrum.flux[i] / error;
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
  m_snr.push_back(median(ratios));
  sampleSnr();
  m_dataset.fluxError.insert(m_dataset.fluxError.end(), spectrum.fluxError.begin(), spectrum.fluxError.end());
}

/// Keeps every 2ⁿ-th S/N, so that few values represent any number of spectra.
void SpectraCollector::sampleSnr() {
  constexpr std::size_t kMost = 4096;
  if ((m_snr.size() - 1) % m_snrStep != 0 || !std::isfinite(m_snr.back())) return;
  m_sampleSnr.push_back(static_cast<float>(m_snr.back()));
  if (m_sampleSnr.size() < kMost) return;
  std::vector<float> every2nd;
  for (std::size_t i = 0; i < m_sampleSnr.size(); i += 2)
    every2nd.push_back(m_sampleSnr[i]);
  m_sampleSnr = std::move(every2nd);
  m_snrStep *= 2;
}

void SpectraCollector::warn(const Tally& tally, const char* problem) {
  if (tally.count > 0)
    m_report.warnings.push_back(fmt::format("{} spectra {} (first: {}).", tally.count, problem, tally.first));
}

void SpectraCollector::complete() {
  std::size_t second = 0;
  for (const SpectraBlock& block : m_fallback)
    second += block.spectra.size();
  if (second > 0 && spectraCount() > 0)
    m_report.notes.push_back(
        fmt::format("{} sampled XP spectra were left out, because the stars have other spectra.", second));
  for (ReadGroup& group : m_report.reading.groups)
    if (group.isSecondary && second > 0 && spectraCount() > 0)
      group.remarks.emplace_back("left out, because the stars have other spectra");
  if (second > 0 && spectraCount() == 0)
    for (SpectraBlock& block : m_fallback) {
      block.isFallback = false;
      add(std::move(block));
    }
  m_fallback.clear();
  if (spectraCount() > 0 && m_empty.count == spectraCount())
    throw Error(ErrorKind::Format, fmt::format("{}: no pixel has flux, nor does any pixel of the {} other spectra.",
                                               m_empty.first, spectraCount() - 1));
  warn(m_empty, "have no flux; all their pixels are missing values");
  warn(m_gaps, "have pixels without flux, which became missing values");
  if (m_wasAir) m_dataset.provenance.notes.emplace_back("air to vacuum wavelengths (Morton 2000)");
}

/// Adds columns: the file unless it equals the id, the columns of the files, and the S/N if they lack it.
void SpectraCollector::describeStars(RoleMap& roles) {
  io::Table starTable = m_starTable.take();
  starTable.source = m_firstFile;
  std::vector<std::string> stems;
  for (const std::string& name : m_fileNames)
    stems.push_back(stemOf(name));
  if (stems != m_dataset.ids) m_dataset.columns.push_back({"file", "", std::move(stems)});
  bool isComputed = false;
  const auto stated = std::find_if(starTable.columns.begin(), starTable.columns.end(), [](const io::Column& column) {
    return lowerCase(column.name) == "snr" && !column.isText();
  });
  if (stated != starTable.columns.end()) {
    std::vector<double> values = stated->asReal();
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i])) values[i] = m_snr[i];
    stated->name = "snr";
    stated->values = std::move(values);
  } else if (!m_dataset.fluxError.empty()) {
    isComputed = true;
    starTable.columns.push_back({"snr", "", std::move(m_snr)});
  }
  std::vector<ReadPart> parts;
  addColumns(m_dataset, starTable, m_options, roles, m_report, parts);
  if (isComputed) parts.pop_back();
  addStarParts(m_report.reading, std::move(parts), ReadGroup::Content::Spectra, m_firstFile, spectraCount());
  describeNoise();
}

void SpectraCollector::describeNoise() {
  ReadingReport& reading = m_report.reading;
  reading.fluxCount = m_dataset.flux.size();
  reading.missingFlux = m_missingFlux;
  reading.missingErrors = m_missingErrors;
  if (!m_sampleSnr.empty()) reading.medianSnr = median(m_sampleSnr);
  constexpr double kLeast = 0.1, kMost = 1e4;
  if (!reading.medianSnr || (*reading.medianSnr >= kLeast && *reading.medianSnr <= kMost)) return;
  for (ReadGroup& group : reading.groups)
    for (ReadPart& part : group.parts) {
      if (part.role < PartRole::Error || part.role > PartRole::InverseVariance || part.isDoubtful) continue;
      part.isDoubtful = true;
      part.doubt = fmt::format("as {} it means a median S/N of {:.2g}", roleText(part.role), *reading.medianSnr);
    }
}

void SpectraCollector::countRepeats() {
  const std::unordered_set<std::string_view> different(m_dataset.ids.begin(), m_dataset.ids.end());
  m_report.repeatSpectra = m_dataset.ids.size() - different.size();
}

Dataset SpectraCollector::inputsAsStars(RoleMap& roles) {
  Dataset stars;
  stars.ids = std::move(m_inputs.ids);
  stars.inputs = std::move(m_inputs.inputs);
  io::Table starTable = m_inputStarTable.take();
  starTable.source = m_inputs.source;
  std::vector<ReadPart> parts;
  addColumns(stars, starTable, m_options, roles, m_report, parts);
  addStarParts(m_report.reading, std::move(parts), ReadGroup::Content::Inputs, m_inputs.file, stars.starCount());
  if (m_repeatedInputs > 0)
    m_report.warnings.push_back(fmt::format(
        "{} rows repeat the coefficients of a star; only the first row of each star was used.", m_repeatedInputs));
  return stars;
}

Dataset SpectraCollector::finish(RoleMap& roles) {
  const bool hasInputs = !m_inputs.ids.empty();
  if (spectraCount() == 0) return inputsAsStars(roles);
  describeStars(roles);
  countRepeats();
  if (hasInputs) {
    const std::string source = m_inputs.source;
    const Dataset stars = inputsAsStars(roles);
    const JoinCounts counts = joinCatalogue(m_dataset, {}, stars, source);
    m_report.notes.push_back(fmt::format(
        "XP coefficients: {} spectra have them, {} do not; {} stars with coefficients but no spectrum were left out.",
        counts.matched, counts.unmatchedStars, counts.unmatchedCatalogue));
  }
  return std::move(m_dataset);
}

}  // namespace maury::survey
