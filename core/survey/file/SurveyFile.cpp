// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyFile.h"

#include <algorithm>
#include <cstdint>

#include "io/DiskSpace.h"
#include "io/fits/FitsReader.h"
#include "survey/file/SurveyLayout.h"
#include "survey/file/SurveySize.h"
#include "survey/file/SurveyWriter.h"

namespace maury::survey {

namespace {

/// Returns the number of stars between two checkpoints: about 8 MB, so that cancellation takes effect within about 10
/// ms.
std::size_t starsBetweenCheckpoints(std::size_t bytesOfStar) {
  constexpr std::size_t kBytes = std::size_t{8} << 20;
  return std::max<std::size_t>(1, kBytes / std::max<std::size_t>(bytesOfStar, 256));
}

}  // namespace

Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts) {
  const SurveyReader reader(path, parts);
  reader.verifyChecksums(job);
  Dataset dataset = reader.schema();
  const std::size_t stars = reader.starCount();
  reader.resizeRows(dataset, stars);
  ProgressMeter meter(job, "reading", "stars", stars);
  const std::size_t step = starsBetweenCheckpoints(reader.rowBytes());
  for (std::size_t first = 0; first < stars; first += step) {
    const std::size_t count = std::min(step, stars - first);
    reader.readInto(dataset, first, first, count);
    meter.advance(count);
  }
  return dataset;
}

void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job) {
  SurveyWriter writer(path, dataset);
  const std::uint64_t bytes = requireSurveySpace(path, dataset, dataset.starCount());
  const std::size_t stars = dataset.starCount();
  ProgressMeter meter(job, "writing", "stars", stars);
  const std::size_t step = starsBetweenCheckpoints(2 * sizeof(float) * dataset.pixelCount());
  for (std::size_t first = 0; first < stars; first += step) {
    const std::size_t count = std::min(step, stars - first);
    io::writePart(bytes, [&] { writer.appendRows(dataset, first, count); });
    meter.advance(count);
  }
  io::writePart(bytes, [&] { writer.commit(); });
}

bool isSurveyFile(const std::filesystem::path& path) {
  if (!io::looksLikeFits(path)) return false;
  io::FitsReader fits(path);
  if (!fits.hasHdu(kStarsHdu)) {
    if (fits.hduCount() < 2) return false;
    fits.moveTo(2);
    return fits.isTable() && fits.keyText("ROLE1").has_value();
  }
  fits.moveTo(kStarsHdu);
  return fits.keyText("ROLE1").has_value();
}

}  // namespace maury::survey
