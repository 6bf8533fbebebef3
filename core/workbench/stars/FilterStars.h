// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Rows of a dataset, ascending.
using RowsPointer = std::shared_ptr<const std::vector<std::size_t>>;

/// Reason why the text of a filter is invalid; `position` is the 0-based byte where the problem is.
struct FilterProblem {
  std::string message;
  std::size_t position = 0;
};

/// Result of a filter: the rows that pass, or the problem with its text.
struct FilterResult {
  RowsPointer rows;  ///< nullptr if there is a problem
  std::optional<FilterProblem> problem;
};

/// Applies a filter. Reports an invalid text in the result instead of throwing. Reuses the buffer of an earlier result
/// that is no longer in use. Blocks; thread-safe as long as the dataset does not change.
FilterResult filterStars(const survey::Dataset& stars, const std::string& text);

/// Returns the names in a filter that the survey lacks, because a prediction brought them: "teff_cnn", "in_limits" …
/// Empty if the filter is invalid for the stars. Thread-safe.
std::vector<std::string> namesOfPredictions(const std::string& filter, const survey::Dataset& survey,
                                            const survey::Dataset& stars);

/// Returns the rows 0 … count − 1.
RowsPointer allRows(std::size_t count);

}  // namespace maury::workbench
