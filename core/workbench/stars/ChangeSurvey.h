// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/Job.h"
#include "galaxy/positions/Galactocentric.h"
#include "survey/dataset/Dataset.h"
#include "survey/joining/Join.h"
#include "survey/recipe/Recipe.h"

namespace maury::workbench {

/// Survey after preprocessing.
struct PreparedSurvey {
  std::shared_ptr<const survey::Dataset> survey;
  std::vector<std::string> warnings;  ///< one sentence for each reason why stars could not be preprocessed
};

/// Applies preprocessing steps to every star. Blocks; progress unit "spectra"; throws the errors of Recipe::apply().
PreparedSurvey prepareSurvey(const survey::Dataset& survey, const survey::Recipe& recipe, Job& job);

/// Survey with the columns of a joined table.
struct JoinedSurvey {
  std::shared_ptr<const survey::Dataset> survey;
  std::string summary;  ///< sentence with the number of matched stars
};

/// Adds the labels and columns of a table to the stars of a survey. Blocks. Throws the errors of survey::matchStars().
JoinedSurvey joinSurvey(const survey::Dataset& survey, const survey::Dataset& table,
                        const survey::JoinOptions& options);

/// Survey and predictions of the same stars with new columns.
struct ChangedStars {
  std::shared_ptr<const survey::Dataset> survey, catalogue;  ///< catalogue: nullptr if there was none
  std::string summary;                                       ///< sentence that says what changed
};

/// Recalculates R and Z of every star. `catalogue` may be nullptr. Blocks; throws the errors of galaxy::placeSun(). The
/// summary names the columns used and the position of the Sun.
ChangedStars placeSun(const survey::Dataset& survey, const survey::Dataset* catalogue,
                      const galaxy::SolarPosition& sun);

/// Adds the column `column` (survey::parseNamedExpression()) to survey and predictions. Its expression can use the
/// predicted labels if there are any; `catalogue`, which has the survey's rows, may be nullptr. Blocks; throws the
/// errors of survey::computedColumn(). The summary states the number of values and their range.
ChangedStars addColumn(const survey::Dataset& survey, const survey::Dataset* catalogue, const std::string& column);
/// Returns the summary of addColumn() without adding the column. Throws the same errors.
std::string previewColumn(const survey::Dataset& survey, const survey::Dataset* catalogue, const std::string& column);

}  // namespace maury::workbench
