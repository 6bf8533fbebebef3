// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/WithheldBaselines.h"

namespace maury::validation {

/// Returns the descriptions of all members of BaselineOptions. The seed has no flag, because it is that of the audit.
const OptionTable<BaselineOptions>& baselineOptionTable();

}  // namespace maury::validation
