// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveyExport.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "base/Error.h"
#include "io/DiskSpace.h"
#include "io/tables/WriteTable.h"
#include "survey/columns/ComputedColumns.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyStream.h"

namespace maury::survey {

namespace {

/// Returns a lower limit of the size of an export, in bytes: the spectra of its stars, which take nearly all of it. In
/// FITS they are 64-bit wavelengths and 32-bit flux, which VOTable encodes as base64 (4 bytes for 3); the shortest
/// number of a text takes two bytes with its comma.
std::uint64_t spectraBytes(const Dataset& schema, std::size_t stars, io::TableFormat format) {
  const std::uint64_t values = static_cast<std::uint64_t>(stars) * schema.pixelCount();
  const std::uint64_t binary = values * (sizeof(double) + sizeof(float));
  if (format == io::TableFormat::Fits) return binary;
  return format == io::TableFormat::VoTable ? binary / 3 * 4 : 4 * values;
}

/// Returns the table of these rows of a chunk, with the computed columns.
io::Table pieceOf(const Dataset& chunk, std::span<const std::size_t> rows, const ExportOptions& options,
                  const IdType& idType) {
  if (options.columns.empty()) return tableOf(chunk, rows, options.spectra, idType);
  Dataset stars = chunk.select(rows);
  addComputedColumns(stars, options.columns);
  std::vector<std::size_t> all(rows.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return tableOf(stars, all, options.spectra, idType);
}

}  // namespace

ExportCounts exportSurvey(const std::filesystem::path& survey, const ExportOptions& options,
                          const std::filesystem::path& out, Job& job) {
  const SurveyParts parts{.spectra = options.spectra};
  const SurveyReader reader(survey, parts);
  if (options.spectra && reader.schema().pixelCount() == 0)
    throw Error(ErrorKind::Mismatch, fmt::format("{} has no spectra.", survey.string()), "Leave out --spectra.");
  const std::vector<std::size_t> chosen =
      filterFile(survey, options.filter, job, [&](Dataset& chunk) { addComputedColumns(chunk, options.columns); });
  if (chosen.empty()) {
    const std::string reason =
        options.filter.empty() ? "it contains no stars" : fmt::format("no star passes '{}'", options.filter);
    throw Error(ErrorKind::Mismatch, fmt::format("{}: nothing to export, because {}.", survey.string(), reason),
                options.filter.empty() ? "" : "Widen --filter.");
  }
  if (options.spectra) io::requireSpace(out, spectraBytes(reader.schema(), chosen.size(), io::tableFormatOf(out)));
  SurveyParts idsOnly = kScalars;
  idsOnly.names.emplace();
  IdType idType;
  visitRows(survey, chosen, idsOnly, job, [&](const Dataset& chunk, auto rows) { idType.add(chunk.ids, rows); });

  ExportCounts exported{chosen.size(), reader.starCount(), 0};
  io::writeTable(out, [&](const auto& use) {
    const auto useRows = [&](const Dataset& chunk, std::span<const std::size_t> rows) {
      constexpr std::size_t kRowsPerPiece = 256;  // writing that many spectra as text takes less than 0.1 s
      for (std::size_t first = 0; first < rows.size(); first += kRowsPerPiece) {
        job.checkpoint();
        const std::size_t count = std::min(kRowsPerPiece, rows.size() - first);
        const io::Table piece = pieceOf(chunk, rows.subspan(first, count), options, idType);
        exported.columns = piece.columns.size() + piece.arrays.size();
        use(piece);
      }
    };
    visitRows(survey, chosen, parts, job, useRows);
  });
  return exported;
}

}  // namespace maury::survey
