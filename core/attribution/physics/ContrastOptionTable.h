// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/physics/Contrast.h"
#include "base/Option.h"

namespace maury::attribution {

/// Every member of ContrastOptions, described once.
const OptionTable<ContrastOptions>& contrastOptionTable();

}  // namespace maury::attribution
