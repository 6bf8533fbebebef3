// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/combining/Combine.h"

namespace maury::survey {

/// Returns the option table of CombineOptions, with the options of an import that concern how a file is read, under
/// the keys "import.…".
const OptionTable<CombineOptions>& combineOptionTable();

}  // namespace maury::survey
