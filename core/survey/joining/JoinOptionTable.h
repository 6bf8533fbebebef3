// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/joining/Join.h"

namespace maury::survey {

/// Returns the option table of JoinOptions.
const OptionTable<JoinOptions>& joinOptionTable();

}  // namespace maury::survey
