// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "survey/dataset/Dataset.h"

namespace maury::ui {

struct JoinedCatalogue {
  survey::Dataset stars;    ///< N rows in the survey's order; missing where the catalogue has no such star
  std::size_t matched = 0;  ///< rows that the catalogue has
};

/// The catalogue's rows put in the order of the survey's stars, by id; the k-th observation of a star goes to the k-th.
/// `stars` is empty when no id fits. Any thread.
JoinedCatalogue joinCatalogue(const survey::Dataset& survey, const survey::Dataset& catalogue);

}  // namespace maury::ui
