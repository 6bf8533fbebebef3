// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "survey/dataset/Dataset.h"
#include "survey/filter/FilterOperations.h"
#include "survey/filter/FilterTree.h"

namespace maury::survey {

/// Looks up the columns of a syntax tree and makes a condition of it, valid while the dataset is not changed. `text` is
/// what the tree was read from. Throws FilterError for an unknown name, and for text where a number is needed.
Condition bindCondition(const Dataset& dataset, std::string_view text, const Node& tree);

/// The same for an expression; a condition is 1 or 0.
Operand bindNumbers(const Dataset& dataset, std::string_view text, const Node& tree);

}  // namespace maury::survey
