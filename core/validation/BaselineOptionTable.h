// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/WithheldBaselines.h"

namespace maury::validation {

/// Returns the option table of BaselineOptions. The seed has no flag, because the audit sets it.
const OptionTable<BaselineOptions>& baselineOptionTable();

}  // namespace maury::validation
