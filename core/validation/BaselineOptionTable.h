// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/WithheldBaselines.h"

namespace maury::validation {

/// Every member of BaselineOptions, described once. The seed is the audit's.
const OptionTable<BaselineOptions>& baselineOptionTable();

}  // namespace maury::validation
