// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/LabelBounds.h"
#include "validation/Precision.h"

namespace maury::validation {

/// Returns the descriptions of all members of BoundOptions.
const OptionTable<BoundOptions>& boundOptionTable();
/// Returns the descriptions of all members of PrecisionOptions. The resolution has the same description as in
/// boundOptionTable().
const OptionTable<PrecisionOptions>& precisionOptionTable();

}  // namespace maury::validation
