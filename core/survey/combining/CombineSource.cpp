// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/combining/CombineSource.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "io/Numbers.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/names/Ids.h"
#include "survey/names/NearNames.h"

namespace maury::survey {

namespace {

using Integers = std::vector<std::int64_t>;

bool anyLarge(const Integers& values) {
  return std::any_of(values.begin(), values.end(), [](std::int64_t value) {
    return value >= io::kLargestExactInteger || value <= -io::kLargestExactInteger;
  });
}

std::size_t widestText(const Dataset& stars) {
  std::size_t widest = 1;
  const auto measure = [&widest](const std::vector<std::string>& texts) {
    for (const std::string& text : texts)
      widest = std::max(widest, text.size());
  };
  measure(stars.ids);
  for (const io::Column& column : stars.columns)
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) measure(*texts);
  return widest;
}

std::vector<std::size_t> firstRow(std::size_t stars) {
  return std::vector<std::size_t>(std::min<std::size_t>(stars, 1), 0);
}

std::vector<std::string> plainNames(std::vector<std::string> names) {
  for (std::string& name : names)
    name = io::isMissingText(io::trim(name)) ? std::string() : plainId(name);
  return names;
}

/// Returns the names in a column; empty for missing ones. A negative number is no name, nor is 0 an id of Gaia.
std::vector<std::string> namesIn(const Dataset& stars, const io::Column& column) {
  std::vector<std::string> names = plainNames(column.asText());
  const auto* integers = std::get_if<Integers>(&column.values);
  if (integers == nullptr) return names;
  const std::vector<const io::Column*> gaia = gaiaIdColumns(stars.columns);
  const std::int64_t lowest = std::find(gaia.begin(), gaia.end(), &column) != gaia.end() ? 1 : 0;
  for (std::size_t row = 0; row < names.size(); ++row)
    if ((*integers)[row] < lowest) names[row].clear();
  return names;
}

std::vector<std::string> columnNames(const Dataset& stars) {
  std::vector<std::string> names;
  for (const io::Column& column : stars.columns)
    names.push_back(column.name);
  return names;
}

}  // namespace

CombineSource::CombineSource(const std::filesystem::path& path, const ImportOptions& options, ImportReport& report,
                             Job& job)
    : m_name(path.filename().string()), m_path(path) {
  if (m_name.empty()) m_name = path.string();
  std::error_code none;
  if (std::filesystem::is_regular_file(path, none) && isSurveyFile(path)) {
    m_reader.emplace(path);
    m_reader->verifyChecksums(job);
    m_example = m_reader->read(0, firstRow(m_reader->starCount()).size());
    return;
  }
  m_stars = std::make_shared<const Dataset>(importSurvey({path}, options, report, job));
  m_example = m_stars->select(firstRow(m_stars->starCount()));
}

CombineSource::CombineSource(std::shared_ptr<const Dataset> stars, std::string name)
    : m_name(std::move(name)), m_stars(std::move(stars)) {
  m_example = m_stars->select(firstRow(m_stars->starCount()));
}

std::size_t CombineSource::starCount() const {
  return m_reader ? m_reader->starCount() : m_stars->starCount();
}

std::size_t CombineSource::bytesPerStar() const {
  const std::size_t spectra = sizeof(float) * m_example.pixelCount() * (m_example.fluxError.empty() ? 1 : 2);
  return m_reader ? m_reader->rowBytes() : spectra + sizeof(double) * (1 + m_example.columns.size());
}

std::size_t CombineSource::textWidth() const {
  return m_reader ? m_reader->textWidth() : widestText(*m_stars);
}

std::vector<std::string> CombineSource::starNames(const std::string& column, Job& job) const {
  const bool byId = column == "id";
  if (!byId && m_example.findColumn(column) == nullptr)
    throw Error(ErrorKind::Mismatch, fmt::format("{} has no column '{}' with the names of the stars; {}.", m_name,
                                                 column, nearNames(column, columnNames(m_example))));
  Dataset streamed;
  if (m_reader) {
    SurveyParts parts = kScalars;
    parts.names = byId ? std::vector<std::string>() : std::vector{column};
    streamed = readSurvey(m_path, job, parts);
  }
  const Dataset& stars = m_reader ? streamed : *m_stars;
  return byId ? plainNames(stars.ids) : namesIn(stars, *stars.findColumn(column));
}

bool CombineSource::hasLargeIntegers(const std::string& column) const {
  const auto isLargeIn = [&](const Dataset& stars) {
    const io::Column* found = stars.findColumn(column);
    const auto* integers = found == nullptr ? nullptr : std::get_if<Integers>(&found->values);
    return integers != nullptr && anyLarge(*integers);
  };
  if (!m_reader) return isLargeIn(*m_stars);
  SurveyParts parts = kScalars;
  parts.names = {{column}};
  bool isLarge = false;
  forEachChunk(m_path, parts, [&](const Dataset& chunk) { isLarge = isLarge || isLargeIn(chunk); });
  return isLarge;
}

std::vector<std::string> CombineSource::readingLines() const {
  return m_reader ? readingLinesOfSurvey(m_example, m_name, starCount()) : m_stars->provenance.reading;
}

Dataset CombineSource::read(std::span<const std::size_t> rows) const {
  return m_reader ? m_reader->readRows(rows) : m_stars->select(rows);
}

}  // namespace maury::survey
