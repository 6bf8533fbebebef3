// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/ChangeSurvey.h"

#include "galaxy/positions/Positions.h"
#include "survey/joining/JoinReading.h"

namespace maury::workbench {

PreparedSurvey prepareSurvey(const survey::Dataset& survey, const survey::Recipe& recipe, Job& job) {
  auto prepared = std::make_shared<survey::Dataset>(survey);
  survey::RecipeReport report;
  recipe.apply(*prepared, report, job);
  return {prepared, report.warnings()};
}

JoinedSurvey joinSurvey(const survey::Dataset& survey, const survey::Dataset& table,
                        const survey::JoinOptions& options) {
  const survey::Matches matches = survey::matchStars(survey, table, options);
  auto joined = std::make_shared<survey::Dataset>(survey);
  const survey::AddedParts added = survey::addMatched(*joined, table, matches);
  const std::string& origin = table.provenance.origin;
  survey::addJoinReading(*joined, {origin.empty() ? "the catalogue" : origin, table.provenance.reading}, matches, added,
                         options.onlyMatched);
  if (options.onlyMatched) *joined = joined->select(matches.matchedStars(table.starCount(), 0, survey.starCount()));
  return {joined, matches.summary()};
}

PlacedSurvey placeSun(const survey::Dataset& survey, const survey::Dataset* catalogue,
                      const galaxy::SolarPosition& sun) {
  PlacedSurvey placed;
  auto stars = std::make_shared<survey::Dataset>(survey);
  placed.summary = galaxy::placeSun(*stars, sun);
  placed.survey = std::move(stars);
  if (catalogue != nullptr) {
    auto predicted = std::make_shared<survey::Dataset>(*catalogue);
    galaxy::placeSun(*predicted, sun);
    placed.catalogue = std::move(predicted);
  }
  return placed;
}

}  // namespace maury::workbench
