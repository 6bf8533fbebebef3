// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyExport.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/Error.h"
#include "io/tables/TablePieces.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyStream.h"

namespace maury::survey {

ExportCounts exportSurvey(const std::filesystem::path& survey, const std::string& filter, bool spectra,
                          const std::filesystem::path& out, Job& job) {
  const SurveyParts parts{.spectra = spectra};
  const SurveyReader reader(survey, parts);
  if (spectra && reader.schema().pixelCount() == 0)
    throw Error(ErrorKind::Mismatch, fmt::format("{} has no spectra; leave out --spectra.", survey.string()));
  const std::vector<std::size_t> chosen = filterFile(survey, filter, job);
  SurveyParts idsOnly = kScalars;
  idsOnly.names.emplace();
  IdType idType;
  idType.isText = reader.starCount() == 0;
  if (chosen.empty())  // write the columns of all stars, without rows
    forEachChunk(survey, idsOnly, [&](const Dataset& chunk) { idType.add(chunk.ids); });
  else
    visitRows(survey, chosen, idsOnly, job, [&](const Dataset& chunk, auto rows) { idType.add(chunk.ids, rows); });

  ExportCounts exported{chosen.size(), reader.starCount(), 0};
  io::writeTable(out, [&](const auto& use) {
    const auto useRows = [&](const Dataset& chunk, std::span<const std::size_t> rows) {
      const io::Table piece = tableOf(chunk, rows, spectra, idType);
      exported.columns = piece.columns.size() + piece.arrays.size();
      use(piece);
    };
    if (chosen.empty()) useRows(reader.read(0, std::min<std::size_t>(1, reader.starCount())), {});
    visitRows(survey, chosen, parts, job, useRows);
  });
  return exported;
}

}  // namespace maury::survey
