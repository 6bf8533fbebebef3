// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Predictions in the order of a survey's stars.
struct JoinedCatalogue {
  survey::Dataset stars;    ///< N rows in the survey's order; missing values where the catalogue lacks the star
  std::size_t matched = 0;  ///< rows that the catalogue has
};

/// Returns true for a table of predicted labels: it has no spectra, and the columns flag_boundary and in_limits.
bool isCatalogue(const survey::Dataset& stars);

/// Puts the catalogue's rows in the order of the survey's stars, by id; the k-th observation of a star goes to the
/// k-th. `stars` is empty when no id matches. Thread-safe.
JoinedCatalogue joinCatalogue(const survey::Dataset& survey, const survey::Dataset& catalogue);

}  // namespace maury::workbench
