// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/importing/Import.h"

namespace maury::workbench {

/// Contents of a list of files and folders, as they are: predictions are not joined to the survey yet.
struct OpenedFiles {
  std::shared_ptr<const survey::Dataset> survey;
  std::filesystem::path surveyPath;
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions of a model, rows in their own order
  std::filesystem::path cataloguePath;
  std::optional<network::Model> model;
  std::filesystem::path modelPath;
  survey::ImportReport report;
  std::vector<std::string> notes;  ///< one sentence each: what was derived or left out
};

/// Returns true for a model file, by its suffix or by how it begins. False for a file that cannot be read.
bool looksLikeModel(const std::filesystem::path& path);

/// Opens everything in `paths`, told apart by content: models, catalogues of predictions, and surveys in any form that
/// survey::importSurvey takes (several files of spectra are one survey; a table beside a folder holds its labels, and
/// so does a labels.csv within it). Adds R and Z where the stars have positions and distances. Blocks; thread-safe.
/// Throws Error for the first file that cannot be opened, and survey::MediumUnknown.
OpenedFiles openFiles(const std::vector<std::filesystem::path>& paths, survey::ImportOptions options, Job& job);

/// Stars and model of some files, as the window holds them once they are open and a filter is typed.
struct OpenedStars {
  std::shared_ptr<const survey::Dataset> survey;     ///< never nullptr; a catalogue alone stands for its survey
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions, row for row; nullptr without them
  std::optional<network::Model> model;
  std::filesystem::path file;     ///< of the survey
  std::vector<std::size_t> rows;  ///< of stars(), those that pass the filter; never empty

  /// Returns what filter and figures are of: the predictions if there are any, else the survey.
  const survey::Dataset& stars() const { return catalogue ? *catalogue : *survey; }
};

/// Opens files and applies a filter, for programs without a window. Blocks; thread-safe. Throws as openFiles(),
/// survey::FilterError, and Error(Usage) where the files hold no stars or none passes the filter.
OpenedStars openStars(const std::vector<std::filesystem::path>& paths, const std::string& filter, Job& job);

}  // namespace maury::workbench
