// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/importing/Import.h"

namespace maury::survey {

/// Returns the options of ImportOptions: key, flag, range and help of each member. The medium is represented by two
/// options, "air" and "vacuum".
const OptionTable<ImportOptions>& importOptionTable();

}  // namespace maury::survey
