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

/// Why a filter's text is invalid; `position` is the 0-based byte that the message points at.
struct FilterProblem {
  std::string message;
  std::size_t position = 0;
};

/// Result of a filter: its rows, or the problem with its text.
struct FilterResult {
  RowsPointer rows;  ///< nullptr with a problem
  std::optional<FilterProblem> problem;
};

/// Applies a filter (survey::filterRows) without throwing for its text. Recycles the buffer of an earlier result that
/// is no longer in use. Blocks; thread-safe while the dataset is not changed.
FilterResult filterStars(const survey::Dataset& stars, const std::string& text);

/// Returns the rows 0 … count − 1.
RowsPointer allRows(std::size_t count);

}  // namespace maury::workbench
