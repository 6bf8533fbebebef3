// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/SurveyStream.h"

#include <algorithm>
#include <functional>
#include <future>
#include <optional>
#include <vector>

#include "survey/Filter.h"
#include "survey/SurveyFile.h"

namespace maury::survey {

namespace {

/// About 32 MB of flux and error.
std::size_t starsAtOnce(const Dataset& schema) {
  constexpr std::size_t kValues = std::size_t{1} << 22;
  return std::clamp<std::size_t>(kValues / std::max<std::size_t>(1, schema.pixelCount()), 64, 16384);
}

void dropSpectra(Dataset& stars) {
  stars.grid = {};
  stars.flux.clear();
  stars.fluxError.clear();
  std::erase_if(stars.inputs, [](const AuxiliaryInput& input) { return input.width > 1; });
}

}  // namespace

Dataset readStars(const std::filesystem::path& path, Job& job) {
  const SurveyReader reader(path);
  ProgressMeter meter(job, "reading", "stars", reader.starCount());
  Dataset stars = reader.schema();
  dropSpectra(stars);
  const std::size_t step = starsAtOnce(reader.schema());
  for (std::size_t first = 0; first < reader.starCount(); first += step) {
    Dataset chunk = reader.read(first, std::min(step, reader.starCount() - first));
    dropSpectra(chunk);
    append(stars, chunk);
    meter.advance(chunk.starCount());
  }
  return stars;
}

Dataset readChosen(const std::filesystem::path& path, const std::string& filter, std::size_t most, Job& job) {
  const std::vector<std::size_t> wanted = thinned(filterRows(readStars(path, job), filter), most);
  const SurveyReader reader(path);
  Dataset chosen = reader.schema();
  const std::size_t step = starsAtOnce(reader.schema());
  auto next = wanted.begin();
  for (std::size_t first = 0; first < reader.starCount() && next != wanted.end(); first += step) {
    const std::size_t end = std::min(first + step, reader.starCount());
    std::vector<std::size_t> rows;
    for (; next != wanted.end() && *next < end; ++next)
      rows.push_back(*next - first);
    if (rows.empty()) continue;
    job.checkpoint();
    append(chosen, reader.read(first, end - first).select(rows));
  }
  return chosen;
}

void forEachChunk(const std::filesystem::path& path, const std::function<void(const Dataset& chunk)>& use) {
  const SurveyReader reader(path);
  const std::size_t stars = reader.starCount(), step = starsAtOnce(reader.schema());
  const auto readFrom = [&](std::size_t first, Dataset& into) {
    reader.read(first, std::min(step, stars - first), into);
  };
  Dataset chunk, coming;
  if (stars > 0) readFrom(0, chunk);
  for (std::size_t first = 0; first < stars; first += step) {
    std::future<void> next;
    if (first + step < stars) next = std::async(std::launch::async, readFrom, first + step, std::ref(coming));
    use(chunk);
    if (!next.valid()) break;
    next.get();
    std::swap(chunk, coming);
  }
}

void rewriteSurvey(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<void(Dataset& chunk, std::size_t firstStar)>& change, std::size_t textWidth,
                   Job& job) {
  const SurveyReader reader(from);
  ProgressMeter meter(job, "writing", "stars", reader.starCount());
  const std::size_t step = starsAtOnce(reader.schema());
  const std::size_t width = std::max(textWidth, reader.textWidth());
  std::optional<SurveyWriter> writer;
  std::size_t first = 0;
  do {
    Dataset chunk = reader.read(first, std::min(step, reader.starCount() - first));
    change(chunk, first);
    if (!writer) writer.emplace(to, chunk, width);
    writer->append(chunk);
    first += step;
    meter.advance(chunk.starCount());
  } while (first < reader.starCount());
  writer->commit();
}

}  // namespace maury::survey
