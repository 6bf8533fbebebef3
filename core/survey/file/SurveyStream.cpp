// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyStream.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/TaskPool.h"
#include "io/DiskSpace.h"
#include "survey/dataset/Split.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyWriter.h"
#include "survey/filter/Filter.h"

namespace maury::survey {

std::size_t starsPerChunk(std::size_t bytesOfStar) noexcept {
  constexpr std::size_t kBytes = std::size_t{16} << 20, kBatch = 32;
  return std::clamp(kBytes / std::max<std::size_t>(1, bytesOfStar) / kBatch, std::size_t{1}, std::size_t{512}) * kBatch;
}

SurveyParts splitParts() {
  SurveyParts parts = kScalars;
  parts.names = {kSplitColumn};
  return parts;
}

std::vector<std::size_t> filterFile(const std::filesystem::path& path, const std::string& filter, Job& job,
                                    const std::function<void(Dataset& chunk)>& addColumns) {
  const SurveyReader reader(path, kScalars);
  reader.verifyChecksums(job);
  const std::size_t stars = reader.starCount(), step = starsPerChunk(reader.rowBytes());
  ProgressMeter meter(job, "filtering", "stars", stars);
  std::vector<std::size_t> rows;
  Dataset chunk;
  std::size_t first = 0;
  do {  // at least once: a survey without stars must also report unknown names
    reader.read(first, std::min(step, stars - first), chunk);
    const std::size_t columns = chunk.columns.size();
    if (addColumns) addColumns(chunk);
    for (const std::size_t row : filterRows(chunk, filter))
      rows.push_back(first + row);
    chunk.columns.resize(columns);  // the reader needs its own columns unchanged
    first += step;
    meter.advance(chunk.starCount());
  } while (first < stars);
  return rows;
}

void visitRows(const std::filesystem::path& path, std::span<const std::size_t> rows, const SurveyParts& parts, Job& job,
               const std::function<void(const Dataset& chunk, std::span<const std::size_t> rows)>& use) {
  const SurveyReader reader(path, parts);
  reader.verifyChecksums(job);
  const std::size_t step = starsPerChunk(reader.rowBytes());
  ProgressMeter meter(job, "reading", "stars", rows.size());
  Dataset chunk;
  std::vector<std::size_t> rowsInChunk;
  for (auto next = rows.begin(); next != rows.end();) {
    const std::size_t first = *next / step * step, end = std::min(first + step, reader.starCount());
    rowsInChunk.clear();
    for (; next != rows.end() && *next < end; ++next)
      rowsInChunk.push_back(*next - first);
    reader.read(first, end - first, chunk);
    use(chunk, rowsInChunk);
    meter.advance(rowsInChunk.size());
  }
}

Dataset readFiltered(const std::filesystem::path& path, const std::string& filter, std::size_t maxStars, Job& job,
                     const SurveyParts& parts) {
  const std::vector<std::size_t> subset = everyNth(filterFile(path, filter, job), maxStars);
  Dataset chosen = SurveyReader(path, parts).schema();
  visitRows(path, subset, parts, job,
            [&](const Dataset& chunk, std::span<const std::size_t> rows) { append(chosen, chunk.select(rows)); });
  return chosen;
}

void forEachBlock(const SurveyReader& reader, std::span<const std::size_t> rows,
                  const std::function<void(Dataset&& block)>& use) {
  const std::size_t step = starsPerChunk(reader.rowBytes());
  do {
    const std::size_t count = std::min(step, rows.size());
    use(reader.readRows(rows.first(count)));
    rows = rows.subspan(count);
  } while (!rows.empty());
}

void forEachChunk(const std::filesystem::path& path, const SurveyParts& parts,
                  const std::function<void(const Dataset& chunk)>& use) {
  const SurveyReader reader(path, parts);
  const std::size_t stars = reader.starCount(), step = starsPerChunk(reader.rowBytes());
  const auto readFrom = [&](std::size_t first, Dataset& into) {
    reader.read(first, std::min(step, stars - first), into);
  };
  Dataset chunk, nextChunk;
  if (stars > 0) readFrom(0, chunk);
  for (std::size_t first = 0; first < stars; first += step) {
    Task<void> next;
    if (first + step < stars) next = TaskPool::shared().start([&, from = first + step] { readFrom(from, nextChunk); });
    use(chunk);
    if (!next.valid()) break;
    next.get();
    std::swap(chunk, nextChunk);
  }
}

void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job) {
  const SurveyReader reader(from);
  reader.verifyChecksums(job);
  ProgressMeter meter(job, "writing", "stars", reader.starCount());
  const std::size_t step = starsPerChunk(reader.rowBytes());
  const std::size_t width = std::max(textWidth, reader.textWidth());
  std::optional<SurveyWriter> writer;
  std::uint64_t bytes = 0;
  std::size_t first = 0;
  do {
    Dataset chunk = reader.read(first, std::min(step, reader.starCount() - first));
    change(chunk, first);
    if (!writer) {
      writer.emplace(to, chunk, width);
      bytes = requireSurveySpace(to, chunk, reader.starCount(), width);
    }
    io::writePart(bytes, [&] { writer->append(chunk); });
    first += step;
    meter.advance(chunk.starCount());
  } while (first < reader.starCount());
  io::writePart(bytes, [&] { writer->commit(); });
}

}  // namespace maury::survey
