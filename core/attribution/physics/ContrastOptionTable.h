// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/physics/Contrast.h"
#include "base/Option.h"

namespace maury::attribution {

/// Returns the option table of ContrastOptions.
const OptionTable<ContrastOptions>& contrastOptionTable();

}  // namespace maury::attribution
