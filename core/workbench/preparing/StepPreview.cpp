// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/preparing/StepPreview.h"

#include <algorithm>

#include "base/Error.h"
#include "survey/recipe/Recipe.h"

namespace maury::workbench {

namespace {

/// Finds the continuum of the first continuum step, on the spectrum as the preceding steps leave it.
void findContinuum(const survey::Recipe& recipe, StepPreview& preview) {
  const std::vector<survey::Step>& steps = recipe.steps();
  const auto first = std::find_if(steps.begin(), steps.end(), [](const survey::Step& step) {
    return std::holds_alternative<survey::ContinuumStep>(step);
  });
  if (first == steps.end()) return;
  survey::Dataset star = preview.before;
  survey::RecipeReport ignoredReport;
  survey::Recipe({steps.begin(), first})
      .apply(
          star, ignoredReport, [](std::size_t) {}, 1);
  preview.continuum = std::get<survey::ContinuumStep>(*first).fit(star.grid, star.flux);
  preview.continuumGrid = star.grid;
}

}  // namespace

StepPreview previewSteps(const survey::Dataset& survey, std::size_t star, const std::vector<std::string>& steps) {
  StepPreview preview;
  const std::vector<std::size_t> row = {star};
  preview.before = survey.select(row);
  preview.steps = steps.size();
  try {
    const survey::Recipe recipe = survey::Recipe::parse(steps);
    for (const survey::Step& step : recipe.steps())
      if (const auto* mask = std::get_if<survey::MaskStep>(&step))
        preview.masked.insert(preview.masked.end(), mask->ranges.begin(), mask->ranges.end());
    findContinuum(recipe, preview);
    survey::Dataset prepared = preview.before;
    survey::RecipeReport report;
    recipe.apply(
        prepared, report, [](std::size_t) {}, 1);
    preview.after = std::move(prepared);
    if (!report.warnings().empty()) preview.problem = report.warnings().front();
  } catch (const Error& error) {
    preview.problem = error.what();
  }
  return preview;
}

}  // namespace maury::workbench
