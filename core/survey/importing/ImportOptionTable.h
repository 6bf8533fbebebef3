// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// Every member of ImportOptions, described once. The medium is two options of which a user gives one at most.
const OptionTable<ImportOptions>& importOptionTable();

}  // namespace maury::survey
