// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Predictions in the order of the stars of a survey.
struct JoinedCatalogue {
  survey::Dataset stars;  ///< N rows in the order of the survey; values are missing for stars that the catalogue lacks
  std::size_t matched = 0;  ///< number of rows found in the catalogue
};

/// Returns true for a catalogue of predictions: a table without spectra that has the columns flag_boundary and
/// in_limits.
bool isCatalogue(const survey::Dataset& stars);

/// Matches the rows of the catalogue to the stars of the survey by id, as survey::plainId() spells it. If an id occurs
/// several times, the k-th row in the catalogue goes to the k-th in the survey. `stars` is empty if no id matches.
/// Thread-safe.
JoinedCatalogue joinCatalogue(const survey::Dataset& survey, const survey::Dataset& catalogue);

}  // namespace maury::workbench
