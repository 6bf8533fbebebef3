// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "survey/joining/Join.h"

namespace maury::survey {

/// Returns the options of JoinOptions: key, flag, range, unit and help of each member.
const OptionTable<JoinOptions>& joinOptionTable();

}  // namespace maury::survey
