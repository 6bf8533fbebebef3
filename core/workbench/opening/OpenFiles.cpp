// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/OpenFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/Error.h"
#include "galaxy/positions/Positions.h"
#include "io/arrays/ArrayFile.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/importing/source/ArrayRoles.h"
#include "survey/importing/source/SourceFile.h"
#include "workbench/stars/CatalogueJoin.h"

namespace maury::workbench {

namespace fs = std::filesystem;

namespace {

/// Returns true for a regular file; false for anything else and for a path that the system refuses, such as a name that
/// is too long.
bool isFile(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// Returns true for a CSV table with one row per star and for arrays without spectra, false for a CSV table with one
/// row per pixel and for FITS files.
bool isStarTable(const fs::path& path) {
  try {
    const io::FileKind kind = io::kindOfFile(path);
    if (kind == io::FileKind::Fits) return false;
    if (io::holdsArrays(kind)) {
      survey::SourceFile arrays(path);
      return !survey::hasFluxMatrix(arrays);
    }
    std::ifstream file(path, std::ios::binary);
    std::string start(std::size_t{1} << 20, '\0');  // a file without line ends may be larger than memory
    file.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    std::istringstream lines(start);
    std::string line;
    while (std::getline(lines, line) && (line.empty() || line.front() == '#')) {
    }
    return line.find("wavelength") == std::string::npos;
  } catch (const Error&) {
    return false;
  }
}

void addPositions(survey::Dataset& stars, std::vector<std::string>& notes) {
  try {
    const std::string how = galaxy::ensurePositions(stars);
    if (!how.empty()) notes.push_back(how);
  } catch (const Error&) {
    // Stars without coordinates or distances can be opened too; the Galaxy page then reports what is missing.
  }
}

/// Moves the label table from a list of spectra to the options. It is the only table of stars in the list, or
/// labels.csv in the folder of spectra.
void takeLabelTable(std::vector<fs::path>& spectra, survey::ImportOptions& options) {
  if (!options.labels.empty()) return;
  if (spectra.size() > 1) {
    const auto isLabels = [](const fs::path& path) { return isFile(path) && isStarTable(path); };
    if (std::count_if(spectra.begin(), spectra.end(), isLabels) == 1) {
      const auto table = std::find_if(spectra.begin(), spectra.end(), isLabels);
      options.labels = *table;
      spectra.erase(table);
      return;
    }
  }
  std::error_code ignored;
  if (spectra.size() == 1 && fs::is_directory(spectra.front(), ignored) && isFile(spectra.front() / "labels.csv")) {
    options.labels = spectra.front() / "labels.csv";
  }
}

}  // namespace

// A safetensors file begins with the length of its header (8 bytes, little-endian) and the header's brace.
bool looksLikeModel(const fs::path& path) {
  if (path.extension() == ".safetensors") return true;
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return false;  // opening a FIFO would wait for its writer
  std::ifstream file(path, std::ios::binary);
  std::array<char, 9> start{};
  return file.read(start.data(), start.size()) && start[8] == '{' && start[7] == 0 && start[6] == 0 && start[5] == 0;
}

OpenedFiles openFiles(const std::vector<fs::path>& paths, survey::ImportOptions options, Job& job) {
  OpenedFiles opened;
  std::vector<fs::path> spectra;
  for (const fs::path& path : paths) {
    job.checkpoint();
    std::error_code failure;
    if (!fs::exists(path, failure))
      throw Error(ErrorKind::File, failure ? fmt::format("{} cannot be read ({}).", path.string(), failure.message())
                                           : path.string() + " does not exist. Check the path.");
    if (isFile(path) && looksLikeModel(path)) {
      if (opened.model) opened.earlierModels.push_back({*opened.model, opened.modelPath});
      opened.model = network::Model::load(path);
      opened.modelPath = path;
    } else if (isFile(path) && survey::isSurveyFile(path)) {
      auto stars = std::make_shared<survey::Dataset>(survey::readSurvey(path, job));
      addPositions(*stars, opened.notes);
      (isCatalogue(*stars) ? opened.cataloguePath : opened.surveyPath) = path;
      (isCatalogue(*stars) ? opened.catalogue : opened.survey) = std::move(stars);
    } else {
      spectra.push_back(path);
    }
  }
  if (spectra.empty()) return opened;

  const fs::path first = spectra.front();
  takeLabelTable(spectra, options);
  opened.labels = options.labels;
  auto stars = std::make_shared<survey::Dataset>(survey::importSurvey(spectra, options, opened.report, job));
  addPositions(*stars, opened.notes);
  const bool predictions = isCatalogue(*stars);
  (predictions ? opened.cataloguePath : opened.surveyPath) = first;
  (predictions ? opened.catalogue : opened.survey) = std::move(stars);
  return opened;
}

OpenedStars openStars(const std::vector<fs::path>& paths, const std::string& filter, Job& job) {
  OpenedFiles files = openFiles(paths, {}, job);
  if (!files.survey && !files.catalogue)
    throw Error(ErrorKind::Usage, "There are no stars to draw. Name a survey, spectra or a catalogue.");
  OpenedStars opened;
  opened.file = files.survey ? files.surveyPath : files.cataloguePath;
  opened.model = std::move(files.model);
  opened.modelFile = files.modelPath;
  opened.survey = std::move(files.survey);
  if (!opened.survey) {
    opened.survey = std::move(files.catalogue);
  } else if (files.catalogue) {
    JoinedCatalogue joined = joinCatalogue(*opened.survey, *files.catalogue);
    if (joined.matched == 0)
      throw Error(ErrorKind::Mismatch, "None of the stars in " + files.cataloguePath.string() + " is in " +
                                           opened.file.string() + ". Use predictions for this survey.");
    opened.catalogue = std::make_shared<const survey::Dataset>(std::move(joined.stars));
  }
  opened.rows = survey::filterRows(opened.stars(), filter);
  if (opened.rows.empty())
    throw Error(ErrorKind::Usage,
                "No star in " + opened.file.string() + " passes the filter '" + filter + "'. Widen the filter.");
  return opened;
}

}  // namespace maury::workbench
