// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyCopy.h"

#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "io/DiskSpace.h"
#include "survey/file/SurveyLayout.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyStream.h"
#include "survey/file/SurveyWriter.h"
#include "survey/filter/Filter.h"
#include "survey/names/Ids.h"

namespace maury::survey {

namespace {

/// Longest texts of the stars to copy, which determine the widths of the columns in the new file.
class LongestTexts {
public:
  void add(const Dataset& chunk, std::span<const std::size_t> rows) {
    add(m_id, chunk.ids, rows);
    for (const io::Column& column : chunk.columns)
      if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
        add(m_columns[column.name], *texts, rows);
  }

  /// Returns the first star of `chunk` with the longest texts in place of its own.
  Dataset exampleOf(const Dataset& chunk) const {
    Dataset example = chunk.select(std::vector<std::size_t>{0});
    if (!m_id.empty()) example.ids[0] = m_id;
    for (io::Column& column : example.columns) {
      const auto found = m_columns.find(column.name);
      if (found != m_columns.end()) column.values = std::vector<std::string>{found->second};
    }
    return example;
  }

private:
  static void add(std::string& longest, const std::vector<std::string>& texts, std::span<const std::size_t> rows) {
    for (const std::size_t row : rows) {
      std::string text = asciiId(texts[row]);
      if (text.size() > longest.size()) longest = std::move(text);
    }
  }

  std::string m_id;
  std::map<std::string, std::string> m_columns;
};

}  // namespace

CopiedStars copyStars(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& filter,
                      const std::function<void(Dataset& chunk)>& change, Job& job) {
  const SurveyReader reader(from);
  reader.verifyChecksums(job);
  std::vector<std::size_t> rows(filter.empty() ? reader.starCount() : 0);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (!filter.empty()) rows = filterFile(from, filter, job);
  if (rows.empty()) return {reader.schema(), 0};

  LongestTexts texts;
  if (reader.textWidth() > kMinTextWidth)
    visitRows(from, rows, kScalars, job, [&](const Dataset& chunk, auto positions) { texts.add(chunk, positions); });
  ProgressMeter meter(job, "writing", "stars", rows.size());
  std::optional<SurveyWriter> writer;
  std::uint64_t bytes = 0;
  CopiedStars copied{{}, rows.size()};
  forEachBlock(reader, rows, [&](Dataset&& chunk) {
    change(chunk);
    if (!writer) {
      const Dataset example = texts.exampleOf(chunk);
      writer.emplace(to, example);
      bytes = requireSurveySpace(to, example, rows.size());
      copied.schema = chunk.select({});
    }
    io::writePart(bytes, [&] { writer->append(chunk); });
    meter.advance(chunk.starCount());
  });
  io::writePart(bytes, [&] { writer->commit(); });
  return copied;
}

}  // namespace maury::survey
