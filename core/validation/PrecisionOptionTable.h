// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/LabelBounds.h"
#include "validation/Precision.h"

namespace maury::validation {

/// Returns the option table of BoundOptions.
const OptionTable<BoundOptions>& boundOptionTable();
/// Returns the option table of PrecisionOptions. The resolution has the same description as in
/// boundOptionTable().
const OptionTable<PrecisionOptions>& precisionOptionTable();

}  // namespace maury::validation
