// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "survey/dataset/Dataset.h"
#include "survey/filter/FilterOperations.h"
#include "survey/filter/FilterTree.h"

namespace maury::survey {

/// Looks up the columns of a syntax tree and returns it as a condition, valid while the dataset is not changed. `text`
/// is the source of the tree. Throws FilterError for an unknown name, and for text in place of a number.
Condition bindCondition(const Dataset& dataset, std::string_view text, const Node& tree,
                        LabelNames names = LabelNames::Exact);

/// Returns a syntax tree as a numeric expression, likewise; conditions evaluate to 1 or 0.
Operand bindNumbers(const Dataset& dataset, std::string_view text, const Node& tree);

}  // namespace maury::survey
