// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/bimodality/Bimodality.h"

namespace maury::galaxy {

/// Returns the option table of BimodalityOptions.
const OptionTable<BimodalityOptions>& bimodalityOptionTable();

}  // namespace maury::galaxy
