// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stars/ChangeSurvey.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text/Printable.h"
#include "galaxy/positions/Positions.h"
#include "survey/columns/ComputedColumns.h"
#include "survey/joining/JoinReading.h"
#include "workbench/figure/FigureText.h"

namespace maury::workbench {

namespace {

/// Returns the column that survey and predictions lack.
io::Column newColumn(const survey::Dataset& survey, const survey::Dataset* catalogue, const std::string& column) {
  const survey::NamedExpression named = survey::parseNamedExpression(column);
  survey::requireNewName(survey, named.name);
  return survey::computedColumn(catalogue != nullptr ? *catalogue : survey, named);
}

/// Returns a sentence: "vtot: 4 of 5 stars have a value, from 2 to 5.292 km/s".
std::string columnSummary(const io::Column& column) {
  const auto& values = std::get<std::vector<double>>(column.values);
  std::size_t count = 0;
  double low = 0.0, high = 0.0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = count == 0 ? value : std::min(low, value);
    high = count == 0 ? value : std::max(high, value);
    ++count;
  }
  const std::string name = excerpt(column.name);
  if (count == 0) return fmt::format("{}: no star has a value", name);
  return fmt::format("{}: {} of {} have a value, from {} to {}{}", name, countText(count),
                     countWithNoun(values.size(), "star", "stars"), numberText(low), numberText(high),
                     column.unit.empty() ? "" : ' ' + printable(column.unit));
}

std::shared_ptr<const survey::Dataset> withColumn(const survey::Dataset& stars, const io::Column& column) {
  auto changed = std::make_shared<survey::Dataset>(stars);
  changed->columns.push_back(column);
  return changed;
}

}  // namespace

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

ChangedStars placeSun(const survey::Dataset& survey, const survey::Dataset* catalogue,
                      const galaxy::SolarPosition& sun) {
  ChangedStars placed;
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

ChangedStars addColumn(const survey::Dataset& survey, const survey::Dataset* catalogue, const std::string& column) {
  const io::Column added = newColumn(survey, catalogue, column);
  return {withColumn(survey, added), catalogue != nullptr ? withColumn(*catalogue, added) : nullptr,
          columnSummary(added)};
}

std::string previewColumn(const survey::Dataset& survey, const survey::Dataset* catalogue, const std::string& column) {
  return columnSummary(newColumn(survey, catalogue, column));
}

}  // namespace maury::workbench
