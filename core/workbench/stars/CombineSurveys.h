// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/combining/Combine.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Files to combine, and the messages of their import, one sentence each.
struct CombineFiles {
  survey::CombineSources sources;
  std::vector<std::string> notes, warnings;
};

/// Opens files in the order of the list: survey files are read on demand, anything else is imported into memory with
/// `options.import`, except that it is not rebinned to the grid of the result. Blocks. Throws the errors of
/// survey::CombineSource.
CombineFiles openCombineFiles(const std::vector<std::filesystem::path>& paths, const survey::CombineOptions& options,
                              Job& job);

/// Reads files into memory, so that the sources are thread-safe. Blocks. Throws the errors of survey::importSurvey().
CombineFiles readCombineFiles(const std::vector<std::filesystem::path>& paths, Job& job);

/// Survey whose spectra were combined with those of other files.
struct CombinedSurvey {
  std::shared_ptr<const survey::Dataset> survey;
  std::string summary;                ///< sentences with counts
  std::vector<std::string> warnings;  ///< one sentence each
};

/// Combines sources in memory. Blocks; progress unit "stars". Throws the errors of survey::Combination.
CombinedSurvey combineSurvey(const survey::CombineSources& sources, const survey::CombineOptions& options, Job& job);

/// Returns the counts of a combination in sentences, before it is made. Blocks. Throws the errors of
/// survey::Combination.
std::string previewCombination(const survey::CombineSources& sources, const survey::CombineOptions& options, Job& job);

}  // namespace maury::workbench
