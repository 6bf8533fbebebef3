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
  std::vector<std::string> warnings;  ///< one sentence for each reason why stars could not be prepared
};

/// Applies preprocessing steps to every star. Blocks; progress unit "spectra"; throws as Recipe::apply().
PreparedSurvey prepareSurvey(const survey::Dataset& survey, const survey::Recipe& recipe, Job& job);

/// Survey with the columns of a table.
struct JoinedSurvey {
  std::shared_ptr<const survey::Dataset> survey;
  std::string summary;  ///< how many stars matched, in words
};

/// Adds a table's labels and columns to the survey's stars. Blocks. Throws as survey::matchStars().
JoinedSurvey joinSurvey(const survey::Dataset& survey, const survey::Dataset& table,
                        const survey::JoinOptions& options);

/// Survey and predictions with positions for another place of the Sun.
struct PlacedSurvey {
  std::shared_ptr<const survey::Dataset> survey, catalogue;  ///< catalogue: nullptr where there was none
  std::string summary;                                       ///< what was used and where the Sun is, in words
};

/// Finds R and Z of every star anew. `catalogue` may be nullptr. Blocks; throws as galaxy::placeSun().
PlacedSurvey placeSun(const survey::Dataset& survey, const survey::Dataset* catalogue,
                      const galaxy::SolarPosition& sun);

}  // namespace maury::workbench
