// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "validation/LabelBounds.h"
#include "validation/Precision.h"

namespace maury::validation {

/// Every member of BoundOptions, described once.
const OptionTable<BoundOptions>& boundOptionTable();
/// Every member of PrecisionOptions, described once. The resolution is that of the bounds.
const OptionTable<PrecisionOptions>& precisionOptionTable();

}  // namespace maury::validation
