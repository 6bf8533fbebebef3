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

namespace maury::ui {

/// What a list of files and folders turned out to hold.
struct OpenedFiles {
  std::shared_ptr<const survey::Dataset> survey;
  std::filesystem::path surveyPath;
  std::shared_ptr<const survey::Dataset> catalogue;  ///< predictions of a model, rows in its own order
  std::filesystem::path cataloguePath;
  std::optional<network::Model> model;
  std::filesystem::path modelPath;
  survey::ImportReport report;
  std::vector<std::string> notes;  ///< one sentence each: what was derived or left out
  /// Not empty: nothing was opened, for the files do not say whether their wavelengths are air or vacuum.
  std::string mediumUnknown;
};

/// Opens everything in `paths`, told apart by content: models, catalogues of predictions, and surveys in any form that
/// survey::importSurvey takes (several files of spectra are one survey; a table beside a folder gives its labels, and
/// so does a labels.csv within it). R and Z are added where the stars have positions and distances. Blocks; any thread.
/// Throws Error for the first file that cannot be opened.
OpenedFiles openFiles(const std::vector<std::filesystem::path>& paths, survey::ImportOptions options, Job& job);

/// True for a table of stars that a model made: it has the columns flag_boundary and in_limits.
bool isCatalogue(const survey::Dataset& stars);

}  // namespace maury::ui
