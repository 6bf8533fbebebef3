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

/// Model and the file that it was read from.
struct OpenedModel {
  network::Model model;
  std::filesystem::path path;
};

/// Contents of a list of files and folders. Predictions are not yet joined to the survey.
struct OpenedFiles {
  std::shared_ptr<const survey::Dataset> survey;
  std::filesystem::path surveyPath;
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions of a model, with rows in the order of their file
  std::filesystem::path cataloguePath;
  std::optional<network::Model> model;
  std::filesystem::path modelPath;
  std::vector<OpenedModel> earlierModels;  ///< all models before `model`, in the order of the list
  std::filesystem::path labels;            ///< table in the list whose labels the survey got; empty: none
  survey::ImportReport report;
  std::vector<std::string> notes;  ///< one sentence for each quantity that was derived
};

/// Returns true for a model file, recognised by its suffix or its first bytes; false for a file that cannot be read.
bool looksLikeModel(const std::filesystem::path& path);

/// Opens everything in `paths`, recognised by content: models, catalogues of predictions, and surveys in any form that
/// survey::importSurvey accepts. Several files of spectra form one survey; a table next to a folder, or labels.csv
/// inside it, contains its labels. Adds R and Z if the stars have positions and distances. Blocks; thread-safe. Throws
/// Error for the first file that cannot be opened, survey::MediumUnknown and survey::UnitUnknown.
OpenedFiles openFiles(const std::vector<std::filesystem::path>& paths, survey::ImportOptions options, Job& job);

/// Stars and model of some files, filtered, as the window would hold them.
struct OpenedStars {
  std::shared_ptr<const survey::Dataset> survey;     ///< never nullptr; a catalogue opened alone is stored here
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions with the same rows; nullptr if there are none
  std::optional<network::Model> model;
  std::filesystem::path file;       ///< file of the survey
  std::filesystem::path modelFile;  ///< file of the model; empty if there is none
  std::vector<std::size_t> rows;    ///< rows of stars() that pass the filter; never empty

  /// Returns the dataset that filters and figures use: the predictions if there are any, else the survey.
  const survey::Dataset& stars() const { return catalogue ? *catalogue : *survey; }
};

/// Opens files and applies a filter, for programs without a window. Blocks; thread-safe. Throws the errors of
/// openFiles(), survey::FilterError, and Error(Usage) if the files contain no stars or none passes the filter.
OpenedStars openStars(const std::vector<std::filesystem::path>& paths, const std::string& filter, Job& job);

}  // namespace maury::workbench
