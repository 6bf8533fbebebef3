// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Returns the name of the star in each row: N names, equal for rows with the same id or with the same value in a
/// column that identifies stars (starIdColumns() in Ids.h), such as source_id or gp_id. The name is the least id of
/// these rows, so that it does not depend on their order. Thread-safe.
std::vector<std::string> starNames(const Dataset& dataset);

}  // namespace maury::survey
