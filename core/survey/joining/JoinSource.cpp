// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/JoinSource.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <system_error>

#include "io/Numbers.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"

namespace maury::survey {

namespace {

using Integers = std::vector<std::int64_t>;

/// Length in characters of the longest integer. A column of integers becomes text if a star has no match and a value is
/// too large for an exact double, as identifiers of Gaia are: integers have no missing value, but text has.
constexpr std::size_t kIntegerWidth = std::numeric_limits<std::int64_t>::digits10 + 2;

std::size_t textWidthOf(const Dataset& catalogue) {
  std::size_t widest = 1;
  for (const io::Column& column : catalogue.columns) {
    if (std::holds_alternative<Integers>(column.values)) widest = std::max(widest, kIntegerWidth);
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
      for (const std::string& text : *texts)
        widest = std::max(widest, text.size());
  }
  return widest;
}

bool anyLarge(const Integers& values) {
  return std::any_of(values.begin(), values.end(), [](std::int64_t value) {
    return value >= io::kLargestExactInteger || value <= -io::kLargestExactInteger;
  });
}

}  // namespace

JoinSource::JoinSource(const std::filesystem::path& path, const JoinOptions& options, ImportReport& report, Job& job)
    : m_options(options) {
  m_catalogue.name = path.filename().string();
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none) || !isSurveyFile(path)) {
    ImportOptions import;
    import.idColumn = options.otherColumn;
    import.textIsEnough = true;
    import.hdu = options.hdu;
    import.keepSentinels = options.keepSentinels;
    m_keys = importCatalogue(path, import, report, job);
    m_options.otherColumn.clear();  // the import has made it the catalogue's ids
    m_catalogue.reading = m_keys.provenance.reading;
    return;
  }
  m_reader.emplace(path, kScalars);
  const Dataset& schema = m_reader->schema();
  SurveyParts parts = kScalars;
  parts.names = catalogueMatchColumns(schema, options);
  m_keys = readSurvey(path, job, parts);
  describeFile(path);

  parts.names->clear();
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    if (!std::holds_alternative<Integers>(schema.columns[i].values)) continue;
    m_integers.push_back({i, false});
    parts.names->push_back(schema.columns[i].name);
  }
  if (m_integers.empty()) return;
  forEachChunk(path, parts, [&](const Dataset& chunk) {
    for (std::size_t i = 0; i < m_integers.size(); ++i)
      m_integers[i].isText = m_integers[i].isText || anyLarge(std::get<Integers>(chunk.columns[i].values));
  });
}

/// Describes a survey file for the reading report, with the parts that are never joined.
void JoinSource::describeFile(const std::filesystem::path& path) {
  const std::size_t stars = m_reader->starCount();
  m_catalogue.reading =
      readingLinesOfSurvey(m_reader->read(0, std::min<std::size_t>(3, stars)), m_catalogue.name, stars);
  const SurveyReader whole(path);
  if (whole.schema().pixelCount() > 0) m_catalogue.leftOut.emplace_back("spectra");
  for (const AuxiliaryInput& input : whole.schema().inputs)
    if (input.width > 1) m_catalogue.leftOut.push_back("vector " + input.name);
}

std::size_t JoinSource::textWidth() const {
  if (!m_reader) return textWidthOf(m_keys);
  return std::max(m_reader->textWidth(), m_integers.empty() ? 1 : kIntegerWidth);
}

void JoinSource::add(Dataset& chunk, const Matches& matches, std::size_t first) const {
  const AddedParts added = m_reader ? addRows(chunk, matches, first) : addMatched(chunk, m_keys, matches, first);
  addJoinReading(chunk, m_catalogue, matches, added, m_options.onlyMatched);
}

/// Adds the matched rows of a survey file to a chunk.
AddedParts JoinSource::addRows(Dataset& chunk, const Matches& matches, std::size_t first) const {
  const auto begin = matches.rows.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(chunk.starCount());
  const std::size_t absent = m_keys.starCount();
  std::vector<std::size_t> rows;
  std::copy_if(begin, end, std::back_inserter(rows), [&](std::size_t row) { return row < absent; });
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (rows.empty()) rows.push_back(0);  // one star is enough to show which labels have errors
  Dataset some = m_reader->readRows(rows);
  if (matches.unmatched > 0) {
    // Integers have no missing value, so the columns become doubles or text (see IntegerColumn). addMatched() would
    // choose between them from the rows of this chunk alone, but all chunks must have columns of the same type.
    for (const IntegerColumn& integers : m_integers) {
      io::Column& column = some.columns[integers.index];
      column.values = integers.isText ? io::ColumnValues(column.asText()) : io::ColumnValues(column.asReal());
    }
  }
  Matches chunkMatches;
  chunkMatches.unmatched = matches.unmatched;
  for (auto row = begin; row != end; ++row) {
    const auto found = std::lower_bound(rows.begin(), rows.end(), *row);
    chunkMatches.rows.push_back(*row < absent ? static_cast<std::size_t>(found - rows.begin()) : rows.size());
  }
  return addMatched(chunk, some, chunkMatches);
}

}  // namespace maury::survey
