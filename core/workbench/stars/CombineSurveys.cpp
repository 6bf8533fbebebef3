// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/CombineSurveys.h"

#include <utility>

#include "survey/importing/Import.h"

namespace maury::workbench {

namespace {

void addMessages(CombineFiles& files, const survey::ImportReport& report) {
  files.notes.insert(files.notes.end(), report.notes.begin(), report.notes.end());
  files.warnings.insert(files.warnings.end(), report.warnings.begin(), report.warnings.end());
  for (const std::string& line : report.leftOutLines())
    files.warnings.push_back(line);
}

}  // namespace

CombineFiles openCombineFiles(const std::vector<std::filesystem::path>& paths, const survey::CombineOptions& options,
                              Job& job) {
  survey::ImportOptions import = options.import;
  import.grid.reset();
  import.usesFirstGrid = false;
  CombineFiles files;
  for (const std::filesystem::path& path : paths) {
    survey::ImportReport report;
    files.sources.push_back(std::make_shared<const survey::CombineSource>(path, import, report, job));
    addMessages(files, report);
  }
  return files;
}

CombineFiles readCombineFiles(const std::vector<std::filesystem::path>& paths, Job& job) {
  CombineFiles files;
  for (const std::filesystem::path& path : paths) {
    survey::ImportReport report;
    auto stars = std::make_shared<const survey::Dataset>(survey::importSurvey({path}, {}, report, job));
    files.sources.push_back(std::make_shared<const survey::CombineSource>(std::move(stars), path.filename().string()));
    addMessages(files, report);
  }
  return files;
}

CombinedSurvey combineSurvey(const survey::CombineSources& sources, const survey::CombineOptions& options, Job& job) {
  survey::CombinedStars combined = survey::combineInMemory(sources, options, job);
  std::string summary = combined.report.summary();
  return {std::make_shared<const survey::Dataset>(std::move(combined.stars)), std::move(summary),
          std::move(combined.report.warnings)};
}

std::string previewCombination(const survey::CombineSources& sources, const survey::CombineOptions& options, Job& job) {
  const survey::Combination combination(sources, options, job);
  const survey::CombineReport& report = combination.report();
  std::string text = report.summary() + ' ' + report.grid + '.';
  for (const std::vector<std::string>* sentences : {&report.notes, &report.warnings})
    for (const std::string& sentence : *sentences)
      text += ' ' + sentence;
  return text;
}

}  // namespace maury::workbench
