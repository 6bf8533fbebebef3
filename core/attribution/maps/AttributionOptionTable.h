// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/maps/AttributionOptions.h"
#include "base/Option.h"

namespace maury::attribution {

/// Returns the option table of AttributionOptions.
const OptionTable<AttributionOptions>& attributionOptionTable();

}  // namespace maury::attribution
