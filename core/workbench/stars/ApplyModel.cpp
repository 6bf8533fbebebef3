// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/ApplyModel.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/Error.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/recipe/Recipe.h"
#include "workbench/stars/FilterStars.h"

namespace maury::workbench {

std::vector<std::string> stepsToApply(const network::Model& model, const survey::Dataset& schema) {
  return model.missingSteps(schema).texts();
}

std::shared_ptr<const survey::Dataset> applyModel(const network::Model& model, const survey::Dataset& survey,
                                                  Job& job) {
  return std::make_shared<const survey::Dataset>(inference::predict(model, survey, job));
}

std::size_t starsWithoutLabel(const survey::Dataset& catalogue) {
  if (catalogue.labels.empty()) return 0;
  const std::vector<float>& values = catalogue.labels.front().values;
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](float value) { return std::isnan(value); }));
}

std::vector<std::string> applyModel(const network::Model& model, const FilePrediction& files, Job& job) {
  survey::RecipeReport report;
  inference::predictFile(model, files.survey, files.catalogue, files.part, job, files.threads, &report, files.sampling);
  return report.warnings();
}

std::optional<survey::Part> partFromName(const std::string& name) {
  for (const auto part : {survey::Part::Training, survey::Part::Validation, survey::Part::Test})
    if (name == survey::partName(part)) return part;
  if (name == "all") return std::nullopt;
  throw Error(ErrorKind::Usage, "There is no part '" + name + "'. Choose one of: training, validation, test, all.");
}

std::string partText(std::optional<survey::Part> part) {
  return part ? std::string(survey::partName(*part)) : "all";
}

std::vector<std::size_t> rowsInPart(const network::Model& model, const survey::Dataset& stars,
                                    std::span<const std::size_t> rows, std::optional<survey::Part> part) {
  if (!part) return {rows.begin(), rows.end()};
  const auto parts = model.info().split.apply(stars);
  const std::vector<std::size_t>& inPart = parts[static_cast<std::size_t>(*part)];
  std::vector<std::size_t> both;
  std::set_intersection(inPart.begin(), inPart.end(), rows.begin(), rows.end(), std::back_inserter(both));
  return both;
}

std::vector<std::size_t> rowsInPart(const network::Model& model, const std::filesystem::path& survey,
                                    std::optional<survey::Part> part, Job& job) {
  const survey::Dataset stars = survey::readSurvey(survey, job, survey::splitParts());
  return rowsInPart(model, stars, *allRows(stars.starCount()), part);
}

}  // namespace maury::workbench
