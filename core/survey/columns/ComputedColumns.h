// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "io/tables/Table.h"
#include "survey/columns/NamedExpression.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Returns the column of N real numbers that the expression yields for the stars, NaN where a value is missing (see
/// evaluate()), with the expression in its description. Blocks; uses all cores for large datasets. Thread-safe while
/// the dataset is not changed. Throws the errors of requireNewName(), and Error(Usage) naming the column and the place
/// of the error in the expression.
io::Column computedColumn(const Dataset& dataset, const NamedExpression& named);

/// Throws Error(Usage) if the dataset has a label, label error, input or column of this name, or if it is `id`.
void requireNewName(const Dataset& dataset, const std::string& name);

/// Adds a column for each text (parseNamedExpression()), in their order, so that each can use those before it. Throws
/// the errors of parseNamedExpression() and computedColumn().
void addComputedColumns(Dataset& dataset, const std::vector<std::string>& columns);

}  // namespace maury::survey
